// A script is not run: its text is searched for core.register_NAME("name", ...). A script that builds names while it
// runs, or loads others with require(), may register more than is seen; as soon as one does, every name is taken to be
// there.
#include "config/samples/lua_names.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hapax::config {
namespace {

struct Form {
  std::string_view call;
  LuaKind kind;
  std::string_view noun;
};
constexpr std::array kForms{Form{"register_fetches", LuaKind::fetch, "sample fetch"},
                            Form{"register_converters", LuaKind::converter, "converter"},
                            Form{"register_action", LuaKind::action, "action"},
                            Form{"register_service", LuaKind::service, "service"}};

// The string literal behind '(' at `at`, or nothing.
std::optional<std::string_view> literal(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '(' || text[at] == '\t' || text[at] == '\n')) ++at;
  if (at == text.size() || (text[at] != '"' && text[at] != '\'')) return std::nullopt;
  const std::size_t end = text.find(text[at], at + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(at + 1, end - at - 1);
}

std::string key(LuaKind kind, std::string_view name) {
  return std::to_string(static_cast<int>(kind)) + std::string(name);
}

}  // namespace

void note_lua_script(Reading& reading, std::string_view text) {
  for (const Form& form : kForms) {
    for (std::size_t at = text.find(form.call); at != std::string_view::npos; at = text.find(form.call, at + 1)) {
      if (const auto name = literal(text, at + form.call.size())) {
        reading.lua_names.insert(key(form.kind, *name));
      } else {
        reading.lua_opaque = true;
      }
    }
  }
  if (text.find("require") != std::string_view::npos || text.find("dofile") != std::string_view::npos)
    reading.lua_opaque = true;
}

bool check_lua_name(Reading& reading, LuaKind kind, std::string_view name, Span span) {
  if (reading.lua_loaded && (reading.options().files == nullptr || reading.lua_opaque)) return true;
  const std::string_view bare = name.substr(std::min<std::size_t>(name.size(), 4));
  if (reading.lua_names.contains(key(kind, bare))) return true;
  const auto it = std::find_if(kForms.begin(), kForms.end(), [&](const Form& f) { return f.kind == kind; });
  reading.error("unknown-lua-name", span, fmt::format("no Lua script registers the {} {}", it->noun, quote(name)),
                "load the script above with 'lua-load' in the global section");
  return false;
}

}  // namespace hapax::config
