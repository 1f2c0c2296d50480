// Consistent hashing: a ring of 2^32 points on which every server owns as many nodes as its effective weight.
//
// Idea (Karger and others, "Consistent hashing and random trees", 1997). A hash is a point on the ring and goes to the
// nearest node, so when a server comes or goes only the keys near its own nodes move. Node number k of a server lies at
// mix(seed + k), so a weight can grow or shrink by adding or removing the nodes at the end of its list.
//
// hash-balance-factor adds a bound on the load (Mirrokni, Thorup, Zadimoghaddam, "Consistent hashing with bounded
// loads", 2016): a server that already has its share of (served + 1) * factor is passed over for the next node. The
// rounding of shares uses the sum of the weights declared before a server, as it was at start; HAProxy never updates
// it.
//
// Representation. A sorted vector of nodes a group. Look-ups, which are most of what happens, are a binary search in
// contiguous memory; changes merge or filter the whole vector, which costs less than a millisecond for a hundred
// thousand nodes and happens when a server's state or weight changes.
//
// The cursor of take() is one for both rings. While it stands in the backup ring when active servers return, the walk
// first finishes the backup ring: backups are chosen although active servers are there. That is HAProxy's behaviour.
//
// Reference: HAProxy configuration manual, `hash-type consistent`, `hash-balance-factor`, `hash-preserve-affinity`.
#include "routing/balance/ring.hpp"

#include <algorithm>

#include "routing/balance/hash_functions.hpp"
#include "routing/balance/ring_seed.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

namespace {

constexpr auto kByKey = [](const auto& a, const auto& b) { return a.key < b.key; };
constexpr auto kKeyBelow = [](const auto& node, std::uint32_t key) { return node.key < key; };

}  // namespace

Ring::Ring(const Backend& backend) : backend_(backend), members_(backend.servers.size()) {
  std::array<std::uint32_t, 2> before{};
  for (const ServerLive& server : backend.servers) {
    Member& member = members_[server.position];
    member.seed = ring_seed(*server.config, backend.target);
    member.most_nodes = server.config->weight * kWeightScale;
    if (!server.usable) continue;
    std::uint32_t& sum = before[ring_of(server.position)];
    member.weight_before = sum;
    sum += server.weight;
    for (std::uint32_t k = 0; k < server.weight; ++k) {
      rings_[ring_of(server.position)].push_back({mix(member.seed + k), server.position});
    }
  }
  for (Nodes& nodes : rings_) std::stable_sort(nodes.begin(), nodes.end(), kByKey);
}

std::size_t Ring::ring_of(model::Index server) const { return backend_.servers[server].backup ? 1 : 0; }

model::Index Ring::lookup(std::uint32_t hash, const Choice& choice) const {
  const Group group = group_in_use(backend_);
  if (group.kind == Group::Kind::single) return group.single;
  const Nodes& nodes = rings_[group.kind == Group::Kind::backup ? 1 : 0];
  if (nodes.empty()) return model::kNone;

  auto at = std::lower_bound(nodes.begin(), nodes.end(), hash, kKeyBelow);
  const auto before = at == nodes.begin() ? std::prev(nodes.end()) : std::prev(at);
  if (at == nodes.end()) at = nodes.begin();
  if (hash - before->key <= at->key - hash) at = before;

  bool wrapped = false;
  while (passed_over(at->server, choice)) {
    if (++at != nodes.end()) continue;
    if (wrapped) return nodes.back().server;
    wrapped = true;
    at = nodes.begin();
  }
  return at->server;
}

bool Ring::passed_over(model::Index server, const Choice& choice) const {
  return server == choice.avoid || over_its_share(server) || set_aside(server, choice.now);
}

bool Ring::over_its_share(model::Index server) const {
  const std::uint32_t factor = backend_.config->balance.balance_factor;
  if (factor == 0) return false;
  const ServerLive& state = backend_.servers[server];
  const std::uint32_t total = backend_.totals.weight;
  const std::uint32_t slots = ((backend_.served + 1) * factor + 99) / 100;
  const std::uint32_t each = slots / total;
  const std::uint32_t rest = slots % total;
  const std::uint32_t before = members_[server].weight_before;
  const std::uint32_t share = state.weight * each + (before + state.weight) * rest / total - before * rest / total;
  return state.served >= std::max(share, 1U);
}

bool Ring::set_aside(model::Index server, Time now) const {
  const model::HashAffinity affinity = backend_.config->balance.affinity;
  if (affinity == model::HashAffinity::always) return false;
  const ServerLive& state = backend_.servers[server];
  if (state.maxconn == 0) return false;
  if (affinity == model::HashAffinity::maxconn) return state.served >= backend_.limit(state, now);
  return state.maxqueue > 0 && state.load() >= backend_.limit(state, now) + state.maxqueue;
}

model::Index Ring::take(const Choice& choice) {
  const Group group = group_in_use(backend_);
  if (group.kind == Group::Kind::single) return group.single;
  const std::size_t ring = group.kind == Group::Kind::backup ? 1 : 0;
  if (rings_[ring].empty()) {
    cursor_ = kNowhere;
    return model::kNone;
  }
  model::Index avoided = model::kNone;
  std::size_t avoided_at = kNowhere;
  // Every node is seen once: those left of the ring that the cursor is in, then those of the group's own. Without a
  // cursor only the first is.
  std::size_t steps = cursor_ == kNowhere ? 1 : rings_[ring].size();
  if (cursor_ != kNowhere && cursor_ring_ != ring) steps += rings_[cursor_ring_].size() - cursor_ - 1;
  for (; steps > 0; --steps) {
    if (cursor_ == kNowhere || cursor_ + 1 == rings_[cursor_ring_].size()) {
      cursor_ring_ = ring;
      cursor_ = 0;
    } else {
      ++cursor_;
    }
    const model::Index server = rings_[cursor_ring_][cursor_].server;
    if (!backend_.roomy(backend_.servers[server], choice.now)) continue;
    if (server != choice.avoid) return server;
    avoided = server;
    avoided_at = cursor_;
  }
  cursor_ = avoided_at;
  return avoided;
}

void Ring::resize(model::Index server, std::uint32_t old_weight) {
  const std::uint32_t weight = backend_.servers[server].weight;
  Member& member = members_[server];
  if (weight > member.most_nodes) {
    // Room for more nodes than ever: HAProxy makes them all anew.
    member.most_nodes = weight;
    remove_nodes(server, 0, old_weight);
    old_weight = 0;
  }
  if (weight < old_weight) remove_nodes(server, weight, old_weight);
  if (weight > old_weight) add_nodes(server, old_weight, weight);
}

void Ring::add_nodes(model::Index server, std::uint32_t from, std::uint32_t to) {
  Nodes& nodes = rings_[ring_of(server)];
  const bool has_cursor = cursor_ != kNowhere && cursor_ring_ == ring_of(server);
  const std::uint32_t cursor_key = has_cursor ? nodes[cursor_].key : 0;
  const auto middle = static_cast<std::ptrdiff_t>(nodes.size());
  for (std::uint32_t k = from; k < to; ++k) nodes.push_back({mix(members_[server].seed + k), server});
  if (has_cursor) {
    // New nodes go behind those with equal keys, so the cursor moves by the number of new keys below its own.
    cursor_ += static_cast<std::size_t>(
        std::count_if(nodes.begin() + middle, nodes.end(), [&](const Node& node) { return node.key < cursor_key; }));
  }
  std::sort(nodes.begin() + middle, nodes.end(), kByKey);
  std::inplace_merge(nodes.begin(), nodes.begin() + middle, nodes.end(), kByKey);
}

/// Removes nodes from..to-1. A cursor on one of them moves on to the next that stays.
void Ring::remove_nodes(model::Index server, std::uint32_t from, std::uint32_t to) {
  Nodes& nodes = rings_[ring_of(server)];
  std::vector<std::uint32_t> keys;
  for (std::uint32_t k = from; k < to; ++k) keys.push_back(mix(members_[server].seed + k));
  std::sort(keys.begin(), keys.end());
  const auto goes = [&](const Node& node) {
    return node.server == server && std::binary_search(keys.begin(), keys.end(), node.key);
  };
  if (cursor_ != kNowhere && cursor_ring_ == ring_of(server)) {
    while (cursor_ < nodes.size() && goes(nodes[cursor_])) ++cursor_;
    const auto stays_before = std::count_if(nodes.begin(), nodes.begin() + static_cast<std::ptrdiff_t>(cursor_),
                                            [&](const Node& node) { return !goes(node); });
    const bool past_end = cursor_ == nodes.size();
    cursor_ = past_end ? 0 : static_cast<std::size_t>(stays_before);
    if (past_end && stays_before == 0) cursor_ = kNowhere;
  }
  std::erase_if(nodes, goes);
}

}  // namespace hapax::routing
