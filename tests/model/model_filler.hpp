// A model in which no member has its default, made from the lists of members; and a check that the lists are complete.
#pragma once

#include <string>
#include <vector>

#include <hapax/model/model.hpp>

namespace hapax::model {

/// One element in every table, every member different from its default.
RoutingModel filled_model();

/// The structures whose list of members has not as many entries as the structure has members.
std::vector<std::string> unlisted_structures();

}  // namespace hapax::model
