// What a Lua script registers, as far as a reader of its text can tell: nothing of it is run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hapax::config {

enum class LuaKind : std::uint8_t { fetch, converter, action, service };

/// core.register_KIND("name", ...)
struct LuaRegistration {
  LuaKind kind = LuaKind::fetch;
  std::string name;
  bool runs_at_load = false;               ///< it stands in no function, loop or condition
  bool per_thread = false;                 ///< whoever loads the script says so: each thread does it for itself
  std::optional<std::uint32_t> rule_sets;  ///< of an action, a bit for each RuleSet; unset: they do not show
  std::optional<std::size_t> arguments;    ///< of an action; unset: their number does not show
  std::optional<bool> http;                ///< of a service, which is for TCP else; unset: it does not show
};

struct LuaRegistrations {
  std::vector<LuaRegistration> list;  ///< in the order of the text
  bool opaque = false;                ///< it builds names while it runs, or loads other files
};

LuaRegistrations find_registrations(std::string_view script);

}  // namespace hapax::config
