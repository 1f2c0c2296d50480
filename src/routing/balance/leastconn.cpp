// `balance leastconn`: the server with the least load for its weight.
//
// Servers stand in order of (load + 1) / weight, where load is the requests that hold a slot plus those that wait for
// one; an idle server stands at 0 whatever its weight, so with one request at a time the servers simply rotate. Equal
// keys: who came first goes first, and a server whose key changes goes behind its new equals.
//
// The order is not live: a server is moved when a slot of it is taken or given back and when a connection to it starts,
// not when a request joins its queue. Deterministic up to HAProxy 3.1; leastconn_spread.cpp is what came then.
//
// Walking past full servers is linear; all else is a binary search and a short move, see OrderedServers.
//
// Reference: HAProxy configuration manual, `balance leastconn`; the order is that of its fwlc tree.
#include "routing/balance/leastconn.hpp"

namespace hapax::routing {

namespace {

std::uint32_t load_key(const ServerLive& server) {
  const std::uint32_t load = server.load();
  return load == 0 ? 0 : (load + 1) * kMaxEffectiveWeight / server.weight;
}

class LeastConn final : public LeastLoaded {
 public:
  using LeastLoaded::LeastLoaded;

  model::Index choose(const Choice& choice) override {
    const Group group = group_in_use(backend_);
    if (group.kind == Group::Kind::single) return group.single;
    if (!backend_.may_have_room()) return model::kNone;
    model::Index avoided = model::kNone;
    for (const OrderedServers::Entry& entry : in_order(group.kind)) {
      if (!has_room(backend_.servers[entry.server], choice.now)) continue;
      if (entry.server != choice.avoid) return entry.server;
      avoided = entry.server;
    }
    return avoided;
  }
};

}  // namespace

LeastLoaded::LeastLoaded(const Backend& backend) : Algorithm(backend, true), keys_(backend.servers.size()) {
  for (const ServerLive& server : backend.servers) {
    if (server.usable) order_of(server.position).insert(0, server.position);
  }
}

void LeastLoaded::came_up(model::Index server) {
  keys_[server] = load_key(backend_.servers[server]);
  order_of(server).insert(keys_[server], server);
}

void LeastLoaded::went_down(model::Index server, std::uint32_t /*old_weight*/) {
  order_of(server).erase(keys_[server], server);
}

void LeastLoaded::reweighted(model::Index server, std::uint32_t old_weight) {
  went_down(server, old_weight);
  came_up(server);
}

void LeastLoaded::load_changed(model::Index server) {
  const ServerLive& state = backend_.servers[server];
  if (!state.usable) return;
  const std::uint32_t key = load_key(state);
  if (key == keys_[server]) return;
  order_of(server).move(keys_[server], key, server);
  keys_[server] = key;
}

std::unique_ptr<Algorithm> make_leastconn(const Backend& backend) { return std::make_unique<LeastConn>(backend); }

}  // namespace hapax::routing
