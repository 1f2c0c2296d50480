// Where the values of a Config live.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <hapax/base/arena.hpp>
#include <hapax/config/config.hpp>
#include <hapax/syntax/address.hpp>
#include <hapax/syntax/condition.hpp>
#include <hapax/syntax/expression.hpp>
#include <hapax/syntax/log_format.hpp>

namespace hapax::config {

inline constexpr std::uint32_t kNoSection = 0xFFFFFFFF;

/// What lines are made into. Lines that are read side by side have one of their own.
struct Values {
  Arena arena;
  Arena words;                         ///< of plain lines
  StableVector<Directive> directives;  ///< of all sections, one after the other

  /// A copy of a list whose elements need no destruction.
  template <class T>
  std::span<const T> keep(std::span<const T> list) {
    return arena.keep(list);
  }
  template <class T>
  std::span<const T> keep(const std::vector<T>& list) {
    return keep(std::span<const T>(list));
  }

  template <class T>
  const T* keep(const T& value) {
    return arena.keep(value);
  }
};

struct Config::Storage {
  std::deque<Values> values = std::deque<Values>(1);
  // Sections by name: the first of each, and for each section the next one of its name.
  std::unordered_map<std::string_view, std::pair<std::uint32_t, std::uint32_t>> names;  // first, last
  std::vector<std::uint32_t> next;
  std::array<std::vector<std::uint32_t>, kSectionKinds> by_kind;

  void add_section(SectionKind kind, std::string_view name, std::uint32_t index) {
    by_kind[static_cast<std::size_t>(kind)].push_back(index);
    next.resize(index + 1, kNoSection);
    const auto [it, fresh] = names.try_emplace(name, index, index);
    if (fresh) return;
    next[it->second.second] = index;
    it->second.second = index;
  }
  [[nodiscard]] std::uint32_t first_named(std::string_view name) const {
    const auto it = names.find(name);
    return it == names.end() ? kNoSection : it->second.first;
  }
  [[nodiscard]] std::uint32_t next_named(std::uint32_t index) const { return next[index]; }
};

}  // namespace hapax::config
