#include "model/compile/files.hpp"

namespace hapax::compile {
namespace {

// The folder of a path with its final '/', empty when it has none.
std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash + 1));
}

// `default-path current | config | parent | origin PATH`. For config and parent it is the file that the line stands in
// that counts; all files of one configuration lie together as a rule, so the line's own file stands for all.
std::string base_folder(const Compilation& c) {
  std::string base;
  for (const config::Section* global : c.config.all(config::SectionKind::global)) {
    const config::Directive* line = global->last("default-path");
    if (line == nullptr) continue;
    WordCursor words(line->arguments());
    const std::string_view origin = words.next();
    const std::string folder = folder_of(c.config.sources->name(line->span.file));
    if (origin == "config") base = folder;
    if (origin == "parent") base = folder + "../";
    if (origin == "current") base.clear();
    if (origin == "origin") base = std::string(words.next()) + "/";
  }
  return base;
}

}  // namespace

std::optional<std::string> read_file(Compilation& c, std::string_view name, std::size_t limit) {
  if (c.files == nullptr) return std::nullopt;
  const std::string path = name.starts_with('/') ? std::string(name) : base_folder(c) + std::string(name);
  auto text = c.files->read(path, limit + 1);
  if (text && text->size() > limit) return std::nullopt;
  return text;
}

}  // namespace hapax::compile
