// The algorithms that let the request decide: a key (hash_key.hpp), a hash of it, and a structure that a hash is looked
// up in, the static map or the ring.
//
// With one server in use there is nothing to decide, and the hash is 0 without a look at the request; but a missing
// parameter or RDP cookie is noticed even then. A request without a key goes round robin over the same structure.
//
// Reference: HAProxy configuration manual, `balance` and `hash-type`.
#include "routing/balance/algorithm.hpp"
#include "routing/balance/hash_functions.hpp"
#include "routing/balance/hash_key.hpp"
#include "routing/balance/ring.hpp"
#include "routing/balance/static_map.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

/// The static map behind the same calls as the ring.
class MapBased {
 public:
  explicit MapBased(const Backend& backend) : map_(backend) {}
  [[nodiscard]] model::Index lookup(std::uint32_t hash, const Choice& /*choice*/) const { return map_.lookup(hash); }
  model::Index take(const Choice& choice) { return map_.take(choice); }
  void came_up(model::Index /*server*/) { map_.rebuild(); }
  void went_down(model::Index /*server*/, std::uint32_t /*old_weight*/) { map_.rebuild(); }
  void reweighted(model::Index /*server*/, std::uint32_t /*old_weight*/) {}

 private:
  StaticMap map_;
};

std::optional<std::string_view> find_key(const Choice& choice, const Backend& backend) {
  switch (backend.config->balance.algorithm) {
    case model::BalanceAlgorithm::uri:
      return uri_key(choice, backend);
    case model::BalanceAlgorithm::url_param:
      return url_param_key(choice, backend);
    case model::BalanceAlgorithm::hdr:
      return header_key(choice, backend);
    case model::BalanceAlgorithm::rdp_cookie:
      return rdp_cookie_key(choice, backend);
    case model::BalanceAlgorithm::hash:
      return expression_key(choice, backend);
    default:
      return std::nullopt;
  }
}

/// Nothing when the request has no key.
std::optional<std::uint32_t> find_hash(const Choice& choice, const Backend& backend) {
  const model::Balance& balance = backend.config->balance;
  const bool key_must_exist = balance.algorithm == model::BalanceAlgorithm::url_param ||
                              balance.algorithm == model::BalanceAlgorithm::rdp_cookie;
  const bool alone = backend.totals.used == 1;
  if (alone && !key_must_exist) return 0;
  if (balance.algorithm == model::BalanceAlgorithm::source) {
    const auto number = source_hash(choice);
    return number && balance.avalanche ? mix(*number) : number;
  }
  const auto key = find_key(choice, backend);
  if (!key) return std::nullopt;
  if (alone && balance.algorithm == model::BalanceAlgorithm::rdp_cookie) return 0;
  const std::uint32_t value = hash(balance.hash_function, *key);
  return balance.avalanche ? mix(value) : value;
}

template <class Structure>
class Hashed final : public Algorithm {
 public:
  explicit Hashed(const Backend& backend) : Algorithm(backend), structure_(backend) {}

  model::Index choose(const Choice& choice) override {
    const auto value = find_hash(choice, backend_);
    return value ? structure_.lookup(*value, choice) : structure_.take(choice);
  }
  void came_up(model::Index server) override { structure_.came_up(server); }
  void went_down(model::Index server, std::uint32_t old_weight) override { structure_.went_down(server, old_weight); }
  void reweighted(model::Index server, std::uint32_t old_weight) override { structure_.reweighted(server, old_weight); }
  [[nodiscard]] bool hashes() const override { return true; }

 private:
  Structure structure_;
};

}  // namespace

std::unique_ptr<Algorithm> make_hashed(const Backend& backend) {
  if (backend.config->balance.hash_method == model::HashMethod::consistent) {
    return std::make_unique<Hashed<Ring>>(backend);
  }
  return std::make_unique<Hashed<MapBased>>(backend);
}

}  // namespace hapax::routing
