// Stick rules and `write-to`: the tables that they name, or need of their own section.
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

bool has_table(const Section& section) { return section.last("stick-table") != nullptr; }

// Proxies with a table, and tables of peers as "PEERS/NAME".
std::unordered_set<std::string> table_names(const Config& config) {
  std::unordered_set<std::string> names;
  for (const Section& section : config.sections) {
    if (section.is_proxy() && has_table(section)) names.emplace(section.name);
    if (section.kind != SectionKind::peers) continue;
    for (const Directive* const table : section.all("table"))
      names.insert(std::string(section.name) + "/" + std::string(table->text("name")));
  }
  return names;
}

// What stands behind the word 'table'.
const Word* named_table(const Directive& d) {
  for (const Arg& arg : d.args)
    if (arg.name == "table" && std::holds_alternative<Text>(arg.value)) return &arg.words[0];
  return nullptr;
}

void unknown_table(Reading& reading, const Directive& d, const Word& name) {
  reading
      .error("unknown-reference", name.span,
             fmt::format("{} names the stick table {}, and there is none", quote(d.name()), quote(name.text)),
             "name a section that has a 'stick-table' line")
      .whole = true;
}

// `stick on EXPRESSION` without `table` uses the section's own table.
void check_stick(Reading& reading, const Section& section, const std::unordered_set<std::string>& names) {
  static const std::uint64_t kBits = bits_of_rows("stick ");
  if ((section.name_bits & kBits) == 0) return;
  for (const Directive& d : section.directives) {
    if (d.row == nullptr || !d.row->name.starts_with("stick ") || d.args.empty()) continue;
    if (const Word* const name = named_table(d)) {
      if (!names.contains(std::string(name->text))) unknown_table(reading, d, *name);
      continue;
    }
    if (has_table(section)) continue;
    reading
        .error("unknown-reference", d.span,
               fmt::format("{} needs a stick table, and {} has none", quote(d.name()), proxy_title(section)),
               "add a 'stick-table' line, or 'table NAME' with the name of a section that has one")
        .whole = true;
  }
}

// `write-to`: another proxy's table, or PEERS/NAME.
void check_write_to(Reading& reading, const Section& section, const std::unordered_set<std::string>& names) {
  for (const Directive* const table : section.all("stick-table")) {
    const Option* const other = table->option("write-to");
    if (other == nullptr) continue;
    const std::string_view name = other->first_word();
    const std::size_t slash = name.find('/');
    const bool there = slash == std::string_view::npos
                           ? names.contains(std::string(name))
                           : reading.config().find(SectionKind::peers, name.substr(0, slash)) != nullptr;
    if (there) continue;
    reading
        .error("unknown-reference", other->span(), fmt::format("there is no stick table {} to write to", quote(name)),
               "name a section that has a 'stick-table' line")
        .whole = true;
  }
}

}  // namespace

void check_tables(Reading& reading) {
  const auto names = table_names(reading.config());
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    check_write_to(reading, section, names);
    if (section.is_backend()) check_stick(reading, section, names);
  }
}

}  // namespace hapax::config
