// Weights: what a server's user weight counts for in its backend's algorithm.
#pragma once

#include <cstdint>

#include <hapax/model/model.hpp>
#include <hapax/routing/time.hpp>

namespace hapax::routing {

struct Backend;
struct ServerLive;

/// The effective weight. Dynamic algorithms: 16 a unit, less while the server warms up. The static map: reduced by the
/// greatest common divisor of the backend's configured weights. Sticky: 1, until it is computed anew, by a command or
/// by leaving maintenance or drain; from then on the user weight.
std::uint32_t effective_weight(const Backend& backend, const ServerLive& server, Time now);

/// Does it balance by `sticky`?
bool is_sticky(const Backend& backend);

/// The greatest common divisor of the configured weights of all servers of a backend that are not 0; 1 if all are.
std::uint32_t weight_divisor(const Backend& backend);

}  // namespace hapax::routing
