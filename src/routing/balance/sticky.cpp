// `balance sticky` (2.9 and later): one server at a time.
//
// The first usable server in declaration order is elected and keeps everything until it becomes unusable; only then is
// the first usable one elected again. Another server that comes up changes nothing, unless there was none, or the one
// in office is a backup and the new one is not. Neither weight nor load counts.
//
// Limit: what waits in the backend while no server is usable, which sticky can bring about (see Backend::recount()), is
// woken by HAProxy in ways that this does not follow.
//
// Reference: HAProxy configuration manual, `balance sticky`.
#include "routing/balance/algorithm.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

class Sticky final : public Algorithm {
 public:
  explicit Sticky(const Backend& backend) : Algorithm(backend) { elect(); }

  model::Index choose(const Choice& /*choice*/) override { return elected_; }

  void came_up(model::Index server) override {
    const bool takes_over =
        elected_ == model::kNone || (backend_.servers[elected_].backup && !backend_.servers[server].backup);
    if (takes_over) elected_ = server;
  }

  void went_down(model::Index server, std::uint32_t /*old_weight*/) override {
    if (server == elected_) elect();
  }

 private:
  void elect() {
    elected_ = model::kNone;
    const bool backup = backend_.totals.active == 0;
    for (const ServerLive& server : backend_.servers) {
      if (!server.usable || server.backup != backup) continue;
      elected_ = server.position;
      return;
    }
  }

  model::Index elected_ = model::kNone;
};

}  // namespace

std::unique_ptr<Algorithm> make_sticky(const Backend& backend) { return std::make_unique<Sticky>(backend); }

}  // namespace hapax::routing
