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

BalanceAlgorithm algorithm_of(const model::Proxy& proxy) {
  const BalanceAlgorithm algorithm = proxy.balance.algorithm;
  const bool needs_http = algorithm == BalanceAlgorithm::uri || algorithm == BalanceAlgorithm::url_param ||
                          algorithm == BalanceAlgorithm::hdr;
  if (needs_http && proxy.mode != model::Mode::http) return BalanceAlgorithm::roundrobin;
  // log-hash belongs to `mode log`, which takes no requests.
  if (algorithm == BalanceAlgorithm::log_hash) return BalanceAlgorithm::roundrobin;
  return algorithm;
}

bool follows_weights(const Backend& backend) {
  switch (algorithm_of(*backend.config)) {
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

}  // namespace hapax::routing
