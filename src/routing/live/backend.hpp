// A backend and its servers as they are at this moment: what the algorithms look at, and what decides who may take a
// request.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include <hapax/base/version.hpp>
#include <hapax/model/model.hpp>
#include <hapax/routing/server_state.hpp>
#include <hapax/routing/time.hpp>

#include "routing/balance/algorithm.hpp"
#include "routing/live/pending_queue.hpp"

namespace hapax::routing {

/// Effective weight units per unit of user weight, and the bounds of both (HAProxy's BE_WEIGHT_SCALE, SRV_UWGHT_MAX).
inline constexpr std::uint32_t kWeightScale = 16;
inline constexpr std::uint32_t kMaxUserWeight = 256;
inline constexpr std::uint32_t kMaxEffectiveWeight = kMaxUserWeight * kWeightScale;

/// Reasons for an administrative mark, as bits: each mark is set while any of its bits is.
enum AdminMark : std::uint8_t {
  kMarkForced = 1,     ///< by the administrator, or `disabled`
  kMarkInherited = 2,  ///< from the server that it tracks
};

/// A server's health as checks count it: 0 .. rise + fall - 1, up from rise on.
struct Health {
  std::uint32_t rise = 1;
  std::uint32_t fall = 1;
  std::uint32_t count = 1;
  [[nodiscard]] std::uint32_t best() const { return rise + fall - 1; }
  [[nodiscard]] bool up() const { return count >= rise; }
};

struct ServerLive {
  explicit ServerLive(std::pmr::memory_resource* memory) : queue(memory) {}

  const model::Server* config = nullptr;
  model::Index index = model::kNone;     ///< into RoutingModel::servers
  model::Index position = model::kNone;  ///< in its backend, in declaration order

  std::uint32_t maxconn = 0;
  std::uint32_t minconn = 0;
  std::uint32_t maxqueue = 0;
  model::Observe observe = model::Observe::none;

  std::uint32_t served = 0;   ///< requests that hold a slot
  std::uint32_t current = 0;  ///< requests connected or connecting
  PendingQueue queue;
  Ticket* attached = nullptr;  ///< those connected, linked, where something may have to cut them

  std::uint32_t user_weight = 1;
  std::uint32_t weight = 0;  ///< effective
  bool usable = false;       ///< load-balanced to
  bool backup = false;
  bool weighed = false;          ///< its effective weight was computed anew since the start (it matters for sticky)
  bool follow_sessions = false;  ///< `attached` is kept
  RunState state = RunState::running;
  std::uint8_t maintenance = 0;  ///< AdminMark
  std::uint8_t drain = 0;        ///< AdminMark
  std::uint32_t warmup = 0;      ///< slowstart in whole seconds
  Time rose_at = 0;              ///< start of the warm-up
  Time next_step = kNever;       ///< of the warm-up

  Health health;
  Health agent;
  std::uint32_t errors = 0;            ///< in a row, for `observe`
  std::vector<model::Index> trackers;  ///< into RoutingModel::servers

  [[nodiscard]] std::uint32_t load() const { return served + queue.size(); }
  /// No dynamic limit is higher. 0: there is none.
  [[nodiscard]] std::uint32_t ceiling() const { return maxconn == 0 ? 0 : std::max(minconn, maxconn); }
};

/// Numbers and sums of effective weights of the usable servers.
struct Totals {
  std::uint32_t active = 0;
  std::uint32_t active_weight = 0;
  std::uint32_t backup = 0;
  std::uint32_t backup_weight = 0;
  model::Index single_backup = model::kNone;  ///< the first usable backup, without `option allbackups`
  std::uint32_t weight = 0;                   ///< of those in use
  std::uint32_t used = 0;                     ///< number of those in use
};

struct Backend {
  Backend(const model::Proxy& proxy, Version version, std::pmr::memory_resource* memory)
      : config(&proxy), target(version), queue(memory) {}

  const model::Proxy* config;
  Version target;
  std::vector<ServerLive> servers;  ///< in declaration order
  Totals totals;
  std::unique_ptr<Algorithm> algorithm;
  PendingQueue queue;                ///< those who wait for any server
  std::uint32_t connections = 0;     ///< all requests attached, queued ones included
  std::uint32_t served = 0;          ///< sum over the servers
  std::uint32_t weight_divisor = 1;  ///< of the configured weights, for the static map
  std::array<std::uint32_t, 2>
      drift{};                        ///< of the sums of weights of active and backup servers, see LiveState::update()
  model::Index ready = model::kNone;  ///< position of a server that found nobody to serve (3.2 and later)

  /// Recomputes the totals from the servers.
  void recount();

  /// A request takes a slot of a server, or gives it back.
  void take_slot(ServerLive& server) {
    if (server.served < server.ceiling()) --free_slots_;
    ++server.served;
    ++served;
  }
  void give_slot_back(ServerLive& server) {
    --server.served;
    --served;
    if (server.served < server.ceiling()) ++free_slots_;
  }
  void load_changed(const ServerLive& server) const {
    if (algorithm->follows_load()) algorithm->load_changed(server.position);
  }
  /// Recomputes the free slots from the servers: some limit has changed.
  void recount_slots();
  /// False: every server is full, and nobody may queue for one. An algorithm that chooses among those with room need
  /// not look for them then.
  [[nodiscard]] bool may_have_room() const { return free_slots_ > 0 || !bounded_; }

  /// The dynamic maxconn.
  [[nodiscard]] std::uint32_t limit(const ServerLive& server, Time now) const {
    if (server.minconn == server.maxconn && server.state != RunState::starting) return server.maxconn;
    return dynamic_limit(server, now);
  }
  /// Does it take a request without queueing it?
  [[nodiscard]] bool roomy(const ServerLive& server, Time now) const {
    return server.maxconn == 0 || (server.queue.empty() && server.served < limit(server, now));
  }

 private:
  [[nodiscard]] std::uint32_t dynamic_limit(const ServerLive& server, Time now) const;

  std::uint32_t free_slots_ = 0;  ///< up to the ceilings of all servers that have one
  bool counted_ = false;          ///< recount() has been called
  bool bounded_ = false;          ///< every server has a ceiling, and queues of its own that hold anything are none
};

}  // namespace hapax::routing
