// Which rules change what ACLs look at: after those, what was found out about the request has to be found out again.
#pragma once

#include <cstdint>
#include <vector>

#include <hapax/model/model.hpp>

namespace hapax::routing {

/// For each rule of the model: 1 when its action may change the method, target, addresses or body of a request, or a
/// header that some expression of the model reads.
std::vector<std::uint8_t> disturbing_rules(const model::RoutingModel& model);

}  // namespace hapax::routing
