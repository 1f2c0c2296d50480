#include "routing/balance/algorithm.hpp"

#include "routing/live/backend.hpp"

namespace hapax::routing {

using model::BalanceAlgorithm;

Group group_in_use(const Backend& backend) {
  const Totals& totals = backend.totals;
  if (totals.active > 0) return {Group::Kind::active, model::kNone};
  if (totals.single_backup != model::kNone) return {Group::Kind::single, totals.single_backup};
  return {totals.backup > 0 ? Group::Kind::backup : Group::Kind::none, model::kNone};
}

namespace {

/// What a backend balances by: in TCP mode there is nothing to read a target, a parameter or a header from, and HAProxy
/// falls to roundrobin.
BalanceAlgorithm effective_algorithm(const model::Proxy& proxy) {
  const BalanceAlgorithm algorithm = proxy.balance.algorithm;
  const bool needs_http = algorithm == BalanceAlgorithm::uri || algorithm == BalanceAlgorithm::url_param ||
                          algorithm == BalanceAlgorithm::hdr;
  if (needs_http && proxy.mode != model::Mode::http) return BalanceAlgorithm::roundrobin;
  // log-hash belongs to `mode log`, which takes no requests.
  if (algorithm == BalanceAlgorithm::log_hash) return BalanceAlgorithm::roundrobin;
  return algorithm;
}

}  // namespace

bool follows_weights(const Backend& backend) {
  switch (effective_algorithm(*backend.config)) {
    case BalanceAlgorithm::roundrobin:
    case BalanceAlgorithm::leastconn:
    case BalanceAlgorithm::first:
    case BalanceAlgorithm::random:
      return true;
    case BalanceAlgorithm::static_rr:
    case BalanceAlgorithm::sticky:
      return false;
    default:
      return backend.config->balance.hash_method == model::HashMethod::consistent;
  }
}

std::unique_ptr<Algorithm> make_algorithm(const Backend& backend, RandomSource& random, RandomSource& shared_sequence) {
  const Version target = backend.target;
  switch (effective_algorithm(*backend.config)) {
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
