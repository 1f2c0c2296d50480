// use-service NAME, and actions that Lua scripts register.
#include <fmt/format.h>

#include <hapax/syntax/condition.hpp>

#include "config/actions/actions.hpp"
#include "config/samples/lua_names.hpp"

namespace hapax::config {

namespace {

// How many words the action takes is registered with it, and they may be any, 'if' among them.
bool check_count(Reading& reading, const Place& place, const Action& action, std::size_t count) {
  const Word& name = action.words[0];
  if (place.directive == nullptr) return true;
  const std::span<const Word> line = place.directive->words;
  const std::span<const Word> behind = line.subspan(static_cast<std::size_t>(&name - line.data()) + 1);
  if (behind.size() < count) {
    reading.error("missing-argument", name.span,
                  fmt::format("{} takes {} argument{}, and the line has {}", quote(name.text), count,
                              count == 1 ? "" : "s", behind.size()),
                  "write them behind the name; their number is the last argument of core.register_action()");
    return false;
  }
  if (behind.size() == count || syntax::begins_condition(behind[count].text)) return true;
  reading.error(
      "condition-expected", behind[count].span,
      fmt::format("{} takes {} argument{}; behind them only 'if' or 'unless' and a condition may stand, not {}",
                  quote(name.text), count, count == 1 ? "" : "s", quote(behind[count].text)),
      "remove it; the number of arguments is the last argument of core.register_action(), and 0 without");
  return false;
}

bool check_lua_service(Reading& reading, const Action& action, std::string_view name, Span span) {
  if (!check_lua_name(reading, LuaKind::service, name, span)) return false;
  const LuaRegistration* const known = find_lua_name(reading, LuaKind::service, name);
  if (known == nullptr || !known->http) return true;
  const bool in_http = action.set == RuleSet::http_request;
  if (*known->http != in_http) {
    reading.error("lua-not-here", span,
                  fmt::format("the Lua service {} answers {} only", quote(name), *known->http ? "HTTP" : "TCP"),
                  *known->http ? "write the rule as 'http-request use-service', in a section in mode http"
                               : "write the rule as 'tcp-request content use-service', in a section in mode tcp");
    return false;
  }
  if (in_http || reading.current_mode() != ProxyMode::http) return true;
  reading.error("lua-not-here", span,
                fmt::format("the Lua service {} answers TCP, and this section is in mode http so far", quote(name)),
                "write 'mode tcp' above the rule");
  return false;
}

}  // namespace

bool check_lua_action(Reading& reading, const Place& place, const Action& action) {
  const Word& name = action.words[0];
  if (!check_lua_name(reading, LuaKind::action, name.text, name.span)) return false;
  const LuaRegistration* const known = find_lua_name(reading, LuaKind::action, name.text);
  if (known == nullptr) return true;
  if (known->rule_sets && ((*known->rule_sets >> static_cast<unsigned>(action.set)) & 1U) == 0) {
    reading.error(
        "lua-not-here", name.span,
        fmt::format("the Lua action {} is not registered for {} rules", quote(name.text), rule_set_name(action.set)),
        "core.register_action() names them: 'http-req', 'http-res', 'tcp-req', 'tcp-res'");
    return false;
  }
  return !known->arguments || check_count(reading, place, action, *known->arguments);
}

bool check_service(Reading& reading, const Place&, const Action& action) {
  const std::string_view name = action.text("service");
  const Span span = action.arg("service")->span();
  if (name.starts_with("lua.")) return check_lua_service(reading, action, name, span);
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
