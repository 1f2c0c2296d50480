// Options of servers, with what `default-server` gives them.
#pragma once

#include <string_view>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {

/// The option of that name as it holds for a server: its own, else the one of the `default-server` lines before it in
/// the section, else of those in the defaults section. Null when none gives it.
const config::Option* server_option(const Proxy& proxy, const config::Directive& server, std::string_view name);

/// Whether a flag such as `check` or `backup` holds for a server; the last of `check` and `no-check` wins.
bool server_flag(const Proxy& proxy, const config::Directive& server, std::string_view name);

/// The name of a server, and the place of its address.
inline std::string_view server_name(const config::Directive& server) {
  return server.arguments().empty() ? std::string_view() : server.arguments()[0].text;
}
inline const config::Word* server_address(const config::Directive& server) {
  return server.arguments().size() < 2 ? nullptr : &server.arguments()[1];
}

}  // namespace hapax::lint
