#include "routing/balance/algorithm.hpp"

#include "routing/live/backend.hpp"

namespace hapax::routing {

using model::BalanceAlgorithm;

std::unique_ptr<Algorithm> make_algorithm(const Backend& backend, RandomSource& random, RandomSource& shared_sequence) {
  const Version target = backend.target;
  switch (algorithm_of(*backend.config)) {
    case BalanceAlgorithm::roundrobin:
      return make_roundrobin(backend);
    case BalanceAlgorithm::static_rr:
      return make_static_rr(backend);
    case BalanceAlgorithm::leastconn:
      return target < Version::v3_2 ? make_leastconn(backend) : make_leastconn_spread(backend, random);
    case BalanceAlgorithm::first:
      return make_first(backend);
    case BalanceAlgorithm::random:
      return make_random(backend, target < Version::v3_0 ? shared_sequence : random);
    case BalanceAlgorithm::sticky:
      return make_sticky(backend);
    default:
      return make_hashed(backend);
  }
}

}  // namespace hapax::routing
