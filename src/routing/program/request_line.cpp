#include "routing/program/request_line.hpp"

#include <algorithm>
#include <array>
#include <string_view>

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

bool asks_for_it(const model::RoutingModel& model, model::Index format) {
  if (format == model::kNone) return false;
  constexpr std::array<std::string_view, 7> kAliases = {"HM", "HU", "HP", "HPO", "HQ", "HV", "r"};
  const model::Range pieces = model.formats[format].pieces;
  for (model::Index i = pieces.first; i < pieces.end(); ++i) {
    const model::FormatPiece& piece = model.format_pieces[i];
    const bool alias = piece.kind == model::FormatPiece::Kind::alias;
    if (alias && std::find(kAliases.begin(), kAliases.end(), piece.literal) != kAliases.end()) return true;
    if (piece.kind == model::FormatPiece::Kind::expression &&
        reads_request(model, model.expressions[piece.expression])) {
      return true;
    }
  }
  return false;
}

bool any_argument_asks(const model::RoutingModel& model, model::Range arguments) {
  for (model::Index i = arguments.first; i < arguments.end(); ++i) {
    const model::Argument& argument = model.arguments[i];
    if (argument.kind == model::Argument::Kind::format && asks_for_it(model, argument.index)) return true;
  }
  return false;
}

}  // namespace

bool keeps_request_line(const model::RoutingModel& model, const model::Proxy& frontend) {
  if (asks_for_it(model, frontend.log_format) || asks_for_it(model, frontend.unique_id_format)) return true;
  for (const model::Range rules : frontend.rules) {
    for (model::Index i = rules.first; i < rules.end(); ++i) {
      if (any_argument_asks(model, model.rules[i].arguments)) return true;
    }
  }
  for (model::Index i = frontend.backend_rules.first; i < frontend.backend_rules.end(); ++i) {
    if (asks_for_it(model, model.backend_rules[i].format)) return true;
  }
  return false;
}

}  // namespace hapax::routing
