// Which rules do something that outlasts the request that they look at.
#pragma once

#include <cstdint>
#include <vector>

#include <hapax/model/model.hpp>

namespace hapax::routing {

/// For each rule of the model: 0 when its action changes at most the text of the request, by that text and by
/// constants; 1 when it may do anything else, such as counting, storing, drawing a random number or ending the request.
std::vector<std::uint8_t> lasting_rules(const model::RoutingModel& model);

/// Does some expression ask how many sessions or requests a proxy has had in the last second?
bool reads_rates(const model::RoutingModel& model);

}  // namespace hapax::routing
