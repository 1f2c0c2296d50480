// Error pages and Lua scripts.
#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"
#include "config/files/error_page.hpp"
#include "config/files/lua_script.hpp"
#include "config/samples/lua_names.hpp"

namespace hapax::config {
namespace {

// What is longer is not compiled: no one writes such a script.
constexpr std::size_t kLongestScript = std::size_t{16} << 20;

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
  const std::uint64_t buffer = buffer_size(reading);
  if (text->size() > buffer) {
    reading
        .warning("error-page-too-large", file.span(),
                 fmt::format("HAProxy reads {} bytes of the error page {} and leaves the rest", buffer, quote(path)),
                 "shorten the page")
        .whole = true;
  }
  const auto fault = find_page_fault(reading, path, *text);
  if (fault) reading.error(fault->rule, file.span(), fault->message, fault->help);
  return !fault;
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
  note_lua_script(reading, *text, d.span, d.is("lua-load-per-thread"));
  if (text->size() == kLongestScript) return;
  if (const auto fault = find_lua_fault(*text)) {
    reading.error("malformed-lua", d.arg("file")->span(),
                  fmt::format("the Lua script {} does not compile: {}", quote(path), *fault),
                  "'luac -p FILE' says the same");
  }
}

}  // namespace hapax::config
