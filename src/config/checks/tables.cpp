// Stick rules and `write-to`: the tables that they name, or need of their own section.
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

bool has_table(const Section& section) { return section.last("stick-table") != nullptr; }

// Tables of proxies, and those of peers as "PEERS/NAME".
using Tables = std::unordered_map<std::string, const Directive*>;

Tables tables_of(const Config& config) {
  Tables tables;
  for (const Section& section : config.sections) {
    if (section.is_proxy() && has_table(section)) tables.emplace(section.name, section.last("stick-table"));
    if (section.kind != SectionKind::peers) continue;
    for (const Directive* const table : section.all("table"))
      tables.emplace(std::string(section.name) + "/" + std::string(table->text("name")), table);
  }
  return tables;
}

// What stands behind the word 'table'.
const Word* named_table(const Directive& d) {
  for (const Arg& arg : d.args)
    if (arg.name() == "table" && std::holds_alternative<Text>(arg.value)) return &arg.words[0];
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
void check_stick(Reading& reading, const Section& section, const Tables& tables) {
  static const std::uint64_t kBits = bits_of_rows("stick ");
  if ((section.name_bits & kBits) == 0) return;
  for (const Directive& d : section.directives) {
    if (d.row == nullptr || !d.row->name.starts_with("stick ") || d.args.empty()) continue;
    if (const Word* const name = named_table(d)) {
      if (!tables.contains(std::string(name->text))) unknown_table(reading, d, *name);
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

// What keys of a table take: a string has a byte for its end. Words that are refused are read as the usual length.
std::int64_t key_size(const Option* type) {
  constexpr std::int64_t kUsual = 32;
  if (type == nullptr || !type->has("length")) return kUsual;
  return type->integer("length").value_or(kUsual) + (type->text("type") == "string" ? 1 : 0);
}

std::string_view type_of(const Option& type) { return type.text("type") == "ipv4" ? "ip" : type.text("type"); }

// `write-to`: another table of the same keys, which writes to none itself.
class Copies {
 public:
  Copies(Reading& reading, const Tables& tables) : reading_(reading), tables_(tables) {}

  // Of tables of peers HAProxy names the line.
  void check(const Directive& table, bool of_peers) {
    const Option* const to = table.option("write-to");
    if (to == nullptr) return;
    const auto other = tables_.find(std::string(to->first_word()));
    if (other == tables_.end())
      return refuse("unknown-reference", *to, of_peers,
                    fmt::format("there is no stick table {} to write to", quote(to->first_word())),
                    "name a section that has a 'stick-table' line, or a table of peers as PEERS/NAME");
    const Directive& target = *other->second;
    if (&target == &table) return;
    if (target.option("write-to") != nullptr && !refused_.contains(&target)) {
      refused_.insert(&table);
      return refuse("table-copied-on", *to, of_peers,
                    fmt::format("the stick table {} writes to another one itself", quote(to->first_word())),
                    "write to that one");
    }
    compare(table, target, *to, of_peers);
  }

 private:
  void compare(const Directive& table, const Directive& target, const Option& to, bool of_peers) {
    const Option* const own = table.option("type");
    const Option* const others = target.option("type");
    if (own == nullptr || others == nullptr) return;
    if (type_of(*own) == type_of(*others) && key_size(own) == key_size(others)) return;
    refuse("table-type", to, of_peers,
           fmt::format("the stick table {} has keys of another type or length", quote(to.first_word())),
           "give both the same 'type'");
  }
  void refuse(std::string_view rule, const Option& to, bool of_peers, std::string message, std::string help) {
    reading_.error(rule, to.span(), std::move(message), std::move(help)).whole = !of_peers;
  }

  Reading& reading_;
  const Tables& tables_;
  std::unordered_set<const Directive*> refused_;
};

}  // namespace

void check_tables(Reading& reading) {
  const Tables tables = tables_of(reading.config());
  Copies copies(reading, tables);
  for (const Section* const peers : reading.config().all(SectionKind::peers))
    for (const Directive* const table : peers->all("table")) copies.check(*table, true);
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    if (const Directive* const table = section.last("stick-table")) copies.check(*table, false);
    if (section.is_backend()) check_stick(reading, section, tables);
  }
}

}  // namespace hapax::config
