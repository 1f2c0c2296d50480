#include <hapax/lint/servers.hpp>

#include <string>

#include <hapax/base/span_order.hpp>

namespace hapax::lint {
namespace {

// The last option of the line that is called `name` or "no-" + name.
const config::Option* last_of(const config::Directive& line, std::string_view name) {
  const config::Option* found = nullptr;
  if (!line.may_have_option(name)) return found;
  for (const config::Option& option : line.options()) {
    if (option.row == nullptr) continue;
    const std::string_view own = option.name();
    const bool negative = own.size() == name.size() + 3 && own.starts_with("no-") && own.ends_with(name);
    if (negative || own == name) found = &option;
  }
  return found;
}

const config::Option* deciding(const Proxy& proxy, const config::Directive& server, std::string_view name) {
  if (const config::Option* own = last_of(server, name)) return own;
  for (auto line = proxy.default_servers.rbegin(); line != proxy.default_servers.rend(); ++line) {
    // A line below the server does not bear on it.
    if (stands_before(server.span, (*line)->span)) continue;
    if (const config::Option* option = last_of(**line, name)) return option;
  }
  for (const config::Directive* line : proxy.inherited_default_servers) {
    if (const config::Option* option = last_of(*line, name)) return option;
  }
  return nullptr;
}

}  // namespace

const config::Option* server_option(const Proxy& proxy, const config::Directive& server, std::string_view name) {
  const config::Option* option = deciding(proxy, server, name);
  return option != nullptr && option->name() == name ? option : nullptr;
}

bool server_flag(const Proxy& proxy, const config::Directive& server, std::string_view name) {
  return server_option(proxy, server, name) != nullptr;
}

}  // namespace hapax::lint
