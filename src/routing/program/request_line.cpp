#include "routing/program/request_line.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace hapax::routing {
namespace {

/// Before 3.0 only expressions that read the request count.
bool reads_request(const model::RoutingModel& model, const model::Expression& expression) {
  if (model.target >= Version::v3_0) return true;
  const std::string_view name = model::to_string(expression.fetch);
  constexpr std::array<std::string_view, 13> kPrefixes = {"req.",  "capture.", "path",         "url", "base",
                                                          "query", "method",   "http_",        "hdr", "cook",
                                                          "res.",  "status",   "server_status"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

bool reads_request(const model::RoutingModel& model, const model::Condition& condition) {
  for (model::Index i = condition.alternatives.first; i < condition.alternatives.end(); ++i) {
    const model::Conjunction terms = model.conjunctions[i];
    for (model::Index j = terms.first; j < terms.end(); ++j) {
      const model::Range tests = model.acls[model.terms[j].acl].tests;
      for (model::Index k = tests.first; k < tests.end(); ++k) {
        if (reads_request(model, model.expressions[model.tests[k].expression])) return true;
      }
    }
  }
  return false;
}

/// Calls `act(place, condition, format)` for the rules of the frontend and each of their formats; either may be kNone.
template <typename Act>
void for_each_line(const model::RoutingModel& model, const model::Proxy& frontend, Act act) {
  for (const model::Range rules : frontend.rules) {
    for (model::Index i = rules.first; i < rules.end(); ++i) {
      const model::Rule& rule = model.rules[i];
      act(rule.place, rule.condition, model::kNone);
      for (model::Index j = rule.arguments.first; j < rule.arguments.end(); ++j) {
        const model::Argument& argument = model.arguments[j];
        if (argument.kind == model::Argument::Kind::format) act(rule.place, model::kNone, argument.index);
      }
    }
  }
  for (model::Index i = frontend.backend_rules.first; i < frontend.backend_rules.end(); ++i) {
    const model::BackendRule& rule = model.backend_rules[i];
    act(rule.place, rule.condition, rule.format);
  }
}

using Line = std::pair<model::Index, std::uint32_t>;

Line line_of(model::Place place) { return {place.file, place.line}; }

/// Before 3.0: the first line whose condition reads the request. From there on any expression in a format counts.
Line first_line_that_reads(const model::RoutingModel& model, const model::Proxy& frontend) {
  Line first{model::kNone, 0};
  if (model.target >= Version::v3_0) return first;
  for_each_line(model, frontend, [&](model::Place place, model::Index condition, model::Index) {
    if (condition != model::kNone && line_of(place) < first && reads_request(model, model.conditions[condition])) {
      first = line_of(place);
    }
  });
  return first;
}

bool asks_for_it(const model::RoutingModel& model, model::Index format, bool by_any_expression = false) {
  if (format == model::kNone) return false;
  constexpr std::array<std::string_view, 7> kAliases = {"HM", "HU", "HP", "HPO", "HQ", "HV", "r"};
  const model::Range pieces = model.formats[format].pieces;
  for (model::Index i = pieces.first; i < pieces.end(); ++i) {
    const model::FormatPiece& piece = model.format_pieces[i];
    const bool alias = piece.kind == model::FormatPiece::Kind::alias;
    if (alias && std::find(kAliases.begin(), kAliases.end(), piece.literal) != kAliases.end()) return true;
    if (piece.kind == model::FormatPiece::Kind::expression &&
        (by_any_expression || reads_request(model, model.expressions[piece.expression]))) {
      return true;
    }
  }
  return false;
}

/// Whether a page that the frontend puts together asks for it; those of backends do not count.
bool pages_ask_for_it(const model::RoutingModel& model, const model::Proxy& frontend) {
  return std::any_of(frontend.error_pages.begin(), frontend.error_pages.end(), [&](const model::ErrorPage& page) {
    return asks_for_it(model, page.body) ||
           std::any_of(page.headers.begin(), page.headers.end(),
                       [&](const model::PageHeader& header) { return asks_for_it(model, header.value); });
  });
}

}  // namespace

bool keeps_request_line(const model::RoutingModel& model, const model::Proxy& frontend) {
  if (asks_for_it(model, frontend.log_format) || asks_for_it(model, frontend.unique_id_format) ||
      pages_ask_for_it(model, frontend))
    return true;
  const Line reads = first_line_that_reads(model, frontend);
  bool asked = false;
  for_each_line(model, frontend, [&](model::Place place, model::Index, model::Index format) {
    asked = asked || asks_for_it(model, format, line_of(place) > reads);
  });
  return asked;
}

}  // namespace hapax::routing
