// `balance random(D)`: D servers drawn at random, the one with the least load for its weight taken.
//
// Idea. With D = 2, the power of two choices (Mitzenmacher, "The power of two choices in randomized load balancing",
// 2001): almost as even as the least loaded of all, without looking at all. A draw is a look-up of a random number on
// the ring of consistent hashing, so a server is drawn in proportion to its weight, roughly: nodes do not lie evenly.
//
// A chosen server that is full is not taken, nor another one instead: the request waits in the backend's queue.
//
// Up to HAProxy 2.9 the numbers come from one generator that starts the same in every process (xorshift.hpp), so they
// are reproducible for one thread; since 3.0 it is seeded from the system, and the injected source takes its place.
// From 3.4 on a draw between equals goes to the server with the lower request rate for its weight over the last second.
//
// Reference: HAProxy configuration manual, `balance random`.
#include <vector>

#include "routing/balance/algorithm.hpp"
#include "routing/balance/request_rate.hpp"
#include "routing/balance/ring.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

class Random final : public Algorithm {
 public:
  Random(const Backend& backend, RandomSource& random)
      : Algorithm(backend), ring_(backend), random_(random), rates_(backend.servers.size()) {}

  model::Index choose(const Choice& choice) override;
  void came_up(model::Index server) override { ring_.came_up(server); }
  void went_down(model::Index server, std::uint32_t old_weight) override { ring_.went_down(server, old_weight); }
  void reweighted(model::Index server, std::uint32_t old_weight) override { ring_.reweighted(server, old_weight); }

 private:
  [[nodiscard]] bool better(model::Index former, model::Index latter, Time now);

  Ring ring_;
  RandomSource& random_;
  std::vector<RequestRate> rates_;  ///< by server
};

/// Is the server drawn before the better one?
bool Random::better(model::Index former, model::Index latter, Time now) {
  const ServerLive& a = backend_.servers[former];
  const ServerLive& b = backend_.servers[latter];
  const std::uint64_t load_of_b = std::uint64_t{b.served} * a.weight;
  const std::uint64_t load_of_a = std::uint64_t{a.served} * b.weight;
  if (load_of_b != load_of_a || backend_.target < Version::v3_4) return load_of_b > load_of_a;
  return std::uint64_t{rates_[former].per_second(now)} * b.weight <
         std::uint64_t{rates_[latter].per_second(now)} * a.weight;
}

model::Index Random::choose(const Choice& choice) {
  model::Index chosen = model::kNone;
  for (std::uint32_t i = 0; i < backend_.config->balance.draws; ++i) {
    const model::Index former = chosen;
    chosen = ring_.lookup(random_.next32(), choice);
    if (chosen == model::kNone) return chosen;
    if (former != model::kNone && former != chosen && better(former, chosen, choice.now)) chosen = former;
  }
  if (chosen == model::kNone) return chosen;
  const ServerLive& server = backend_.servers[chosen];
  const bool full = server.maxconn > 0 && server.served >= backend_.limit(server, choice.now);
  if (!server.queue.empty() || full) return model::kNone;
  rates_[chosen].count(choice.now);
  return chosen;
}

}  // namespace

std::unique_ptr<Algorithm> make_random(const Backend& backend, RandomSource& random) {
  return std::make_unique<Random>(backend, random);
}

}  // namespace hapax::routing
