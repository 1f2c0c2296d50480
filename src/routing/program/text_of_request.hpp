// Which expressions read nothing but the text of a request: method, target, headers. Their values are the same for all
// requests of one form (Request::form), whenever they are asked for.
#pragma once

#include <hapax/model/model.hpp>

namespace hapax::routing {

/// Is the fetch one of the request's text?
bool is_text_of_request(model::FetchId fetch);

/// Does a whole expression, with its converters, depend on the request's text alone?
bool reads_text_alone(const model::Expression& expression, const model::RoutingModel& model);

}  // namespace hapax::routing
