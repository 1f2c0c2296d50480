#include "runtime/check/health_check.hpp"

#include "runtime/net/connect.hpp"

namespace hapax::runtime {

using routing::CheckResult;

HealthCheck::HealthCheck(EventLoop& loop, Shared& shared, BufferPool& buffers, model::Index server,
                         SocketAddress address)
    : loop_(loop),
      shared_(shared),
      index_(server),
      server_(shared.model.servers[server]),
      backend_(shared.model.proxies[server_.proxy]),
      address_(address),
      timer_(loop.timers(), [this] { on_timer(); }),
      in_(buffers),
      out_(buffers) {}

void HealthCheck::start() {
  const routing::Time first =
      shared_.router.call([&](routing::Router& router, routing::Effects&) { return router.first_check(index_); });
  timer_.set(loop_.now() + first);
}

/// A check has `inter` for everything; with `timeout check` that long for the answer, and for the connection what of
/// `timeout connect` and inter is less.
void HealthCheck::begin() {
  const model::Timeouts& timeouts = backend_.timeouts;
  routing::Time limit = server_.check.inter;
  if (timeouts.check > 0 && timeouts.connect > 0) limit = std::min(timeouts.connect, limit);
  in_.clear();
  out_.clear();
  conversation_ = make_conversation(shared_.model, server_);
  Fd fd = start_connecting(address_);
  if (!fd.valid()) return report(CheckResult::failed);
  connection_ = std::make_unique<Connection>(loop_, std::move(fd), *this, true);
  timer_.set(loop_.now() + limit);
}

void HealthCheck::on_ready(Connection& connection) {
  if (connection.connecting()) return;
  if (connection.broken() && in_.empty()) return report(CheckResult::failed);
  if (!stands_) {
    stands_ = true;
    if (backend_.timeouts.check > 0) timer_.set(loop_.now() + backend_.timeouts.check);
    out_.append(conversation_->say());
  }
  advance();
}

void HealthCheck::advance() {
  for (;;) {
    connection_->write(out_);
    connection_->read(in_);
    const bool ended = connection_->ended() || in_.room() == 0;
    switch (conversation_->answer(in_.bytes(), ended)) {
      case CheckVerdict::passed:
        return report(CheckResult::passed);
      case CheckVerdict::conditional:
        return report(CheckResult::conditional);
      case CheckVerdict::failed:
        return report(CheckResult::failed);
      case CheckVerdict::undecided:
        break;
    }
    if (ended) return report(CheckResult::failed);
    const std::string next = conversation_->say();
    if (next.empty()) return;
    in_.clear();
    out_.append(next);
  }
}

void HealthCheck::report(CheckResult result) {
  stands_ = false;
  if (connection_ != nullptr) connection_->abort();
  // The connection is on the stack above us; it goes with the next round.
  loop_.post([old = std::shared_ptr<Connection>(std::move(connection_))] {});
  const routing::Time interval = shared_.router.call([&](routing::Router& router, routing::Effects& effects) {
    router.health_check(index_, result, loop_.now(), effects);
    return router.check_interval(index_);
  });
  timer_.set(loop_.now() + interval);
}

void HealthCheck::on_timer() {
  if (connection_ != nullptr) return report(CheckResult::failed);
  begin();
}

}  // namespace hapax::runtime
