// A file is one of patterns or one of a map, not both.
#include <unordered_map>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

std::string_view what_it_is(syntax::PatternFile kind) {
  return kind == syntax::PatternFile::map ? "a map" : "a list of patterns";
}

}  // namespace

void check_pattern_files(Reading& reading) {
  std::unordered_map<std::string_view, const PatternFileUse*> first;
  for (const PatternFileUse& use : reading.pattern_files) {
    const PatternFileUse& before = *first.emplace(use.name, &use).first->second;
    if (before.kind == use.kind) continue;
    reading
        .error("pattern-file-kind", use.span,
               fmt::format("{} is read as {} here, but as {} before", quote(use.name), what_it_is(use.kind),
                           what_it_is(before.kind)),
               "write two files, or put '-M' before '-f' to match the keys of a map")
        .related.push_back({before.span, fmt::format("as {}", what_it_is(before.kind))});
  }
}

}  // namespace hapax::config
