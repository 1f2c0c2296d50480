// `balance first`: the first server with a free slot, in increasing id.
//
// Fills one server before it uses the next, so that those at the end can be switched off in quiet hours. Weights do not
// matter, except that 0 makes a server unusable; without maxconn the first server gets everything.
//
// Reference: HAProxy configuration manual, `balance first`.
#include <algorithm>
#include <numeric>
#include <vector>

#include "routing/balance/algorithm.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

class First final : public Algorithm {
 public:
  explicit First(const Backend& backend) : Algorithm(backend), by_id_(backend.servers.size()) {
    std::iota(by_id_.begin(), by_id_.end(), 0U);
    std::stable_sort(by_id_.begin(), by_id_.end(), [&backend](model::Index a, model::Index b) {
      return backend.servers[a].config->id < backend.servers[b].config->id;
    });
  }

  model::Index choose(const Choice& choice) override {
    const Group group = group_in_use(backend_);
    if (group.kind == Group::Kind::single) return group.single;
    if (!backend_.may_have_room()) return model::kNone;
    const bool backup = group.kind == Group::Kind::backup;
    model::Index avoided = model::kNone;
    for (const model::Index position : by_id_) {
      const ServerLive& server = backend_.servers[position];
      if (!server.usable || server.backup != backup || !backend_.roomy(server, choice.now)) continue;
      if (position != choice.avoid) return position;
      avoided = position;
    }
    return avoided;
  }

  [[nodiscard]] bool queues_in_turn() const override { return true; }

 private:
  std::vector<model::Index> by_id_;
};

}  // namespace

std::unique_ptr<Algorithm> make_first(const Backend& backend) { return std::make_unique<First>(backend); }

}  // namespace hapax::routing
