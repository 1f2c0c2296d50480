// The static map: a table of as many slots as the reduced weights of the servers add up to, each slot one server's. See
// static_map.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/balance/algorithm.hpp"

namespace hapax::routing {

class StaticMap {
 public:
  explicit StaticMap(const Backend& backend) : backend_(backend) { rebuild(); }

  /// At start, and whenever a server becomes usable or unusable.
  void rebuild();

  /// The server of a hash. Neither its load nor a former failure counts.
  [[nodiscard]] model::Index lookup(std::uint32_t hash) const;

  /// Round robin over the slots, past servers without room. The cursor survives rebuild().
  model::Index take(const Choice& choice);

 private:
  const Backend& backend_;
  std::vector<model::Index> slots_;
  std::vector<std::int32_t> scores_;
  std::uint32_t cursor_ = 0;
};

}  // namespace hapax::routing
