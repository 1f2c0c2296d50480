// What a `cache` section keeps.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <hapax/base/version.hpp>
#include <hapax/model/model.hpp>

#include "routing/cache/variants.hpp"

namespace hapax::routing {

/// An answer of status 200. Times are seconds since 1970.
struct KeptAnswer {
  std::string reason;
  std::vector<std::pair<std::string, std::string>> headers;  ///< but for its Age
  std::string body;
  std::int64_t stored = 0;
  std::int64_t expires = 0;
  std::int64_t age = 0;                  ///< what its Age said when it came
  std::optional<std::int64_t> modified;  ///< Last-Modified, else Date
  std::uint64_t size = 0;                ///< bytes that it takes
  Variant variant;
};

/// By key, and several of one key where the section looks at `Vary`. Of a full one the answers go that were asked for
/// longest ago.
class Cache {
 public:
  Cache(const model::Cache& section, Version version) : section_(section), version_(version) {}
  [[nodiscard]] const model::Cache& section() const { return section_; }

  /// Which fields of a request decide: where there is an answer of that key, only those by which it varies.
  std::uint8_t deciding_fields(std::string_view key, std::int64_t now);
  /// Null: there is none for such a request that is good for longer than `now`.
  const KeptAnswer* find(std::string_view key, const Preferences& preferences, std::int64_t now);
  /// One that varies comes beside what has that key, as long as there are not too many; another in its place. False: it
  /// is not kept.
  bool store(std::string_view key, KeptAnswer answer, const Preferences& preferences);
  /// Takes away the first of that key. In 3.0 each request for which none of that key was good enough keeps the first
  /// from being taken away once.
  void forget(std::string_view key);
  /// Takes back what was stored last of that key.
  void forget_last(std::string_view key);

 private:
  struct Entry {
    std::string key;
    KeptAnswer answer;
    unsigned held = 0;  ///< how often it is not taken away
  };
  using Entries = std::list<Entry>;
  using Variants = std::vector<Entries::iterator>;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  /// False: such an answer is not kept.
  bool make_room_beside(std::string_view key, const Variant& variant, const Preferences& preferences);
  void erase(Entries::iterator entry);
  void forget_expired(std::string_view key, std::int64_t now);
  /// Those of a key; null where there are none.
  Variants* variants_of(std::string_view key);

  const model::Cache& section_;
  Version version_;
  Entries entries_;  ///< the one asked for last comes first
  std::unordered_map<std::string, Variants, Hash, std::equal_to<>> by_key_;
  std::uint64_t size_ = 0;
};

}  // namespace hapax::routing
