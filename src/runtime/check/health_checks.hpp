// The health checks of all servers, on the main thread's loop.
#pragma once

#include <memory>
#include <vector>

#include "runtime/loop/event_loop.hpp"
#include "runtime/net/buffer.hpp"
#include "runtime/shared.hpp"

namespace hapax::runtime {

class HealthCheck;

class HealthChecks {
 public:
  HealthChecks(EventLoop& loop, Shared& shared);
  ~HealthChecks();
  /// Schedules the first check of each server that has one.
  void start();

 private:
  EventLoop& loop_;
  Shared& shared_;
  BufferPool buffers_;
  std::vector<std::unique_ptr<HealthCheck>> checks_;
};

}  // namespace hapax::runtime
