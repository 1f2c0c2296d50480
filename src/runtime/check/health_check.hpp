// One server's health check, again and again: connect, say what its kind says, judge the answer, tell routing.
#pragma once

#include <memory>
#include <string>

#include <hapax/model/server.hpp>
#include <hapax/routing/server_state.hpp>

#include "runtime/check/conversation.hpp"
#include "runtime/net/connection.hpp"
#include "runtime/shared.hpp"

namespace hapax::runtime {

class HealthCheck final : public ConnectionOwner {
 public:
  HealthCheck(EventLoop& loop, Shared& shared, BufferPool& buffers, model::Index server, SocketAddress address);

  void start();
  void on_ready(Connection& connection) override;

 private:
  void begin();
  void advance();
  void report(routing::CheckResult result);
  void on_timer();

  EventLoop& loop_;
  Shared& shared_;
  model::Index index_;
  const model::Server& server_;
  const model::Proxy& backend_;
  SocketAddress address_;
  Timer timer_;
  Buffer in_;
  Buffer out_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Conversation> conversation_;
  bool stands_ = false;  ///< the connection
};

}  // namespace hapax::runtime
