// Connections to servers that wait for their next request: one pool per thread.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include <hapax/model/common.hpp>

#include "runtime/loop/timer.hpp"
#include "runtime/net/connection.hpp"

namespace hapax::runtime {

class IdlePool final : public ConnectionOwner {
 public:
  explicit IdlePool(EventLoop& loop);

  /// Keeps a connection on which nothing is under way.
  void keep(model::Index server, std::unique_ptr<Connection> connection);
  /// The one that was used last, or null.
  std::unique_ptr<Connection> take(model::Index server);

  /// A server never speaks unasked: whatever happens on an idle connection is its end.
  void on_ready(Connection& connection) override;

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    routing::Time since = 0;
  };
  void close_old();

  EventLoop& loop_;
  Timer cleaning_;
  std::unordered_map<model::Index, std::vector<Idle>> idle_;
};

}  // namespace hapax::runtime
