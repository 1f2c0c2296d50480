#include "routing/live/weight.hpp"

#include <numeric>

#include "routing/live/backend.hpp"

namespace hapax::routing {

bool is_sticky(const Backend& backend) { return algorithm_of(*backend.config) == model::BalanceAlgorithm::sticky; }

std::uint32_t weight_divisor(const Backend& backend) {
  std::uint32_t divisor = 0;
  for (const ServerLive& server : backend.servers) divisor = std::gcd(divisor, server.config->weight);
  return divisor == 0 ? 1 : divisor;
}

std::uint32_t effective_weight(const Backend& backend, const ServerLive& server, Time now) {
  if (is_sticky(backend)) return server.weighed ? server.user_weight : 1;
  if (!follows_weights(backend)) {
    return (server.user_weight + backend.weight_divisor - 1) / backend.weight_divisor;
  }
  if (server.state == RunState::starting) {
    const auto seconds = static_cast<std::uint32_t>((now - server.rose_at) / kSecond);
    if (seconds < server.warmup) return server.user_weight * (kWeightScale * seconds / server.warmup + 1);
  }
  return server.user_weight * kWeightScale;
}

}  // namespace hapax::routing
