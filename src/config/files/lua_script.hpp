// Lua scripts, compiled by the Lua library and not run.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hapax::config {

/// Why a script does not compile, as "line 3: what is wrong" in the library's words; nothing when it does. Compiled
/// scripts (`luac`) are not looked at. The library is that of Lua 5.4; HAProxy may be built with 5.3, which knows a
/// little less.
std::optional<std::string> find_lua_fault(std::string_view script);

}  // namespace hapax::config
