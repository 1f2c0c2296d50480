// use-service NAME, and actions that Lua scripts register.
#include <fmt/format.h>

#include "config/actions/actions.hpp"
#include "config/samples/lua_names.hpp"

namespace hapax::config {

bool check_lua_action(Reading& reading, const Place&, const Action& action) {
  return check_lua_name(reading, LuaKind::action, action.words[0].text, action.words[0].span);
}

bool check_service(Reading& reading, const Place&, const Action& action) {
  const std::string_view name = action.text("service");
  const Span span = action.arg("service")->span();
  if (name.starts_with("lua.")) return check_lua_name(reading, LuaKind::service, name, span);
  const Keyword* const row = find_keyword(KeywordClass::service, name, reading.target());
  if (row != nullptr && reading.has(row->feature)) {
    if (action.set == RuleSet::http_request) return true;
    reading.error("unknown-service", span, fmt::format("the service {} answers HTTP requests only", quote(name)),
                  "write the rule as 'http-request use-service', in a section in mode http");
    return false;
  }
  reading.error("unknown-service", span, fmt::format("there is no service {}", quote(name)),
                "it can be 'prometheus-exporter', or 'lua.NAME' of a Lua script");
  return false;
}

}  // namespace hapax::config
