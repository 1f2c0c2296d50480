#include <simulate/refused_clients.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace hapax::simulate {
namespace {

std::string text_of(routing::Address::Family family, const std::array<std::uint8_t, 16>& bytes) {
  if (family == routing::Address::Family::unix_socket) return "unix socket";
  if (family == routing::Address::Family::none) return "unknown";
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  const int kind = family == routing::Address::Family::ipv4 ? AF_INET : AF_INET6;
  return inet_ntop(kind, bytes.data(), buffer.data(), buffer.size());
}

}  // namespace

std::size_t RefusedClients::Hash::operator()(const Key& key) const {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()});
}

void RefusedClients::put(std::size_t at, const Counter& counter) {
  heap_[at] = counter;
  places_[counter.key] = at;
}

// The counter at `at` has grown: it moves down behind all that are lower.
void RefusedClients::sink(std::size_t at) {
  const Counter moving = heap_[at];
  for (;;) {
    std::size_t child = 2 * at + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].count < heap_[child].count) ++child;
    if (heap_[child].count >= moving.count) break;
    put(at, heap_[child]);
    at = child;
  }
  put(at, moving);
}

void RefusedClients::add(const routing::Address& client, routing::Time t) {
  const Key key{client.family, client.bytes};
  const auto found = places_.find(key);
  if (found != places_.end()) {
    Counter& counter = heap_[found->second];
    ++counter.count;
    counter.last = t;
    return sink(found->second);
  }
  if (heap_.size() < kCounters) {
    // The count of one is not higher than any other, so its parents are in order once it has moved up past higher ones.
    std::size_t at = heap_.size();
    const Counter fresh{key, 1, 0, t, t};
    heap_.push_back(fresh);
    for (; at > 0 && heap_[(at - 1) / 2].count > 1; at = (at - 1) / 2) put(at, heap_[(at - 1) / 2]);
    return put(at, fresh);
  }
  const std::uint64_t lowest = heap_.front().count;
  places_.erase(heap_.front().key);
  put(0, Counter{key, lowest + 1, lowest, t, t});
  sink(0);
}

std::vector<RefusedClient> RefusedClients::most(std::size_t how_many) const {
  std::vector<Counter> counters = heap_;
  std::sort(counters.begin(), counters.end(), [](const Counter& a, const Counter& b) {
    if (a.count != b.count) return a.count > b.count;
    return a.key.bytes < b.key.bytes;
  });
  counters.resize(std::min(counters.size(), how_many));
  std::vector<RefusedClient> result;
  result.reserve(counters.size());
  for (const Counter& counter : counters) {
    result.push_back(
        {text_of(counter.key.family, counter.key.bytes), counter.count, counter.excess, counter.first, counter.last});
  }
  return result;
}

}  // namespace hapax::simulate
