// A file is one of patterns or one of a map, not both.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

std::string_view what_it_is(syntax::PatternFile kind) {
  return kind == syntax::PatternFile::map ? "a map" : "a list of patterns";
}

bool is_read(const Reading& reading, std::string_view name) {
  return std::any_of(reading.pattern_files.begin(), reading.pattern_files.end(),
                     [name](const PatternFileUse& use) { return use.name == name; });
}

}  // namespace

// What a section fills has to be read by something.
void check_acme_maps(Reading& reading) {
  if (!reading.from(Version::v3_2)) return;
  for (const Section* section : reading.config().all(SectionKind::acme)) {
    const Directive* const map = section->last("map");
    if (map == nullptr || map->arguments().empty() || is_read(reading, map->arguments()[0].text)) continue;
    const std::string_view name = map->arguments()[0].text;
    reading
        .error("unknown-reference", section->span, fmt::format("nothing reads the map {} of this section", quote(name)),
               fmt::format("answer challenges from it: '%[path,field(-1,/),map({})]'", name))
        .related.push_back({map->span, "the map"});
  }
}

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
