// What all balancing algorithms have in common. One file each beside this one.
//
// An algorithm answers one question, who is next, and is told what changes: servers that become usable or cease to be,
// weights, loads. It never decides whether the answer is taken; that, the limits and the queues are in ../live.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include <hapax/base/random.hpp>
#include <hapax/model/proxy.hpp>
#include <hapax/routing/time.hpp>

namespace hapax::routing {

struct Backend;
struct Transaction;

/// Computes what `balance hash EXPR` hashes: the value of an expression in binary form, or as text; nothing when there
/// is none. It belongs to the evaluation of rules and comes in from there.
using ExpressionKey =
    std::function<std::optional<std::string_view>(model::Index expression, Transaction&, bool as_text, Time now)>;

/// Who asks, and when. Servers are positions in Backend::servers throughout.
struct Choice {
  Transaction& transaction;
  Time now = 0;
  /// A server that just failed: taken only if there is nothing better, or not looked at, by the algorithm.
  model::Index avoid = model::kNone;
  const ExpressionKey* expression_key = nullptr;
};

class Algorithm {
 public:
  explicit Algorithm(const Backend& backend, bool follows_load = false)
      : backend_(backend), follows_load_(follows_load) {}
  virtual ~Algorithm() = default;
  Algorithm(const Algorithm&) = delete;
  Algorithm& operator=(const Algorithm&) = delete;

  /// The server for a request; kNone when it should wait in the backend's queue. Asked only while the total weight of
  /// those in use is not 0.
  virtual model::Index choose(const Choice& choice) = 0;

  // Changes. The backend's totals are up to date when these are called, and so is the server's weight.
  virtual void came_up(model::Index /*server*/) {}
  virtual void went_down(model::Index /*server*/, std::uint32_t /*old_weight*/) {}
  virtual void reweighted(model::Index /*server*/, std::uint32_t /*old_weight*/) {}
  /// A slot was taken or given back, or a connection to it starts. Told only to one that follows_load().
  virtual void load_changed(model::Index /*server*/) {}
  [[nodiscard]] bool follows_load() const { return follows_load_; }

  /// Is the server chosen by what the request says? Such a choice is not redispatched early.
  [[nodiscard]] virtual bool hashes() const { return false; }
  /// Do requests queue behind those that wait in the backend's queue already?
  [[nodiscard]] virtual bool queues_in_turn() const { return false; }

 protected:
  const Backend& backend_;

 private:
  const bool follows_load_;
};

/// Which servers an algorithm of trees chooses from at this moment.
struct Group {
  enum class Kind : std::uint8_t { none, active, backup, single };
  Kind kind = Kind::none;
  model::Index single = model::kNone;  ///< the single backup: taken at once, whatever its load
};
Group group_in_use(const Backend& backend);

/// The algorithm of a backend whose servers have their states and weights. `shared_sequence` is the generator from
/// which HAProxy before 3.0 draws; from 3.0 on, `random` takes its place.
std::unique_ptr<Algorithm> make_algorithm(const Backend& backend, RandomSource& random, RandomSource& shared_sequence);

std::unique_ptr<Algorithm> make_roundrobin(const Backend& backend);
std::unique_ptr<Algorithm> make_static_rr(const Backend& backend);
std::unique_ptr<Algorithm> make_leastconn(const Backend& backend);
std::unique_ptr<Algorithm> make_leastconn_spread(const Backend& backend, RandomSource& random);
std::unique_ptr<Algorithm> make_first(const Backend& backend);
std::unique_ptr<Algorithm> make_random(const Backend& backend, RandomSource& random);
std::unique_ptr<Algorithm> make_sticky(const Backend& backend);
std::unique_ptr<Algorithm> make_hashed(const Backend& backend);

/// What a backend balances by: in TCP mode there is nothing to read a target, a parameter or a header from, and HAProxy
/// falls to roundrobin.
model::BalanceAlgorithm algorithm_of(const model::Proxy& proxy);

/// Does the algorithm follow weights that change, or fix them at start (static-rr, map-based hashing, sticky)?
bool follows_weights(const Backend& backend);

}  // namespace hapax::routing
