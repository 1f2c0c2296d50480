// Journeys as people and programs read them.
#pragma once

#include <string>
#include <string_view>

#include <hapax/base/source.hpp>
#include <hapax/model/model.hpp>

#include "cli/route/journey.hpp"

namespace hapax::cli {

/// One line of JSON, without its end; the members and their order are those of the manual page of the format.
std::string journey_json(const model::RoutingModel& model, std::uint64_t number, const Journey& journey);

/// The whole way, for a terminal: every rule with its line, what decided it, the servers looked at, what is sent on.
std::string journey_text(const model::RoutingModel& model, const SourceSet& sources, const Journey& journey,
                         std::string_view request, bool colour);

/// "GET https://shop.example/cart -> frontend www -> backend cart -> server s1"
std::string journey_summary(const model::RoutingModel& model, const Journey& journey, std::string_view request);

}  // namespace hapax::cli
