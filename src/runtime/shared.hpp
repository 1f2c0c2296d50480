// What all threads of the proxy share.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include <hapax/model/model.hpp>

#include "runtime/net/address.hpp"
#include "runtime/net/fd.hpp"
#include "runtime/server/shared_router.hpp"

namespace hapax::runtime {

class Worker;
class AccessLog;

/// A listening socket of a `bind` line.
struct Listener {
  Fd fd;
  model::Index frontend = model::kNone;
  model::Index bind = model::kNone;
};

/// The counters of a proxy that logs show and limits look at.
struct ProxyCounters {
  std::atomic<std::int64_t> sessions{0};
};

struct Shared {
  Shared(const model::RoutingModel& the_model, routing::Router& the_router);
  ~Shared();

  const model::RoutingModel& model;
  SharedRouter router;
  std::vector<Listener> listeners;
  std::vector<ProxyCounters> proxies;  ///< by index into model.proxies
  std::vector<SocketAddress> servers;  ///< by index into model.servers, resolved
  std::atomic<std::int64_t> sessions{0};
  std::atomic<int> listening_workers{0};
  std::vector<std::unique_ptr<Worker>> workers;
  AccessLog* log = nullptr;
};

}  // namespace hapax::runtime
