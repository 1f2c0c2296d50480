// Takes connections from one listening socket, for one thread, as long as its frontend has room.
#pragma once

#include "runtime/worker.hpp"

namespace hapax::runtime {

class Acceptor final : public EventHandler {
 public:
  Acceptor(Worker& worker, const Listener& listener);
  Acceptor(const Acceptor&) = delete;
  ~Acceptor() override;

  void on_events(std::uint32_t events) override;
  [[nodiscard]] model::Index frontend() const { return listener_.frontend; }
  /// There may be room again.
  void resume();

 private:
  [[nodiscard]] bool has_room() const;
  void pause();

  Worker& worker_;
  const Listener& listener_;
  int fd_;
  bool paused_ = false;
  Timer retry_;  ///< after the process ran out of descriptors
};

}  // namespace hapax::runtime
