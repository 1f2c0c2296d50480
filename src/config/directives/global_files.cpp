// Lines of the global section that name files and folders.
#include <unordered_set>

#include <fmt/format.h>

#include <hapax/base/ascii_case.hpp>

#include "config/directives/proxy_directives.hpp"
#include "config/files/pem.hpp"
#include "config/lines.hpp"

namespace hapax::config {
namespace {

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? "." : std::string(path.substr(0, std::max<std::size_t>(slash, 1)));
}

bool is_folder(Reading& reading, const std::string& path) {
  FileAccess* const files = reading.options().files;
  return files == nullptr || files->state(path) == FileState::directory;
}

// "from to" on each line, a word once in lower case and once as it is to be sent; blanks around, comments and empty
// lines count for nothing. What is wrong with the text, or nothing.
std::string find_case_fault(std::string_view text) {
  std::unordered_set<std::string_view> known;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = line.substr(0, line.find('#'));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) continue;
    const std::size_t gap = std::min(line.find_first_of(" \t", first), line.size());
    const std::string_view from = line.substr(first, gap - first);
    const std::size_t second = line.find_first_not_of(" \t\r", gap);
    if (second == std::string_view::npos) return fmt::format("line {} does not hold two words", number);
    const std::string_view to = line.substr(second, line.find_last_not_of(" \t\r") + 1 - second);
    if (!equal_ignoring_case(from, to)) return fmt::format("line {} changes more than the case", number);
    if (!known.insert(from).second) return fmt::format("line {} names {} again", number, quote(from));
  }
  return {};
}

}  // namespace

void apply_default_path(Reading& reading, FileId file) {
  if (reading.default_path == nullptr) return;
  const std::string_view origin = reading.default_path->text("origin");
  const std::string own = folder_of(reading.sources().name(file));
  if (origin == "config") return reading.set_default_path(own);
  if (origin == "parent") return reading.set_default_path(own + "/..");
  reading.set_default_path(origin == "origin" ? std::string(reading.default_path->text("path")) : "");
}

void check_default_path(Reading& reading, Directive& d) {
  const std::string_view path = d.text("path");
  if (d.text("origin") == "origin" && path.empty()) {
    reading.error("missing-argument", d.span, "'default-path origin' needs a folder, and the line ends",
                  "for example 'default-path origin /etc/haproxy'");
    return;
  }
  if (d.text("origin") == "origin" && !is_folder(reading, std::string(path))) {
    reading.error("missing-file", d.span, fmt::format("there is no folder {}", quote(path)),
                  "relative names of files count from there");
    return;
  }
  reading.default_path = &d;
  apply_default_path(reading, d.span.file);
}

void check_chain_path(Reading& reading, Directive& d) {
  FileAccess* const files = reading.files();
  const std::string path(d.text("directory"));
  if (files == nullptr) return;
  if (files->state(path) != FileState::directory) {
    reading.error("missing-file", d.span, fmt::format("there is no folder {}", quote(path)),
                  "it holds certificates of authorities that complete chains");
    return;
  }
  for (const std::string& name : files->list(path).value_or(std::vector<std::string>())) {
    const std::string file = fmt::format("{}/{}", path, name);
    if (name.starts_with('.') || files->state(file) != FileState::regular) continue;
    const std::optional<std::string> pem = files->read(file, kLongestPem);
    if (!pem || examine_certificate(*pem) != PemCertificate::none) continue;
    reading
        .warning("authorities-left-out", d.span,
                 fmt::format("HAProxy leaves out {}, which holds no certificate", quote(file)),
                 "keep nothing but certificates in this directory")
        .whole = true;
  }
}

void check_case_adjust_file(Reading& reading, Directive& d) {
  constexpr std::size_t kLongest = 1 << 20;
  FileAccess* const files = reading.files();
  if (files == nullptr) return;
  const std::string path(d.text("file"));
  if (files->state(path) == FileState::directory) return;  // HAProxy opens it, and finds no line
  const auto text = files->read(path, kLongest);
  const std::string fault = text ? find_case_fault(*text) : std::string();
  if (text && fault.empty()) return;
  reading
      .error(
          text ? "case-adjustment" : "missing-file", d.span,
          text ? fmt::format("in {}, {}", quote(path), fault) : fmt::format("the file {} cannot be read", quote(path)),
          "each of its lines names a header in lower case and as it is to be sent: 'content-length Content-Length'")
      .whole = true;
}

}  // namespace hapax::config
