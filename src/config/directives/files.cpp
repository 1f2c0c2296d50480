// Error pages and Lua scripts.
#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"
#include "config/files/lua_script.hpp"
#include "config/samples/lua_names.hpp"

namespace hapax::config {
namespace {

constexpr std::size_t kLongestPage = 1 << 20;
// What is longer is not compiled: no one writes such a script.
constexpr std::size_t kLongestScript = std::size_t{16} << 20;

// The first line of a raw reply: "HTTP/1.0 503 Service Unavailable".
bool is_reply(std::string_view text) {
  return text.empty() || (text.starts_with("HTTP/") && text.find('\n') != std::string_view::npos);
}

void missing_file(Reading& reading, Span span, std::string_view what, std::string_view path) {
  reading.error("missing-file", span, fmt::format("the {} {} cannot be read", what, quote(path)),
                "paths count from the directory where HAProxy is started");
}

}  // namespace

bool check_page_file(Reading& reading, const Arg& file) {
  FileAccess* const files = reading.files();
  if (files == nullptr) return true;
  const std::string path(file.words[0].text);
  const std::optional<std::string> text = files->read(path, kLongestPage);
  if (!text) {
    missing_file(reading, file.span(), "error page", path);
    return false;
  }
  if (is_reply(*text)) return true;
  reading.error("malformed-error-page", file.span(),
                fmt::format("the error page {} does not begin with a status line and headers", quote(path)),
                "an error page is a whole reply: 'HTTP/1.0 503 Service Unavailable', headers, an empty line, the body");
  return false;
}

void check_errorfile(Reading& reading, Directive& d) {
  check_errorloc(reading, d);
  (void)check_page_file(reading, *d.arg("file"));
}

void check_lua_load(Reading& reading, Directive& d) {
  reading.lua_loaded = true;
  FileAccess* const files = reading.files();
  if (files == nullptr) return;
  const std::string path(d.text("file"));
  const std::optional<std::string> text = files->read(path, kLongestScript);
  if (!text) return missing_file(reading, d.arg("file")->span(), "Lua script", path);
  note_lua_script(reading, *text);
  if (text->size() == kLongestScript) return;
  if (const auto fault = find_lua_fault(*text)) {
    reading.error("malformed-lua", d.arg("file")->span(),
                  fmt::format("the Lua script {} does not compile: {}", quote(path), *fault),
                  "'luac -p FILE' says the same");
  }
}

}  // namespace hapax::config
