#include "cli/keyword/page.hpp"

#include <string_view>

#include <fmt/format.h>

#include "cli/keyword/list.hpp"

namespace hapax::cli {
namespace {

using config::Keyword;
using config::KeywordClass;

std::string_view what(KeywordClass kind) {
  switch (kind) {
    case KeywordClass::directive:
      return "keyword";
    case KeywordClass::bind_option:
      return "option of 'bind'";
    case KeywordClass::server_option:
      return "option of 'server'";
    case KeywordClass::action:
      return "action of a rule";
    case KeywordClass::fetch:
      return "sample fetch";
    case KeywordClass::converter:
      return "converter";
    case KeywordClass::acl:
      return "ACL";
    case KeywordClass::filter:
      return "filter";
    case KeywordClass::service:
      return "service";
    case KeywordClass::log_alias:
      return "alias in log formats";
    case KeywordClass::parameter:
      return "parameter";
    case KeywordClass::predicate:
      return "predicate of '.if'";
  }
  return "word";
}

void row_of(std::string& page, std::string_view title, std::string_view text) {
  if (!text.empty()) page += fmt::format("  {:<12} {}\n", title, text);
}

std::string joined(const config::SectionSet& set) {
  std::string text;
  for (std::size_t i = 0; i < config::kSectionKinds; ++i) {
    const auto kind = static_cast<config::SectionKind>(i);
    if (set.contains(kind)) text += fmt::format("{}{}", text.empty() ? "" : ", ", config::section_name(kind));
  }
  return text;
}

std::string rule_sets_of(const Keyword& row) {
  std::string text;
  for (std::size_t i = 0; i < config::kRuleSets; ++i) {
    if (((row.rule_sets >> i) & 1U) == 0) continue;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", config::rule_set_name(static_cast<config::RuleSet>(i)));
  }
  return text;
}

std::string lifetime(const Keyword& row) {
  std::string text = row.since == Version::v2_6 ? "2.6 or earlier" : std::string(to_string(row.since));
  if (row.deprecated) text += fmt::format(", deprecated in {}", to_string(*row.deprecated));
  if (row.removed) text += fmt::format(", removed in {}", to_string(*row.removed));
  return text;
}

bool has_types(KeywordClass kind) { return kind == KeywordClass::fetch || kind == KeywordClass::converter; }

}  // namespace

std::string keyword_page(const Keyword& row) {
  std::string page = fmt::format("{} ({})\n", row.name, what(row.kind));
  row_of(page, "arguments", row.signature);
  row_of(page, "sections", joined(row.sections));
  row_of(page, "ignored in", joined(row.ignored_in));
  row_of(page, "refused in", joined(row.refused_in));
  row_of(page, "rules", rule_sets_of(row));
  if (row.kind == KeywordClass::converter) row_of(page, "takes", config::type_name(row.in));
  if (has_types(row.kind)) row_of(page, "gives", config::type_name(row.out));
  row_of(page, "since", lifetime(row));
  row_of(page, "instead", row.instead);
  if (row.http_only) row_of(page, "needs", "mode http");
  if (row.experimental) row_of(page, "needs", "'expose-experimental-directives' in global");
  if (row.named_defaults_only) row_of(page, "in defaults", "only in a named one");
  if (row.negatable) row_of(page, "negation", fmt::format("'no {}' and 'default {}'", row.name, row.name));
  return page;
}

}  // namespace hapax::cli
