#include "routing/program/text_of_request.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;

/// Converters that give the same for the same text whenever they are asked.
bool depends_on_text_alone(model::ConverterId converter) {
  switch (converter) {
    case model::ConverterId::lower:
    case model::ConverterId::upper:
    case model::ConverterId::field:
    case model::ConverterId::word:
    case model::ConverterId::url_dec:
    case model::ConverterId::host_only:
    case model::ConverterId::length:
    case model::ConverterId::regsub:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool is_text_of_request(FetchId fetch) {
  switch (fetch) {
    case FetchId::path:
    case FetchId::pathq:
    case FetchId::url:
    case FetchId::query:
    case FetchId::url_param:
    case FetchId::method:
    case FetchId::req__hdr:
    case FetchId::req__fhdr:
    case FetchId::req__cook:
      return true;
    default:
      return false;
  }
}

bool reads_text_alone(const model::Expression& expression, const model::RoutingModel& model) {
  if (!is_text_of_request(expression.fetch)) return false;
  for (model::Index i = expression.converters.first; i < expression.converters.end(); ++i) {
    if (!depends_on_text_alone(model.converters[i].id)) return false;
  }
  return true;
}

}  // namespace hapax::routing
