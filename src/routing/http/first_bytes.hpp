// What a TCP stream begins with, read as HTTP.
#pragma once

#include <string_view>

#include <hapax/base/version.hpp>

namespace hapax::routing {

/// Is there the whole head of a request that HAProxy's parser would take?
bool begins_with_request(std::string_view bytes, Version version);

}  // namespace hapax::routing
