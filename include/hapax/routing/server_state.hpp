// What a server's or a backend's live state looks like from outside.
#pragma once

#include <cstdint>

#include <hapax/routing/time.hpp>

namespace hapax::routing {

/// What a server's checks, its administrator and its warm-up make of it.
enum class RunState : std::uint8_t {
  stopped,   ///< down or in maintenance: takes nothing
  starting,  ///< up, warming up (slowstart)
  running,   ///< up
  stopping   ///< up by its checks, but asks for no new clients (http-check disable-on-404)
};

/// `set server B/S state ...`.
enum class AdminState : std::uint8_t { ready, drain, maint };

/// How a health check ended.
enum class CheckResult : std::uint8_t {
  failed,
  passed,
  conditional  ///< 404 with http-check disable-on-404
};

/// One server, as it is now.
struct ServerSnapshot {
  RunState state = RunState::running;
  bool maintenance = false;
  bool draining = false;
  bool usable = false;                 ///< load-balanced to
  std::uint32_t weight = 0;            ///< the user weight, 0..256
  std::uint32_t effective_weight = 0;  ///< in sixteenths of the user weight for dynamic algorithms
  std::uint32_t health = 0;            ///< 0 .. rise + fall - 1
  std::uint32_t served = 0;            ///< requests that hold one of its slots
  std::uint32_t current = 0;           ///< requests connected or connecting to it
  std::uint32_t queued = 0;            ///< requests waiting for it
  std::uint32_t limit = 0;             ///< the dynamic maxconn; 0: no limit
};

/// One backend, as it is now.
struct BackendSnapshot {
  std::uint32_t connections = 0;     ///< all requests attached to it, queued ones included
  std::uint32_t served = 0;          ///< sum over its servers
  std::uint32_t queued = 0;          ///< waiting for any server
  std::uint32_t usable_active = 0;   ///< servers
  std::uint32_t usable_backup = 0;   ///< servers
  std::uint32_t usable_servers = 0;  ///< as `nbsrv` counts them
};

}  // namespace hapax::routing
