// `balance static-rr`: round robin over a table made at start.
//
// Walks the static map (static_map.hpp) slot by slot, past servers without room. Weights are those of the
// configuration; a change at run time is only possible to 0 and back.
//
// Reference: HAProxy configuration manual, `balance static-rr`.
#include "routing/balance/algorithm.hpp"
#include "routing/balance/static_map.hpp"

namespace hapax::routing {

namespace {

class StaticRoundRobin final : public Algorithm {
 public:
  explicit StaticRoundRobin(const Backend& backend) : Algorithm(backend), map_(backend) {}

  model::Index choose(const Choice& choice) override { return map_.take(choice); }
  void came_up(model::Index /*server*/) override { map_.rebuild(); }
  void went_down(model::Index /*server*/, std::uint32_t /*old_weight*/) override { map_.rebuild(); }
  [[nodiscard]] bool queues_in_turn() const override { return true; }

 private:
  StaticMap map_;
};

}  // namespace

std::unique_ptr<Algorithm> make_static_rr(const Backend& backend) {
  return std::make_unique<StaticRoundRobin>(backend);
}

}  // namespace hapax::routing
