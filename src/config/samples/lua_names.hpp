// Names that Lua scripts register: fetches, converters, actions and services under "lua.".
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// Whether scripts register the name. Where files are not looked at, any name is taken to be registered. Reports, and
/// returns false.
bool check_lua_name(Reading& reading, LuaKind kind, std::string_view name, Span span);

/// What is registered under the name, "lua.NAME"; null where scripts may register more than is seen, or nothing.
const LuaRegistration* find_lua_name(const Reading& reading, LuaKind kind, std::string_view name);

/// A script that is loaded by a line: notes what it registers, as far as a reader of its text can tell. Scripts that
/// each thread loads for itself (`lua-load-per-thread`) may repeat the names of others.
void note_lua_script(Reading& reading, std::string_view text, Span line, bool per_thread);

}  // namespace hapax::config
