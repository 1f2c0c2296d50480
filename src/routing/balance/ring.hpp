// The ring of consistent hashing. See ring.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "routing/balance/algorithm.hpp"

namespace hapax::routing {

class Ring {
 public:
  explicit Ring(const Backend& backend);

  /// The server whose node is nearest to `hash`, past those that are avoided, over their share (hash-balance-factor) or
  /// set aside (hash-preserve-affinity).
  [[nodiscard]] model::Index lookup(std::uint32_t hash, const Choice& choice) const;

  /// Round robin over the nodes, past servers without room.
  model::Index take(const Choice& choice);

  void came_up(model::Index server) { resize(server, 0); }
  void went_down(model::Index server, std::uint32_t old_weight) { remove_nodes(server, 0, old_weight); }
  void reweighted(model::Index server, std::uint32_t old_weight) { resize(server, old_weight); }

 private:
  struct Node {
    std::uint32_t key;
    model::Index server;
  };
  using Nodes = std::vector<Node>;

  /// Per server, fixed at start but for the last.
  struct Member {
    std::uint32_t seed = 0;           ///< node number k has the key mix(seed + k)
    std::uint32_t weight_before = 0;  ///< of the usable servers of its group declared before it, at start
    std::uint32_t most_nodes = 0;     ///< the highest weight so far
  };

  static constexpr std::size_t kNowhere = ~std::size_t{0};

  [[nodiscard]] std::size_t ring_of(model::Index server) const;
  void resize(model::Index server, std::uint32_t old_weight);
  void add_nodes(model::Index server, std::uint32_t from, std::uint32_t to);
  void remove_nodes(model::Index server, std::uint32_t from, std::uint32_t to);
  [[nodiscard]] bool passed_over(model::Index server, const Choice& choice) const;
  [[nodiscard]] bool over_its_share(model::Index server) const;
  [[nodiscard]] bool set_aside(model::Index server, Time now) const;

  const Backend& backend_;
  std::array<Nodes, 2> rings_;  ///< active servers, backup servers; sorted by key, equal ones by arrival
  std::vector<Member> members_;
  std::size_t cursor_ring_ = 0;
  std::size_t cursor_ = kNowhere;  ///< a node of that ring; shared by both
};

}  // namespace hapax::routing
