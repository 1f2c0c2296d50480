// One thread of the proxy: its event loop and everything that lives on it.
//
// Threads share the Router (server/shared_router.hpp), the listening sockets and a few counters; a connection stays
// with the thread that accepted it, and so do the idle connections to servers.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/buffer.hpp"
#include "runtime/server/idle_pool.hpp"
#include "runtime/server/shared_router.hpp"
#include "runtime/shared.hpp"

namespace hapax::runtime {

class Acceptor;

/// A client's connection, whatever is spoken on it.
class Session {
 public:
  virtual ~Session() = default;
  virtual void start() = 0;
  /// What routing decided about a request of this session; a late one is to be ignored.
  virtual void on_notice(Notice notice) = 0;
  /// The process stops: finish what is under way and take nothing new.
  virtual void stop_softly() = 0;
};

class Worker final : public NoticeBoard {
 public:
  explicit Worker(Shared& shared);
  ~Worker() override;

  [[nodiscard]] EventLoop& loop() { return loop_; }
  [[nodiscard]] BufferPool& buffers() { return buffers_; }
  [[nodiscard]] IdlePool& idle() { return idle_; }
  [[nodiscard]] Shared& shared() { return shared_; }
  [[nodiscard]] SharedRouter& router() { return shared_.router; }
  [[nodiscard]] const model::RoutingModel& model() const { return shared_.model; }
  [[nodiscard]] routing::Time now() const { return loop_.now(); }
  [[nodiscard]] bool stopping() const { return stopping_; }

  /// Starts a session on a connection that was accepted on a `bind` line.
  void accept(Fd client, model::Index frontend, model::Index bind);
  /// Destroys a session, after what is running now.
  void remove(Session& session);

  /// A number for a request, under which its session is told of notices until forget_request().
  std::uint64_t register_request(Session& session);
  void forget_request(std::uint64_t request) { requests_.erase(request); }
  void post(std::uint64_t request, Notice notice) override;

  /// Listens on everything; called once, before run().
  void listen();
  /// A session ended somewhere: whoever waited for room accepts again.
  void resume_accepting();
  void count_paused() { ++paused_acceptors_; }
  /// Whether an acceptor here waits for room. May be asked from any thread.
  [[nodiscard]] bool has_paused() const { return paused_acceptors_.load() > 0; }
  /// Stops listening and lets sessions end; the loop stops when the last one is gone.
  void stop_softly();
  void run() { loop_.run(); }

 private:
  struct Entry {
    std::unique_ptr<Session> session;
    model::Index frontend;
  };

  void leave_if_done();
  void bury();

  Shared& shared_;
  EventLoop loop_;
  BufferPool buffers_;
  IdlePool idle_;
  std::vector<std::unique_ptr<Acceptor>> acceptors_;
  std::unordered_map<Session*, Entry> sessions_;
  std::vector<std::unique_ptr<Session>> dead_;
  std::unordered_map<std::uint64_t, Session*> requests_;
  std::uint64_t last_request_ = 0;
  std::atomic<int> paused_acceptors_{0};
  bool stopping_ = false;
};

}  // namespace hapax::runtime
