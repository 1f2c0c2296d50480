// `use_backend bk_%[req.hdr(host),lower,map(hosts.map)]` names its backend at run time. Which backends can it name?
//
// A format string is a row of pieces. A literal gives itself. An expression that ends in a map lookup gives one of the
// map's values, or the lookup's default, or nothing at all; any other expression may give anything. Whether a name can
// come out is then a matter of matching a pattern: we keep the set of lengths of the name that the pieces so far can
// have produced, and step through the pieces. That costs (pieces x length x values) at most and never backtracks.
//
// Limit: two expressions of one string that depend on the same header are taken as independent, so that a backend may
// be called possible that is not. The other mistake is never made.
#include "graph/candidates.hpp"

#include <vector>

namespace hapax::graph {
namespace {

using model::ConverterId;
using model::FormatPiece;

/// reached[n]: the first n bytes of the name can have been produced.
using Reached = std::vector<bool>;

void step_over(std::string_view text, std::string_view name, const Reached& before, Reached& after) {
  for (std::size_t at = 0; at + text.size() <= name.size(); ++at) {
    if (before[at] && name.substr(at, text.size()) == text) after[at + text.size()] = true;
  }
}

void step_over_anything(const Reached& before, Reached& after) {
  bool possible = false;
  for (std::size_t at = 0; at < before.size(); ++at) {
    possible = possible || before[at];
    after[at] = possible;
  }
}

/// The map lookup that an expression ends in, if it ends in one whose values come out as they are (those of map_regm
/// hold references to what was matched).
const model::Converter* last_map(const model::RoutingModel& model, model::Index expression) {
  const model::Range converters = model.expressions[expression].converters;
  if (converters.empty()) return nullptr;
  const model::Converter& last = model.converters[converters.end() - 1];
  return last.id == ConverterId::map_text && !last.arguments.empty() ? &last : nullptr;
}

void step_over_map(const model::RoutingModel& model, const model::Converter& map, std::string_view name,
                   const Reached& before, Reached& after) {
  const model::Argument& file = model.arguments[map.arguments.first];
  for (const model::Pattern& pattern : model.pattern_sets[file.index].patterns) {
    step_over(pattern.value, name, before, after);
  }
  if (map.arguments.count > 1) step_over(model.arguments[map.arguments.first + 1].text, name, before, after);
  step_over("", name, before, after);
}

void step(const model::RoutingModel& model, const FormatPiece& piece, std::string_view name, const Reached& before,
          Reached& after) {
  if (piece.kind == FormatPiece::Kind::literal) {
    step_over(piece.literal, name, before, after);
    return;
  }
  const model::Converter* map =
      piece.kind == FormatPiece::Kind::expression ? last_map(model, piece.expression) : nullptr;
  if (map != nullptr && !piece.quoted && !piece.hex && !piece.escaped) {
    step_over_map(model, *map, name, before, after);
  } else {
    step_over_anything(before, after);
  }
}

}  // namespace

bool may_come_out_as(const model::RoutingModel& model, model::Index format, std::string_view name) {
  Reached reached(name.size() + 1, false);
  reached[0] = true;
  const model::Range pieces = model.formats[format].pieces;
  for (model::Index i = pieces.first; i < pieces.end(); ++i) {
    Reached next(name.size() + 1, false);
    step(model, model.format_pieces[i], name, reached, next);
    reached = std::move(next);
  }
  return reached[name.size()];
}

}  // namespace hapax::graph
