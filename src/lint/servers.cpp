#include <hapax/lint/servers.hpp>

#include <string>

#include <hapax/base/span_order.hpp>

namespace hapax::lint {
namespace {

// The last option of the line that is called `name` or "no-" + name.
const config::Option* last_of(const config::Directive& line, std::string_view name) {
  if (!line.may_have_option(name)) return nullptr;
  const config::OptionList options = line.options();
  for (std::size_t i = options.size(); i-- > 0;) {
    if (options[i].row == nullptr) continue;
    const std::string_view own = options[i].name();
    if (own == name || (own.size() == name.size() + 3 && own.starts_with("no-") && own.ends_with(name)))
      return &options[i];
  }
  return nullptr;
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
