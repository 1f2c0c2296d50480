// Whether HAProxy keeps the client's request line until the answer's rules run.
#pragma once

#include <hapax/model/model.hpp>

namespace hapax::routing {

/// It does when a format of the frontend asks for it, by an alias such as %HU or by an expression: then
/// capture.req.uri, capture.req.method and %r have a value in the answer's rules, wherever those stand. Before 3.0 the
/// expression has to read the request, or to stand below a condition that does.
bool keeps_request_line(const model::RoutingModel& model, const model::Proxy& frontend);

}  // namespace hapax::routing
