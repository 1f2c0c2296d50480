// Which clients were refused most, in bounded memory.
//
// The space-saving sketch of Metwally, Agrawal and El Abbadi ("Efficient computation of frequent and top-k elements in
// data streams", ICDT 2005): kCounters counters, each for one client. A client without a counter takes over the one
// that stands lowest and goes on counting from there, remembering that value as its possible excess. Every client that
// was refused more often than refusals / kCounters times has a counter; counts are exact until all counters are taken,
// and never too low.
//
// A heap by count gives the lowest one; it holds as many entries as there are counters.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include <hapax/routing/message.hpp>
#include <hapax/simulate/result.hpp>

namespace hapax::simulate {

class RefusedClients {
 public:
  static constexpr std::size_t kCounters = 1024;

  void add(const routing::Address& client, routing::Time t);
  /// Those with the highest counts, highest first.
  [[nodiscard]] std::vector<RefusedClient> most(std::size_t how_many) const;

 private:
  struct Key {
    routing::Address::Family family;
    std::array<std::uint8_t, 16> bytes;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  struct Counter {
    Key key;
    std::uint64_t count = 0;
    std::uint64_t excess = 0;
    routing::Time first = 0;
    routing::Time last = 0;
  };

  void sink(std::size_t at);
  void put(std::size_t at, const Counter& counter);

  std::vector<Counter> heap_;  // lowest count first
  std::unordered_map<Key, std::size_t, Hash> places_;
};

}  // namespace hapax::simulate
