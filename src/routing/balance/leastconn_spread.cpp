// `balance leastconn` since HAProxy 3.2, where servers of equal load are spread over several lists to keep threads
// apart and a search starts at a random list. What comes out is not reproducible; what can come out is: one of the
// servers with room among those of the lowest key that has any, each about equally likely. That is what this does, from
// the injected source, so that a simulation is reproducible by its seed.
//
// Uniform by rejection: a random entry of the lowest key until one has room; after a few misses the candidates are
// counted. A full server sharing the lowest key may, in HAProxy, hide others from a search now and then; that is left
// out.
//
// Reference: HAProxy configuration manual, `balance leastconn`.
#include <vector>

#include "routing/balance/leastconn.hpp"

namespace hapax::routing {

namespace {

class LeastConnSpread final : public LeastLoaded {
 public:
  LeastConnSpread(const Backend& backend, RandomSource& random) : LeastLoaded(backend), random_(random) {}

  model::Index choose(const Choice& choice) override;

 private:
  /// Uniform in [0, count).
  std::size_t draw(std::size_t count) {
    return static_cast<std::size_t>((std::uint64_t{random_.next32()} * count) >> 32);
  }
  model::Index among(const OrderedServers::Entry* first, const OrderedServers::Entry* last, const Choice& choice);

  RandomSource& random_;
  std::vector<model::Index> candidates_;
};

model::Index LeastConnSpread::among(const OrderedServers::Entry* first, const OrderedServers::Entry* last,
                                    const Choice& choice) {
  const auto count = static_cast<std::size_t>(last - first);
  const auto fits = [&](model::Index server) {
    return server != choice.avoid && has_room(backend_.servers[server], choice.now);
  };
  constexpr int kTries = 4;
  for (int i = 0; i < kTries && count > 1; ++i) {
    const model::Index server = first[draw(count)].server;
    if (fits(server)) return server;
  }
  if (!backend_.may_have_room()) return model::kNone;
  candidates_.clear();
  for (const auto* entry = first; entry != last; ++entry) {
    if (fits(entry->server)) candidates_.push_back(entry->server);
  }
  if (candidates_.empty()) return model::kNone;
  return candidates_[candidates_.size() == 1 ? 0 : draw(candidates_.size())];
}

model::Index LeastConnSpread::choose(const Choice& choice) {
  const Group group = group_in_use(backend_);
  if (group.kind == Group::Kind::single) return group.single;
  const OrderedServers& order = in_order(group.kind);
  for (const auto* first = order.begin(); first != order.end();) {
    const auto* const last = order.end_of_equals(first);
    const model::Index server = among(first, last, choice);
    if (server != model::kNone) return server;
    first = last;
  }
  if (choice.avoid == model::kNone) return model::kNone;
  const ServerLive& avoided = backend_.servers[choice.avoid];
  const bool in_group = avoided.usable && avoided.backup == (group.kind == Group::Kind::backup);
  return in_group && has_room(avoided, choice.now) ? choice.avoid : model::kNone;
}

}  // namespace

std::unique_ptr<Algorithm> make_leastconn_spread(const Backend& backend, RandomSource& random) {
  return std::make_unique<LeastConnSpread>(backend, random);
}

}  // namespace hapax::routing
