// A request's place in a backend: assigned server, slot, queue.
#pragma once

#include <cstdint>

#include <hapax/model/common.hpp>
#include <hapax/routing/time.hpp>

namespace hapax::routing {

struct Transaction;

/// Owned by the caller, linked into queues by address: it must not move while it is attached to a backend.
struct Ticket {
  void* owner = nullptr;               ///< the caller's own; routing never looks at it
  Transaction* transaction = nullptr;  ///< the one that it is part of; set by decide() or place()

  model::Index backend = model::kNone;
  model::Index server = model::kNone;  ///< assigned server: into RoutingModel::servers
  bool assigned = false;               ///< by use-server, a cookie or a stick table: the algorithm is not asked
  bool force_persist = false;
  bool redirectable = false;  ///< a server with `redir` has the client sent elsewhere; set by decide()
  /// The server to which this client's connection still has an idle connection of its own, or kNone; filled in by the
  /// caller. It is preferred with `option prefer-last-server`, or when the server's last answer there was 401 or 407.
  model::Index last_server = model::kNone;
  bool last_was_challenge = false;

  bool has_slot = false;   ///< counts in its server's `served`
  bool connected = false;  ///< counts in its server's `cur`
  bool attached = false;   ///< counts in its backend's `conns`

  std::int16_t priority_class = 0;   ///< set-priority-class: -2047..2047, lower first
  std::int32_t priority_offset = 0;  ///< set-priority-offset: -524287..524287 milliseconds
  std::int64_t retries = -1;         ///< set-retries: instead of the proxy's `retries`, if it is not -1
  Time queued_at = 0;  ///< when it last joined a queue: `timeout queue` counts from here, anew if it is queued again
  std::uint32_t attempts = 0;  ///< failed connections and L7 retries so far
  bool redispatched = false;   ///< after one of them another server was asked for

  // Routing's own. The list it is in (requests of one queue with one priority and arrival, or those connected to one
  // server), or null; its neighbours there.
  void* list = nullptr;
  bool queued = false;
  bool choose_again = false;  ///< after Placement::Kind::wait: the algorithm is asked again
  Ticket* previous = nullptr;
  Ticket* next = nullptr;
};

}  // namespace hapax::routing
