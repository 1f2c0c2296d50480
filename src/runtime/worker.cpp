#include "runtime/worker.hpp"

#include "runtime/acceptor.hpp"
#include "runtime/session/http_session.hpp"
#include "runtime/session/tcp_session.hpp"

namespace hapax::runtime {

Worker::Worker(Shared& shared) : shared_(shared), buffers_(shared.model.buffer_size), idle_(loop_) {}

Worker::~Worker() {
  acceptors_.clear();
  sessions_.clear();
  dead_.clear();
}

void Worker::listen() {
  for (const Listener& listener : shared_.listeners) acceptors_.push_back(std::make_unique<Acceptor>(*this, listener));
}

void Worker::accept(Fd client, model::Index frontend, model::Index bind) {
  ++shared_.sessions;
  ++shared_.proxies[frontend].sessions;
  std::unique_ptr<Session> session;
  if (model().proxies[frontend].mode == model::Mode::http) {
    session = std::make_unique<HttpSession>(*this, std::move(client), frontend, bind);
  } else {
    session = std::make_unique<TcpSession>(*this, std::move(client), frontend, bind);
  }
  Session& started = *session;
  sessions_.emplace(&started, Entry{std::move(session), frontend});
  started.start();
}

void Worker::remove(Session& session) {
  const auto at = sessions_.find(&session);
  if (at == sessions_.end()) return;
  const model::Index frontend = at->second.frontend;
  // It may be running just now, deep in its own code, so it dies a little later.
  if (dead_.empty()) loop_.post([this] { bury(); });
  dead_.push_back(std::move(at->second.session));
  sessions_.erase(at);

  --shared_.sessions;
  --shared_.proxies[frontend].sessions;
  for (const auto& worker : shared_.workers) {
    if (!worker->has_paused()) continue;
    Worker* other = worker.get();
    other->loop_.post([other] { other->resume_accepting(); });
  }
}

void Worker::bury() {
  dead_.clear();
  leave_if_done();
}

std::uint64_t Worker::register_request(Session& session) {
  requests_.emplace(++last_request_, &session);
  return last_request_;
}

void Worker::post(std::uint64_t request, Notice notice) {
  loop_.post([this, request, notice] {
    const auto at = requests_.find(request);
    if (at != requests_.end()) at->second->on_notice(notice);
  });
}

void Worker::resume_accepting() {
  paused_acceptors_ = 0;
  for (const auto& acceptor : acceptors_) acceptor->resume();
}

void Worker::stop_softly() {
  if (stopping_) return;
  stopping_ = true;
  acceptors_.clear();
  if (--shared_.listening_workers == 0) shared_.listeners.clear();
  std::vector<Session*> present;
  for (const auto& [session, entry] : sessions_) present.push_back(session);
  for (Session* session : present) session->stop_softly();
  leave_if_done();
}

void Worker::leave_if_done() {
  if (stopping_ && sessions_.empty() && dead_.empty()) loop_.stop();
}

}  // namespace hapax::runtime
