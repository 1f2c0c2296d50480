// `stats`: the page of statistics, which the proxy itself answers.
#pragma once

#include <optional>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// Fills in the answer when the request asks for the page of the proxy whose rules are running: returned, or denied to
/// whom `stats auth` does not know. Nothing: it asks for something else.
std::optional<Outcome> answer_statistics(Context& context);

}  // namespace hapax::routing
