#include "routing/cache/cache.hpp"

#include <algorithm>

namespace hapax::routing {

Cache::Variants* Cache::variants_of(std::string_view key) {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &found->second;
}

std::uint8_t Cache::deciding_fields(std::string_view key, std::int64_t now) {
  const Variants* const variants = variants_of(key);
  if (variants == nullptr) return kEverythingVaried;
  const KeptAnswer& first = variants->front()->answer;
  return first.expires > now ? first.variant.fields : kEverythingVaried;
}

const KeptAnswer* Cache::find(std::string_view key, const Preferences& preferences, std::int64_t now) {
  const Variants* const variants = variants_of(key);
  if (variants == nullptr) return nullptr;
  const Entries::iterator first = variants->front();
  for (const Entries::iterator entry : *variants) {
    if (entry->answer.expires <= now) continue;
    if (!suits(entry->answer.variant, first->answer.variant.fields, preferences, version_)) continue;
    entries_.splice(entries_.begin(), entries_, entry);
    return &entry->answer;
  }
  if (version_ >= Version::v3_0 && version_ < Version::v3_2) ++first->held;
  return nullptr;
}

bool Cache::store(std::string_view key, KeptAnswer answer, const Preferences& preferences) {
  forget_expired(key, answer.stored);
  const bool replaces = answer.variant.fields == 0;
  if (replaces) {
    forget(key);
  } else if (!make_room_beside(key, answer.variant, preferences)) {
    return false;
  }
  // Since 3.2 an answer for all is not kept beside others.
  if (replaces && version_ >= Version::v3_2 && variants_of(key) != nullptr) return false;
  size_ += answer.size;
  entries_.push_front({std::string(key), std::move(answer), 0});
  by_key_[entries_.front().key].push_back(entries_.begin());
  while (size_ > section_.size && entries_.size() > 1) erase(std::prev(entries_.end()));
  return true;
}

bool Cache::make_room_beside(std::string_view key, const Variant& variant, const Preferences& preferences) {
  const Variants* const others = variants_of(key);
  if (others == nullptr) return true;
  const auto same = std::find_if(others->begin(), others->end(), [&](Entries::iterator other) {
    return would_do(other->answer.variant, variant, preferences);
  });
  // What would have done as well stays, and since 3.2 goes.
  if (same != others->end() && version_ < Version::v3_2) return false;
  if (same != others->end()) erase(*same);
  const Variants* const left = variants_of(key);
  return left == nullptr || left->size() < section_.most_variants;
}

void Cache::forget(std::string_view key) {
  const Variants* const variants = variants_of(key);
  if (variants == nullptr) return;
  const Entries::iterator first = variants->front();
  if (first->held > 0) {
    --first->held;
  } else {
    erase(first);
  }
}

void Cache::forget_last(std::string_view key) {
  if (const Variants* const variants = variants_of(key)) erase(variants->back());
}

void Cache::forget_expired(std::string_view key, std::int64_t now) {
  const Variants* const variants = variants_of(key);
  if (variants == nullptr) return;
  for (const Entries::iterator entry : Variants(*variants)) {
    if (entry->answer.expires <= now) erase(entry);
  }
}

void Cache::erase(Entries::iterator entry) {
  const auto found = by_key_.find(entry->key);
  std::erase(found->second, entry);
  if (found->second.empty()) by_key_.erase(found);
  size_ -= entry->answer.size;
  entries_.erase(entry);
}

}  // namespace hapax::routing
