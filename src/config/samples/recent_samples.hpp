// What came of the expressions that were examined lately: a section says the same few of them again and again.
#pragma once

#include <array>
#include <string_view>

#include <hapax/base/hash.hpp>
#include <hapax/config/config.hpp>

#include "config/samples/points.hpp"

namespace hapax::config {

/// What came of an expression.
struct Sample {
  const Keyword* fetch = nullptr;  ///< null: unknown (reported), or one of Lua's
  SampleType type = SampleType::any;
  bool failed = false;
};

class RecentSamples {
 public:
  /// All that decides what comes of it, beside the ACLs of the section, to which lines can only add.
  struct Key {
    std::string_view text;        ///< of the expression
    std::string_view fetch_name;  ///< what its first name stands for
    Points points = 0;
    const Section* section = nullptr;

    friend bool operator==(const Key&, const Key&) = default;
  };

  /// Null: it has to be examined.
  [[nodiscard]] const Sample* find(const Key& key) const {
    const Entry& entry = entries_[place(key)];
    return entry.key == key && !key.text.empty() ? &entry.sample : nullptr;
  }
  /// `sample` came of it, and nothing else: no finding, nothing to be looked at later.
  void keep(const Key& key, const Sample& sample) { entries_[place(key)] = {key, sample}; }

 private:
  struct Entry {
    Key key;
    Sample sample;
  };
  static constexpr std::size_t kEntries = 64;

  [[nodiscard]] static std::size_t place(const Key& key) { return hash_of(key.text) % kEntries; }

  std::array<Entry, kEntries> entries_{};
};

}  // namespace hapax::config
