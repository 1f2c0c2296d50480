// A request's place in a backend: assigned server, slot, queue.
#pragma once

#include <cstdint>

#include <hapax/model/common.hpp>
#include <hapax/routing/time.hpp>

namespace hapax::routing {

/// Owned by the caller, linked into queues by address: it must not move while it is attached to a backend.
struct Ticket {
  void* owner = nullptr;  ///< the caller's own; routing never looks at it

  model::Index backend = model::kNone;
  model::Index server = model::kNone;  ///< assigned server: into RoutingModel::servers
  bool assigned = false;               ///< by use-server, a cookie or a stick table: the algorithm is not asked
  bool force_persist = false;
  bool has_slot = false;   ///< counts in its server's `served`
  bool connected = false;  ///< counts in its server's `cur`
  bool attached = false;   ///< counts in its backend's `conns`

  std::int16_t priority_class = 0;   ///< set-priority-class: -2047..2047, lower first
  std::int32_t priority_offset = 0;  ///< set-priority-offset: -524287..524287 milliseconds
  Time queued_at = 0;
  std::uint32_t attempts = 0;  ///< failed connections and L7 retries so far

  // The queue it is in, or null; its neighbours there; its arrival number, which decides among equals.
  void* queue = nullptr;
  Ticket* previous = nullptr;
  Ticket* next = nullptr;
  std::uint64_t sequence = 0;
};

}  // namespace hapax::routing
