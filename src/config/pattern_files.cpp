#include "config/pattern_files.hpp"

#include <fmt/format.h>

namespace hapax::config {

bool check_pattern_file(Reading& reading, std::string_view path, Span span, PatternFile kind) {
  FileAccess* const files = reading.files();
  if (files == nullptr) return true;
  if (reading.from(Version::v3_0) && (path.starts_with("virt@") || path.starts_with("opt@"))) return true;
  if (reading.from(Version::v3_0) && path.starts_with("file@")) path.remove_prefix(5);
  const FileState state = files->state(std::string(path));
  if (state == FileState::regular || (state == FileState::other && files->read(std::string(path), 1))) return true;
  reading.error(
      "missing-file", span,
      fmt::format("the {} {} cannot be opened", kind == PatternFile::map ? "map file" : "pattern file", quote(path)),
      "paths count from the directory where HAProxy is started");
  return false;
}

}  // namespace hapax::config
