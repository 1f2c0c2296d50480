#include "cli/keyword/page.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <hapax/config/usage.hpp>

#include "cli/keyword/list.hpp"

namespace hapax::cli {
namespace {

using config::FetchPoint;
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

constexpr std::size_t kIndent = 15;
constexpr std::size_t kWidth = 100;

// Long texts go on in the next line, below where they began.
void row_of(std::string& page, std::string_view title, std::string_view text) {
  if (text.empty()) return;
  page += fmt::format("  {:<12} ", title);
  while (text.size() > kWidth - kIndent) {
    const std::size_t blank = text.rfind(' ', kWidth - kIndent);
    if (blank == std::string_view::npos) break;
    page += fmt::format("{}\n{:{}}", text.substr(0, blank), "", kIndent);
    text.remove_prefix(blank + 1);
  }
  page += text;
  page.erase(page.find_last_not_of(' ') + 1);
  page += '\n';
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

// A word whose meaning changed has a row for each.
bool goes_on(const Keyword& row) {
  if (!row.removed) return false;
  for (const Keyword& other : config::keywords(row.kind))
    if (other.name == row.name && other.since == *row.removed) return true;
  return false;
}

std::string lifetime(const Keyword& row) {
  std::string text = row.since == Version::v2_6 ? "2.6 or earlier" : std::string(to_string(row.since));
  if (row.deprecated) text += fmt::format(", deprecated in {}", to_string(*row.deprecated));
  if (row.removed) text += fmt::format(", {} in {}", goes_on(row) ? "changed" : "removed", to_string(*row.removed));
  return text;
}

// Where a fetch can be used, and the points that are its two sides.
struct Place {
  std::string_view name;
  std::uint32_t front, back;
};
constexpr std::uint32_t at(FetchPoint point) { return 1U << static_cast<unsigned>(point); }
constexpr std::array kPlaces{
    Place{"tcp-request connection", at(FetchPoint::fe_tcp_connection), 0},
    Place{"tcp-request session", at(FetchPoint::fe_tcp_session), 0},
    Place{"tcp-request content", at(FetchPoint::fe_tcp_content), at(FetchPoint::be_tcp_content)},
    Place{"http-request", at(FetchPoint::fe_http_request), at(FetchPoint::be_http_request)},
    Place{"use_backend", at(FetchPoint::fe_use_backend), 0},
    Place{"balance, use-server, stick", 0, at(FetchPoint::be_set_server)},
    Place{"source", 0, at(FetchPoint::server_source)},
    Place{"tcp-response content", at(FetchPoint::fe_tcp_response), at(FetchPoint::be_tcp_response)},
    Place{"http-response", at(FetchPoint::fe_http_response), at(FetchPoint::be_http_response)},
    Place{"stick store-response", 0, at(FetchPoint::be_stick_store)},
    Place{"log-format", at(FetchPoint::logs), 0},
    Place{"tcp-check, http-check", 0, at(FetchPoint::be_check)},
    Place{"set-var in global", at(FetchPoint::config_parser), 0}};

std::string places_of(const Keyword& row) {
  if (row.kind != KeywordClass::fetch) return {};
  std::string text;
  for (const Place& place : kPlaces) {
    const bool front = (row.points & place.front) != 0;
    const bool back = (row.points & place.back) != 0;
    if (!front && !back) continue;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", place.name);
    if (place.front == 0 || place.back == 0 || (front && back)) continue;
    text += front ? " (in frontends)" : " (in backends)";
  }
  return text;
}

// The words of the tables that a signature names, but for those of bind and server lines, which have pages of their
// own.
void parameters_of(std::string& page, const Keyword& row) {
  constexpr std::string_view kStart = "params(";
  for (std::size_t from = row.signature.find(kStart); from != std::string_view::npos;
       from = row.signature.find(kStart, from + 1)) {
    const std::string_view rest = row.signature.substr(from + kStart.size());
    const std::string_view table = rest.substr(0, rest.find(')'));
    std::string_view title = "parameters";
    for (const Keyword& parameter : config::keywords(KeywordClass::parameter)) {
      if (parameter.table != table) continue;
      row_of(page, title,
             config::usage(parameter.name, parameter.variants.empty() ? std::span<const config::Param>()
                                                                      : parameter.variants.back().params));
      title = " ";
    }
  }
}

// How it is written from each version on that changed it, and what its arguments are.
void forms_of(std::string& page, const Keyword& row) {
  std::vector<std::string> told;
  for (const config::Variant& variant : row.variants) {
    const std::string form = config::usage(row.name, variant.params);
    if (!told.empty() && told.back() == form) continue;
    row_of(page, told.empty() ? "form" : fmt::format("since {}", to_string(variant.since)), form);
    told.push_back(form);
  }
  told.clear();
  for (const config::Variant& variant : row.variants) {
    for (const config::Param& param : variant.params) {
      const std::string meaning = config::meaning(param);
      const std::string name =
          param.kind == config::ParamKind::condition ? "<condition>" : fmt::format("<{}>", param.name);
      if (meaning.empty() || std::find(told.begin(), told.end(), name) != told.end()) continue;
      row_of(page, name, meaning);
      told.push_back(name);
    }
  }
}

bool has_types(KeywordClass kind) { return kind == KeywordClass::fetch || kind == KeywordClass::converter; }

}  // namespace

std::string keyword_page(const Keyword& row) {
  std::string page = fmt::format("{} ({})\n", row.name, what(row.kind));
  if (has_types(row.kind)) {
    row_of(page, "arguments", row.signature);
  } else {
    forms_of(page, row);
  }
  parameters_of(page, row);
  row_of(page, "sections", joined(row.sections));
  row_of(page, "ignored in", joined(row.ignored_in));
  row_of(page, "refused in", joined(row.refused_in));
  row_of(page, "rules", rule_sets_of(row));
  if (row.kind == KeywordClass::converter) row_of(page, "takes", config::type_name(row.in));
  if (has_types(row.kind)) row_of(page, "gives", config::type_name(row.out));
  row_of(page, "usable in", places_of(row));
  row_of(page, "since", lifetime(row));
  row_of(page, "instead", row.instead);
  if (row.http_only) row_of(page, "needs", "mode http");
  if (row.experimental) row_of(page, "needs", "'expose-experimental-directives' in global");
  if (row.named_defaults_only) row_of(page, "in defaults", "only in a named one");
  if (row.negatable) row_of(page, "negation", fmt::format("'no {}' and 'default {}'", row.name, row.name));
  return page;
}

}  // namespace hapax::cli
