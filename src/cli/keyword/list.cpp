#include "cli/keyword/list.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <hapax/base/edit_distance.hpp>

namespace hapax::cli {
namespace {

using config::Keyword;
using config::KeywordClass;

constexpr std::array<std::pair<KeywordClass, std::string_view>, 9> kClasses{{
    {KeywordClass::directive, "cfg"},
    {KeywordClass::fetch, "fetch"},
    {KeywordClass::converter, "converter"},
    {KeywordClass::action, "action"},
    {KeywordClass::bind_option, "bind"},
    {KeywordClass::server_option, "server"},
    {KeywordClass::acl, "acl"},
    {KeywordClass::filter, "filter"},
    {KeywordClass::service, "service"},
}};

bool is_last_word(std::string_view name, std::string_view word) {
  return name.size() > word.size() && name.ends_with(word) && name[name.size() - word.size() - 1] == ' ';
}

// Where directives stand that fit: of a word that follows a directive, that is where it may stand.
template <class Fits>
config::SectionSet sections_of_directives(Fits fits) {
  std::uint32_t bits = 0;
  for (const Keyword& row : config::keywords(KeywordClass::directive))
    if (fits(row)) bits |= row.sections.bits();
  return config::SectionSet(bits);
}

config::SectionSet places_of(const Keyword& row) {
  if (!row.sections.empty()) return row.sections;
  const auto takes = [](std::string_view step) {
    return sections_of_directives(
        [step](const Keyword& d) { return d.signature.find(step) != std::string_view::npos; });
  };
  const auto named = [](std::string_view name) {
    return sections_of_directives([name](const Keyword& d) { return d.name == name; });
  };
  switch (row.kind) {
    case KeywordClass::bind_option:
      return takes("params(bind)");
    case KeywordClass::server_option:
      return takes("params(server)");
    case KeywordClass::action: {
      return sections_of_directives([&](const Keyword& d) {
        for (std::size_t i = 0; i < config::kRuleSets; ++i)
          if (((row.rule_sets >> i) & 1U) != 0 && config::rule_set_name(static_cast<config::RuleSet>(i)) == d.name)
            return true;
        return false;
      });
    }
    case KeywordClass::filter:
      return named("filter");
    default:
      return named("http-request");
  }
}

// `track-sc0`, `set-var(txn.x)`: rows whose name the word only begins with.
Rows prefixes_of(std::string_view word) {
  Rows rows;
  for (const Keyword& row : config::keywords(KeywordClass::action)) {
    const std::string_view rest = word.starts_with(row.name) ? word.substr(row.name.size()) : std::string_view();
    if (row.prefix && !rest.empty() && (rest.front() == '(' || (rest.front() >= '0' && rest.front() <= '9')))
      rows.push_back(&row);
  }
  return rows;
}

}  // namespace

std::string_view short_class(KeywordClass kind) {
  for (const auto& [known, name] : kClasses) {
    if (known == kind) return name;
  }
  return config::class_name(kind);
}

std::vector<std::string_view> sections_of(const Keyword& row) {
  const config::SectionSet places = places_of(row);
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < config::kSectionKinds; ++i) {
    const auto kind = static_cast<config::SectionKind>(i);
    if (places.contains(kind)) names.push_back(config::section_name(kind));
  }
  return names;
}

Rows every_keyword() {
  Rows rows;
  for (const auto& [kind, name] : kClasses) {
    for (const Keyword& row : config::keywords(kind)) rows.push_back(&row);
  }
  return rows;
}

Rows keywords_named(std::string_view name) {
  Rows exact;
  Rows by_last_word;
  for (const Keyword* row : every_keyword()) {
    if (row->name == name) exact.push_back(row);
    if (is_last_word(row->name, name)) by_last_word.push_back(row);
  }
  exact.insert(exact.end(), by_last_word.begin(), by_last_word.end());
  return exact.empty() ? prefixes_of(name) : exact;
}

std::vector<std::string_view> names_behind(std::string_view word) {
  std::vector<std::string_view> names;
  for (const Keyword& row : config::keywords(KeywordClass::directive)) {
    const bool begins = row.name.size() > word.size() && row.name.starts_with(word) && row.name[word.size()] == ' ';
    if (begins && (names.empty() || names.back() != row.name)) names.push_back(row.name);
  }
  return names;
}

std::string unknown_keyword(std::string_view name) {
  std::vector<std::string_view> known;
  for (const Keyword* row : every_keyword()) known.push_back(row->name);
  std::string message = fmt::format("there is no keyword '{}'", name);
  if (const auto near = nearest(name, known)) message += fmt::format("; did you mean '{}'?", *near);
  return message + " ('hapax keyword --all' lists them)";
}

std::string keywords_as_text(const Rows& rows) {
  std::string text;
  for (const Keyword* row : rows) {
    std::string sections;
    for (const std::string_view section : sections_of(*row))
      sections += fmt::format("{}{}", sections.empty() ? "" : " ", section);
    std::string line = fmt::format("{:<10} {:<36} {}", short_class(row->kind), row->name, sections);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string keywords_as_json(const Rows& rows) {
  using Json = nlohmann::ordered_json;
  const auto version = [](const std::optional<Version>& v) { return v ? Json(to_string(*v)) : Json(nullptr); };
  std::string text = "[";
  for (const Keyword* row : rows) {
    Json one;
    one["class"] = short_class(row->kind);
    one["name"] = row->name;
    one["sections"] = sections_of(*row);
    one["since"] = to_string(row->since);
    one["deprecated"] = version(row->deprecated);
    one["removed"] = version(row->removed);
    text += fmt::format("{}\n{}", text.size() == 1 ? "" : ",", one.dump());
  }
  return text + "\n]\n";
}

}  // namespace hapax::cli
