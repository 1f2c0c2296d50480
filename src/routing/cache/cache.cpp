#include "routing/cache/cache.hpp"

namespace hapax::routing {

const KeptAnswer* Cache::find(std::string_view key, std::int64_t now) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end() || found->second->answer.expires <= now) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &entries_.front().answer;
}

void Cache::store(std::string_view key, KeptAnswer answer) {
  forget(key);
  size_ += answer.size;
  entries_.push_front({std::string(key), std::move(answer)});
  by_key_.emplace(entries_.front().key, entries_.begin());
  while (size_ > section_.size && entries_.size() > 1) forget(entries_.back().key);
}

void Cache::forget(std::string_view key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  const auto entry = found->second;
  size_ -= entry->answer.size;
  by_key_.erase(found);
  entries_.erase(entry);
}

}  // namespace hapax::routing
