// Stick rules that need a table of their section.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

bool has_table(const Section& section) { return section.last("stick-table") != nullptr; }

// `stick on EXPRESSION` without `table` uses the section's own table.
void check_stick(Reading& reading, const Section& section) {
  if (has_table(section)) return;
  for (const Directive& d : section.directives) {
    if (d.row == nullptr || !d.row->name.starts_with("stick ") || d.args.empty()) continue;
    bool named = false;
    for (const Word& word : d.arguments()) named = named || word.text == "table";
    if (named) continue;
    reading
        .error("unknown-reference", d.span,
               fmt::format("{} needs a stick table, and {} has none", quote(d.name()), proxy_title(section)),
               "add a 'stick-table' line, or 'table NAME' with the name of a section that has one")
        .whole = true;
  }
}

}  // namespace

void check_tables(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    if (section.is_backend()) check_stick(reading, section);
  }
}

}  // namespace hapax::config
