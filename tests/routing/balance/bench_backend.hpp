// A backend on the bench: servers with given weights, and the changes that an algorithm is told of, made by hand.
#pragma once

#include <memory>
#include <memory_resource>
#include <string>
#include <vector>

#include <hapax/routing/router.hpp>

#include "routing/balance/algorithm.hpp"
#include "routing/live/backend.hpp"
#include "routing/live/weight.hpp"

namespace hapax::routing {

class BenchBackend {
 public:
  explicit BenchBackend(const std::vector<std::uint32_t>& weights, model::Balance balance = {},
                        Version target = Version::v2_6, const std::vector<bool>& backups = {})
      : configs_(weights.size()), backend_(proxy_, target, &memory_) {
    proxy_.mode = model::Mode::http;
    proxy_.balance = std::move(balance);
    backend_.servers.reserve(weights.size());
    for (model::Index i = 0; i < weights.size(); ++i) {
      configs_[i].name = "s" + std::to_string(i + 1);
      configs_[i].id = i + 1;
      configs_[i].weight = weights[i];
      ServerLive& server = backend_.servers.emplace_back(&memory_);
      server.config = &configs_[i];
      server.index = server.position = i;
      server.user_weight = weights[i];
      server.backup = i < backups.size() && backups[i];
    }
    backend_.weight_divisor = weight_divisor(backend_);
    for (ServerLive& server : backend_.servers) {
      server.weight = effective_weight(backend_, server, 0);
      server.usable = server.weight > 0;
    }
    backend_.recount();
  }

  Backend& backend() { return backend_; }
  ServerLive& server(model::Index i) { return backend_.servers[i]; }
  model::Server& config(model::Index i) { return configs_[i]; }
  model::Proxy& proxy() { return proxy_; }
  void recount() { backend_.recount(); }

  /// Changes a server and tells the algorithm what that means.
  void change(Algorithm& algorithm, model::Index i, bool up, std::uint32_t user_weight) {
    ServerLive& s = server(i);
    const bool was = s.usable;
    const std::uint32_t old = s.weight;
    s.user_weight = user_weight;
    s.weight = effective_weight(backend_, s, 0);
    s.usable = up && s.weight > 0;
    if (was == s.usable && (!was || old == s.weight)) return;
    backend_.recount();
    if (!was) {
      algorithm.came_up(i);
    } else if (!s.usable) {
      algorithm.went_down(i, old);
    } else {
      algorithm.reweighted(i, old);
    }
  }

  model::Index choose(Algorithm& algorithm, model::Index avoid = model::kNone) {
    if (backend_.totals.weight == 0) return model::kNone;
    return algorithm.choose({transaction_, 0, avoid, nullptr});
  }
  Transaction& transaction() { return transaction_; }

 private:
  std::pmr::unsynchronized_pool_resource memory_;
  model::Proxy proxy_;
  std::vector<model::Server> configs_;
  Backend backend_;
  Transaction transaction_;
};

inline model::Balance balance_by(model::BalanceAlgorithm algorithm) {
  model::Balance balance;
  balance.algorithm = algorithm;
  return balance;
}

/// The letters of the first `count` choices, such as "abac".
inline std::string letters(BenchBackend& bench, Algorithm& algorithm, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const model::Index chosen = bench.choose(algorithm);
    text += chosen == model::kNone ? '-' : static_cast<char>('a' + chosen);
  }
  return text;
}

}  // namespace hapax::routing
