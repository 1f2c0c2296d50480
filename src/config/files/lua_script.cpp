#include "config/files/lua_script.hpp"

#include <algorithm>
#include <memory>

#include <lua.hpp>

#include <fmt/format.h>

namespace hapax::config {
namespace {

// What lua_load() cannot read and luaL_loadfile() skips: a byte order mark, and a first line that begins with '#'. The
// end of that line stays, so that lines keep their numbers.
std::string_view skip_head(std::string_view script) {
  if (script.starts_with("\xef\xbb\xbf")) script.remove_prefix(3);
  if (script.starts_with('#')) script.remove_prefix(std::min(script.find('\n'), script.size()));
  return script;
}

constexpr char kCompiledMark = '\x1b';
constexpr const char* kChunk = "=script";

}  // namespace

std::optional<std::string> find_lua_fault(std::string_view script) {
  const std::string_view text = skip_head(script);
  if (text.starts_with(kCompiledMark)) return std::nullopt;
  const std::unique_ptr<lua_State, decltype(&lua_close)> lua(luaL_newstate(), &lua_close);
  if (lua == nullptr || luaL_loadbufferx(lua.get(), text.data(), text.size(), kChunk, "t") == LUA_OK)
    return std::nullopt;
  const char* const message = lua_tostring(lua.get(), -1);
  if (message == nullptr) return std::nullopt;
  const std::string_view whole = message;
  const std::size_t colon = whole.find(':');
  return colon == std::string_view::npos ? std::string(whole) : fmt::format("line {}", whole.substr(colon + 1));
}

}  // namespace hapax::config
