#include "routing/program/lasting.hpp"

#include <algorithm>

#include "routing/program/text_of_request.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;
using model::Argument;
using model::FetchId;
using model::FormatPiece;

bool changes_text_only(ActionId action) {
  switch (action) {
    case ActionId::set_header:
    case ActionId::add_header:
    case ActionId::del_header:
    case ActionId::replace_header:
    case ActionId::replace_value:
    case ActionId::set_method:
    case ActionId::set_path:
    case ActionId::set_pathq:
    case ActionId::set_query:
    case ActionId::set_uri:
    case ActionId::replace_path:
    case ActionId::replace_pathq:
    case ActionId::replace_uri:
    case ActionId::no_effect:
    case ActionId::early_hint:
      return true;
    default:
      return false;
  }
}

bool is_plain(const FormatPiece& piece, const model::RoutingModel& model) {
  if (piece.kind == FormatPiece::Kind::literal) return true;
  return piece.kind == FormatPiece::Kind::expression && reads_text_alone(model.expressions[piece.expression], model);
}

bool is_plain(const Argument& argument, const model::RoutingModel& model) {
  if (argument.kind == Argument::Kind::format) {
    const model::Range pieces = model.formats[argument.index].pieces;
    const auto first = model.format_pieces.begin() + static_cast<std::ptrdiff_t>(pieces.first);
    return std::all_of(first, first + static_cast<std::ptrdiff_t>(pieces.count),
                       [&](const FormatPiece& piece) { return is_plain(piece, model); });
  }
  return argument.kind == Argument::Kind::absent || argument.kind == Argument::Kind::integer ||
         argument.kind == Argument::Kind::text || argument.kind == Argument::Kind::regex;
}

}  // namespace

std::vector<std::uint8_t> lasting_rules(const model::RoutingModel& model) {
  std::vector<std::uint8_t> result;
  result.reserve(model.rules.size());
  for (const model::Rule& rule : model.rules) {
    bool plain = changes_text_only(rule.action);
    for (model::Index i = rule.arguments.first; i < rule.arguments.end(); ++i) {
      plain = plain && is_plain(model.arguments[i], model);
    }
    result.push_back(plain ? 0 : 1);
  }
  return result;
}

bool reads_rates(const model::RoutingModel& model) {
  return std::any_of(model.expressions.begin(), model.expressions.end(), [](const model::Expression& expression) {
    return expression.fetch == FetchId::fe_sess_rate || expression.fetch == FetchId::fe_req_rate ||
           expression.fetch == FetchId::be_sess_rate;
  });
}

}  // namespace hapax::routing
