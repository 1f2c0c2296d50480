// What both forms of `balance leastconn` share: the order of the servers by load. See leastconn.cpp.
#pragma once

#include <array>
#include <vector>

#include "routing/balance/algorithm.hpp"
#include "routing/balance/ordered_servers.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

class LeastLoaded : public Algorithm {
 public:
  explicit LeastLoaded(const Backend& backend);

  void came_up(model::Index server) override;
  void went_down(model::Index server, std::uint32_t old_weight) override;
  void reweighted(model::Index server, std::uint32_t old_weight) override;
  void load_changed(model::Index server) override;

 protected:
  [[nodiscard]] bool has_room(const ServerLive& server, Time now) const {
    return server.maxconn == 0 || server.load() < backend_.limit(server, now) + server.maxqueue;
  }
  [[nodiscard]] const OrderedServers& in_order(Group::Kind kind) const {
    return orders_[kind == Group::Kind::backup ? 1 : 0];
  }

 private:
  [[nodiscard]] OrderedServers& order_of(model::Index server) {
    return orders_[backend_.servers[server].backup ? 1 : 0];
  }

  std::array<OrderedServers, 2> orders_;  ///< active servers, backup servers
  std::vector<std::uint32_t> keys_;       ///< by server: the key it stands under
};

}  // namespace hapax::routing
