// Names that Lua scripts register: fetches, converters, actions and services under "lua.".
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

enum class LuaKind : std::uint8_t { fetch, converter, action, service };

/// Whether scripts register the name. Where files are not looked at, any name is taken to be registered. Reports, and
/// returns false.
bool check_lua_name(Reading& reading, LuaKind kind, std::string_view name, Span span);

/// A script that is loaded: notes what it registers, as far as a reader of its text can tell.
void note_lua_script(Reading& reading, std::string_view text);

}  // namespace hapax::config
