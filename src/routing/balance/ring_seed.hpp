// Where a server's nodes on the ring start: `hash-key`.
#pragma once

#include <cstdint>

#include <hapax/base/version.hpp>
#include <hapax/model/server.hpp>

namespace hapax::routing {

/// Node number k of the server has the key mix(seed + k).
std::uint32_t ring_seed(const model::Server& server, Version target);

}  // namespace hapax::routing
