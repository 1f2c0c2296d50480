// What a `cache` section keeps.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <hapax/model/model.hpp>

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
};

/// By key. Of a full one the answers go that were asked for longest ago.
class Cache {
 public:
  explicit Cache(const model::Cache& section) : section_(section) {}
  [[nodiscard]] const model::Cache& section() const { return section_; }

  /// Null: there is none that is good for longer than `now`.
  const KeptAnswer* find(std::string_view key, std::int64_t now);
  /// In place of what has that key.
  void store(std::string_view key, KeptAnswer answer);
  void forget(std::string_view key);

 private:
  struct Entry {
    std::string key;
    KeptAnswer answer;
  };

  const model::Cache& section_;
  std::list<Entry> entries_;  ///< the one asked for last comes first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
  std::uint64_t size_ = 0;
};

}  // namespace hapax::routing
