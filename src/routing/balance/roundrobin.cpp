// `balance roundrobin`: weighted round robin whose weights may change at any moment.
//
// Idea. Time is the number of requests given out, P. A server of weight w among a total of W should get one turn every
// W/w of them, so each server has the position of its next turn, and the one with the earliest turn that is due goes
// first. A cycle is W turns. Servers that have not had a turn in this cycle wait in FRESH, heaviest first; those placed
// in it in RUN, by position; those whose next turn falls into the next cycle in LATER, which becomes FRESH when this
// cycle is used up. The remainder of W/w is carried over in `rest` so that no turn is lost to rounding.
//
// Invariants. A usable server is in exactly one of the three queues of its group (active or backup), an unusable one in
// none. next_weight (N) is always the current sum of the group's weights; weight (W) is that of the cycle that runs, so
// a change of weights bends the next cycle, not this one. Positions are unsigned 32-bit numbers that wrap.
//
// A turn is used up by being offered: a full server loses it, and so does one that is avoided.
//
// A server that is its backend's only one has every turn; the queues say nothing then.
//
// Costs a binary search and a short move in the queue a turn, see OrderedServers.
//
// Reference: HAProxy configuration manual, `balance roundrobin`; the order is that of its fwrr queues. Limit: since 3.2
// each thread group of HAProxy turns its own wheel; this one is exact for one thread group.
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "routing/balance/algorithm.hpp"
#include "routing/balance/ordered_servers.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

class RoundRobin final : public Algorithm {
 public:
  explicit RoundRobin(const Backend& backend);

  model::Index choose(const Choice& choice) override;
  void came_up(model::Index server) override;
  void went_down(model::Index server, std::uint32_t old_weight) override;
  void reweighted(model::Index server, std::uint32_t old_weight) override;
  [[nodiscard]] bool queues_in_turn() const override { return true; }

 private:
  enum Queue : std::uint8_t { kFirstHalf, kSecondHalf, kRun, kNoQueue };

  struct Turn {
    std::uint32_t position = 0;  ///< of its next turn
    std::uint32_t last = 0;      ///< of the one before
    std::uint32_t rest = 0;
    std::uint32_t key = 0;  ///< in its queue
    Queue queue = kNoQueue;
    // The distance of two turns, which takes a division, and the weights that it is of.
    std::uint32_t step = 0, step_rest = 0;
    std::uint32_t of_all = 0, of_own = 0;
  };

  struct Wheel {
    std::uint32_t weight = 0;       ///< of the running cycle
    std::uint32_t next_weight = 0;  ///< of the next one
    std::uint32_t position = 0;
    std::array<OrderedServers, 3> queues;
    Queue fresh = kFirstHalf;
    [[nodiscard]] Queue later() const { return fresh == kFirstHalf ? kSecondHalf : kFirstHalf; }
  };

  [[nodiscard]] const ServerLive& live(model::Index server) const { return backend_.servers[server]; }
  [[nodiscard]] Wheel& wheel_of(model::Index server) { return wheels_[live(server).backup ? 1 : 0]; }

  void put(Wheel& wheel, model::Index server, Queue queue, std::uint32_t key);
  void take_out(Wheel& wheel, model::Index server);
  void place(Wheel& wheel, model::Index server);
  model::Index head(Wheel& wheel);
  void use_turn(Wheel& wheel, model::Index server);
  void put_back(Wheel& wheel, model::Index chosen, bool switched);
  void place_as_if_back(Wheel& wheel, model::Index server);

  std::array<Wheel, 2> wheels_;  ///< active servers, backup servers
  std::vector<Turn> turns_;      ///< by server
  std::vector<model::Index> skipped_;
};

std::uint32_t fresh_key(std::uint32_t weight) { return kMaxEffectiveWeight - weight; }

RoundRobin::RoundRobin(const Backend& backend) : Algorithm(backend), turns_(backend.servers.size()) {
  wheels_[0].next_weight = backend.totals.active_weight;
  wheels_[1].next_weight = backend.totals.backup_weight;
  for (Wheel& wheel : wheels_) wheel.weight = wheel.position = wheel.next_weight;
  for (const ServerLive& server : backend.servers) {
    if (!server.usable) continue;
    Wheel& wheel = wheel_of(server.position);
    put(wheel, server.position, wheel.fresh, fresh_key(server.weight));
  }
}

void RoundRobin::put(Wheel& wheel, model::Index server, Queue queue, std::uint32_t key) {
  turns_[server].queue = queue;
  turns_[server].key = key;
  wheel.queues[queue].insert(key, server);
}

void RoundRobin::take_out(Wheel& wheel, model::Index server) {
  Turn& turn = turns_[server];
  if (turn.queue == kNoQueue) return;
  wheel.queues[turn.queue].erase(turn.key, server);
  turn.queue = kNoQueue;
}

/// Files a server under its next position: into this cycle or the next.
void RoundRobin::place(Wheel& wheel, model::Index server) {
  const ServerLive& state = live(server);
  if (!state.usable) return;
  Turn& turn = turns_[server];
  if (turn.position >= 2 * wheel.weight || turn.position >= wheel.weight + wheel.next_weight) {
    turn.position -= wheel.weight;
    put(wheel, server, wheel.later(), fresh_key(state.weight));
  } else {
    const std::uint32_t tie = (kMaxEffectiveWeight + turn.rest - state.weight) / kWeightScale;
    put(wheel, server, kRun, 256 * turn.position + tie);
  }
}

/// Who should be next: the earliest turn that is due, else the heaviest that had none yet, else the earliest turn.
model::Index RoundRobin::head(Wheel& wheel) {
  const OrderedServers& run = wheel.queues[kRun];
  const OrderedServers& fresh = wheel.queues[wheel.fresh];
  const model::Index due = run.empty() ? model::kNone : run.front().server;
  if (due != model::kNone && turns_[due].position <= wheel.position) return due;
  if (fresh.empty()) return due;
  const model::Index first = fresh.front().server;
  turns_[first].position = 0;
  turns_[first].rest = 0;
  return first;
}

void RoundRobin::use_turn(Wheel& wheel, model::Index server) {
  Turn& turn = turns_[server];
  const std::uint32_t weight = live(server).weight;
  if (turn.position == 0) turn.position = wheel.position;
  turn.last = turn.position;
  if (turn.of_all != wheel.next_weight || turn.of_own != weight) {
    turn.of_all = wheel.next_weight;
    turn.of_own = weight;
    turn.step = wheel.next_weight / weight;
    turn.step_rest = wheel.next_weight % weight;
  }
  turn.position += turn.step;
  turn.rest += turn.step_rest;
  if (turn.rest >= weight) {
    turn.rest -= weight;
    ++turn.position;
  }
  take_out(wheel, server);
  ++wheel.position;
}

model::Index RoundRobin::choose(const Choice& choice) {
  const Group group = group_in_use(backend_);
  if (group.kind == Group::Kind::single) return group.single;
  if (group.kind == Group::Kind::none) return model::kNone;
  if (turns_.size() == 1) return backend_.roomy(live(0), choice.now) ? 0 : model::kNone;
  Wheel& wheel = wheels_[group.kind == Group::Kind::active ? 0 : 1];

  bool switched = false;
  model::Index avoided = model::kNone;
  model::Index chosen = model::kNone;
  skipped_.clear();
  while (true) {
    if (wheel.weight == 0) wheel.position = wheel.weight = wheel.next_weight;
    const model::Index server = head(wheel);
    if (server == model::kNone) {
      if (switched) {
        chosen = avoided;
        break;
      }
      switched = true;
      wheel.fresh = wheel.later();
      wheel.position = wheel.weight = wheel.next_weight;
      continue;
    }
    use_turn(wheel, server);
    if (backend_.roomy(live(server), choice.now)) {
      if (server != choice.avoid || avoided != model::kNone) {
        chosen = server;
        break;
      }
      avoided = server;
    }
    skipped_.push_back(server);
  }
  put_back(wheel, chosen, switched);
  return chosen;
}

/// The chosen server goes first, those that were offered a turn in vain follow, last one first.
void RoundRobin::put_back(Wheel& wheel, model::Index chosen, bool switched) {
  if (chosen != model::kNone) place(wheel, chosen);
  for (auto server = skipped_.rbegin(); server != skipped_.rend(); ++server) {
    if (*server == chosen) continue;
    if (switched) {
      put(wheel, *server, wheel.fresh, fresh_key(live(*server).weight));
    } else {
      place(wheel, *server);
    }
  }
}

void RoundRobin::place_as_if_back(Wheel& wheel, model::Index server) {
  turns_[server].position = wheel.position + (wheel.next_weight + wheel.weight - wheel.position) / live(server).weight;
  place(wheel, server);
}

void RoundRobin::came_up(model::Index server) {
  Wheel& wheel = wheel_of(server);
  wheel.next_weight += live(server).weight;
  place_as_if_back(wheel, server);
}

void RoundRobin::went_down(model::Index server, std::uint32_t old_weight) {
  Wheel& wheel = wheel_of(server);
  wheel.next_weight -= old_weight;
  take_out(wheel, server);
}

void RoundRobin::reweighted(model::Index server, std::uint32_t old_weight) {
  Wheel& wheel = wheel_of(server);
  Turn& turn = turns_[server];
  const std::uint32_t weight = live(server).weight;
  wheel.next_weight += weight - old_weight;
  const Queue was_in = turn.queue;
  take_out(wheel, server);

  if (backend_.target >= Version::v3_2) {
    // Since 3.2 treated like one that comes back, wherever it stood.
    if (was_in == wheel.fresh) turn.position = turn.rest = 0;
    place_as_if_back(wheel, server);
    return;
  }
  if (was_in == wheel.fresh) {
    put(wheel, server, wheel.fresh, fresh_key(weight));
    return;
  }
  if (was_in == wheel.later()) turn.position += wheel.weight;
  const std::uint32_t was = turn.position;
  const std::uint32_t step = wheel.next_weight / weight;
  turn.position = std::min(turn.last + step, was);
  turn.rest = 0;
  if (turn.position < wheel.position + 2) turn.position = wheel.position + step;
  place(wheel, server);
}

}  // namespace

std::unique_ptr<Algorithm> make_roundrobin(const Backend& backend) { return std::make_unique<RoundRobin>(backend); }

}  // namespace hapax::routing
