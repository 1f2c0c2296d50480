// A backend with a LiveState of its own: requests that persistence has or has not assigned, and a clock.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <hapax/routing/router.hpp>

#include "routing/balance/xorshift.hpp"
#include "routing/live/live_state.hpp"

namespace hapax::routing {

class LiveTest : public testing::Test {
 protected:
  LiveTest() {
    model_.target = Version::v2_6;
    model_.proxies.resize(1);
    proxy().mode = model::Mode::http;
    proxy().fullconn = 1000;
    proxy().timeouts.connect = kSecond;
  }

  model::Proxy& proxy() { return model_.proxies[0]; }
  model::Server& add_server(std::int64_t maxconn = 0) {
    model::Server& server = model_.servers.emplace_back();
    server.proxy = 0;
    server.id = static_cast<std::uint32_t>(model_.servers.size());
    server.name = "s" + std::to_string(server.id);
    server.maxconn = server.minconn = maxconn;
    proxy().servers.count = server.id;
    return server;
  }

  LiveState& live() {
    if (!live_) live_ = std::make_unique<LiveState>(model_, random_, now_);
    return *live_;
  }

  /// A request that comes now; `server`: assigned by persistence.
  Transaction& request(model::Index server = model::kNone) {
    Transaction& transaction = requests_.emplace_back();
    live().attach(transaction, 0);
    if (server != model::kNone) LiveState::assign(transaction.ticket, server);
    return transaction;
  }

  Placement place(Transaction& transaction) { return live().place(transaction, now_, effects_, nullptr); }

  /// Comes, and is placed: "s1" served, "q1" queued at s1, "q" queued at the backend, "x" refused.
  std::string send(model::Index assigned = model::kNone) {
    Transaction& transaction = request(assigned);
    return told(place(transaction), transaction.ticket);
  }
  static std::string told(const Placement& placement, const Ticket& ticket) {
    const std::string number = ticket.server == model::kNone ? "" : std::to_string(ticket.server + 1);
    switch (placement.kind) {
      case Placement::Kind::slot:
        return "s" + number;
      case Placement::Kind::queued:
        return "q" + number;
      case Placement::Kind::refused:
        return "x";
      case Placement::Kind::wait:
        return "w" + number;
      case Placement::Kind::passed_on:
        return "p";
    }
    return {};
  }

  void finish(std::size_t number) { live().finish(requests_.at(number).ticket, now_, effects_); }

  /// Who got out of a queue since the last call: request number and server, "3:s1".
  std::string dequeued() {
    std::string text;
    for (const Ticket* ticket : effects_.connect)
      text += number_of(ticket) + ":s" + std::to_string(ticket->server + 1) + " ";
    for (const auto& refused : effects_.refused) text += number_of(refused.ticket) + ":x ";
    for (const Ticket* ticket : effects_.closed) text += number_of(ticket) + ":closed ";
    effects_.clear();
    if (!text.empty()) text.pop_back();
    return text;
  }
  std::string number_of(const Ticket* ticket) const {
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      if (&requests_[i].ticket == ticket) return std::to_string(i);
    }
    return "?";
  }

  model::RoutingModel model_;
  Xorshift32 random_;
  Time now_ = 1000 * kSecond;
  std::deque<Transaction> requests_;
  Effects effects_;
  std::unique_ptr<LiveState> live_;
};

}  // namespace hapax::routing
