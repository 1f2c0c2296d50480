// Keys that rules put into stick tables: HAProxy turns some types into that of the table by itself, and refuses others.
// What limits of bandwidth count in them.
#include <array>
#include <optional>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/directives/stick_table.hpp"
#include "config/samples/casts.hpp"
#include "config/samples/expression.hpp"

namespace hapax::config {
namespace {

struct TableType {
  std::string_view word;
  SampleType type;
};
constexpr std::array kTypes{TableType{"ip", SampleType::ipv4},       TableType{"ipv4", SampleType::ipv4},
                            TableType{"ipv6", SampleType::ipv6},     TableType{"integer", SampleType::integer},
                            TableType{"string", SampleType::string}, TableType{"binary", SampleType::binary}};

const TableType* type_of_table(const Directive& table) {
  const Option* const type = table.option("type");
  if (type == nullptr || type->words.size() < 2) return nullptr;
  for (const TableType& known : kTypes)
    if (known.word == type->words[1].text) return &known;
  return nullptr;
}

// What an expression gives; nothing where some of it is unknown.
std::optional<SampleType> type_of(const syntax::Expression& expression, Version target) {
  const Keyword* const fetch = find_keyword(KeywordClass::fetch, expression.fetch().name, target);
  if (fetch == nullptr) return std::nullopt;
  SampleType type = fetch->out;
  for (const syntax::Call& call : expression.converters()) {
    const Keyword* const row = find_keyword(KeywordClass::converter, call.name, target);
    if (row == nullptr) return std::nullopt;
    if (row->out != SampleType::same) type = row->out;
  }
  return type;
}

class TableChecker {
 public:
  explicit TableChecker(Reading& reading) : reading_(reading) {
    for (const Section& section : reading.config().sections) {
      if (section.is_proxy()) {
        if (const Directive* const table = section.last("stick-table")) tables_.emplace(section.name, table);
      } else if (section.kind == SectionKind::peers) {
        for (const Directive* const table : section.all("table"))
          tables_.emplace(fmt::format("{}/{}", section.name, table->text("name")), table);
      }
    }
  }

  [[nodiscard]] bool needed() const { return !tables_.empty(); }

  void line(const Section& section, const Directive& d) {
    if (d.row == nullptr) return;
    if (const Action* const action = d.action(); action != nullptr && action->row->name == "track-sc") {
      key(section, *action, action->words[0].text, action->span());
    } else if (d.row->name.starts_with("stick ")) {
      key(section, d, d.row->name, d.span);
    } else if (d.is("filter")) {
      for (const Option& filter : d.options())
        if (filter.name() == "bwlim-in" || filter.name() == "bwlim-out") bandwidth(section, filter);
    }
  }

 private:
  void key(const Section& section, const Arguments& rule, std::string_view what, Span span) {
    const auto* const expression = expression_of(rule);
    const Directive* const table = table_of(section, rule);
    const TableType* const type = table == nullptr ? nullptr : type_of_table(*table);
    if (expression == nullptr || type == nullptr) return;
    const auto given = type_of(*expression, reading_.target());
    if (!given || can_cast(*given, type->type, reading_.target())) return;
    Diagnostic& found =
        reading_.error("table-type", span,
                       fmt::format("the key of {} is of type {}, and the stick table holds keys of type {}",
                                   quote(what), type_name(*given), type->word),
                       fmt::format("give the table {}, or take another key", advice(*given)));
    found.whole = true;
    found.related.push_back({table->span, "the stick table"});
  }

  // A limit that streams share counts the bytes of its direction in the table.
  void bandwidth(const Section& section, const Option& filter) {
    if (filter.parameter("key") == nullptr) return;
    const Option* const named = filter.parameter("table");
    const auto it = tables_.find(std::string(named == nullptr ? section.name : named->text("table")));
    const std::string_view data = filter.name() == "bwlim-in" ? "bytes_in_rate" : "bytes_out_rate";
    if (it == tables_.end() || table_stores(*it->second, data)) return;
    Diagnostic& found = reading_.error(
        "table-without-rate", filter.span(),
        fmt::format("the limit {} counts in a stick table that does not store {}", quote(filter.first_word()), data),
        fmt::format("add 'store {}(1s)' to the table", data));
    found.whole = true;
    found.related.push_back({it->second->span, "the stick table"});
  }

  static const syntax::Expression* expression_of(const Arguments& rule) {
    for (const Arg& arg : rule.args)
      if (const auto* const e = std::get_if<const syntax::Expression*>(&arg.value)) return *e;
    return nullptr;
  }

  // The table named, or that of the section itself.
  [[nodiscard]] const Directive* table_of(const Section& section, const Arguments& rule) const {
    std::string_view name = section.name;
    for (const Arg& arg : rule.args)
      if (arg.name() == "table") name = arg.words.back().text;
    const auto it = tables_.find(std::string(name));
    return it == tables_.end() ? nullptr : it->second;
  }

  static std::string_view advice(SampleType given) {
    if (given == SampleType::binary) return "'type binary len LENGTH'";
    return given == SampleType::boolean ? "'type integer'" : "'type string'";
  }

  Reading& reading_;
  std::unordered_map<std::string, const Directive*> tables_;
};

}  // namespace

void check_table_types(Reading& reading) {
  TableChecker checker(reading);
  if (!checker.needed()) return;
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || section.kind == SectionKind::defaults || reading.disabled(section)) continue;
    for (const Directive& d : section.directives) checker.line(section, d);
  }
}

}  // namespace hapax::config
