// A script is not run: its text is searched for what it registers. A script that builds names while it runs, or loads
// others with require(), may register more than is seen; as soon as one does, every name is taken to be there.
#include "config/samples/lua_names.hpp"

#include <algorithm>

#include <array>

#include <fmt/format.h>

namespace hapax::config {
namespace {

constexpr std::array<std::string_view, 4> kNouns{"sample fetch", "converter", "action", "service"};

std::string_view noun(LuaKind kind) { return kNouns[static_cast<std::size_t>(kind)]; }

std::string key(LuaKind kind, std::string_view name) {
  return std::to_string(static_cast<int>(kind)) + std::string(name);
}

std::string_view without_prefix(std::string_view name) { return name.substr(std::min<std::size_t>(name.size(), 4)); }

// Actions of one name may be for different rules.
bool may_stand_beside(const LuaRegistration& one, const LuaRegistration& other) {
  if (!one.runs_at_load || !other.runs_at_load || one.per_thread != other.per_thread) return true;
  if (one.kind != LuaKind::action) return false;
  return !one.rule_sets || !other.rule_sets || (*one.rule_sets & *other.rule_sets) == 0;
}

void report_repeated(Reading& reading, const LuaRegistration& registration, Span line) {
  reading
      .warning("lua-name-repeated", line,
               fmt::format("the {} 'lua.{}' is registered more than once", noun(registration.kind), registration.name),
               "load each script once, and give each of what it registers a name of its own: the first counts")
      .whole = true;
}

}  // namespace

void note_lua_script(Reading& reading, std::string_view text, Span line, bool per_thread) {
  LuaRegistrations found = find_registrations(text);
  reading.lua_opaque = reading.lua_opaque || found.opaque;
  for (LuaRegistration& made : found.list) {
    made.per_thread = per_thread;
    std::vector<LuaRegistration>& known = reading.lua_names[key(made.kind, made.name)];
    for (const LuaRegistration& other : known) {
      if (may_stand_beside(made, other)) continue;
      report_repeated(reading, made, line);
      break;
    }
    known.push_back(std::move(made));
  }
}

const LuaRegistration* find_lua_name(const Reading& reading, LuaKind kind, std::string_view name) {
  if (reading.lua_opaque) return nullptr;
  const auto known = reading.lua_names.find(key(kind, without_prefix(name)));
  if (known == reading.lua_names.end()) return nullptr;
  // A script that is loaded twice registers the same again.
  const LuaRegistration& first = known->second.front();
  const bool one = std::all_of(known->second.begin(), known->second.end(), [&](const LuaRegistration& other) {
    return other.rule_sets == first.rule_sets && other.arguments == first.arguments && other.http == first.http;
  });
  return one ? &first : nullptr;
}

bool check_lua_name(Reading& reading, LuaKind kind, std::string_view name, Span span) {
  if (reading.lua_loaded && (reading.options().files == nullptr || reading.lua_opaque)) return true;
  if (reading.lua_names.contains(key(kind, without_prefix(name)))) return true;
  reading.error("unknown-lua-name", span, fmt::format("no Lua script registers the {} {}", noun(kind), quote(name)),
                "load the script above with 'lua-load' in the global section");
  return false;
}

}  // namespace hapax::config
