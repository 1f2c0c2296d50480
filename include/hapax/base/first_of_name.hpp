// The first of the things that have a name, for who looks for a second one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <hapax/base/hash.hpp>

namespace hapax {

/// A table of names that is emptied for each of thousands of sections: clear() keeps its memory and touches none of it.
/// Names must live as long as they are in it. Open addressing, at most half full.
template <class T>
class FirstOfName {
 public:
  /// The value that stands under the name, and whether it is this one, because there was none.
  std::pair<T*, bool> emplace(std::string_view name, T value) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[index_of(name)];
    const bool fresh = slot.round != round_;
    if (fresh) {
      slot = {name, std::move(value), round_};
      ++size_;
    }
    return {&slot.value, fresh};
  }

  /// The value that stands under the name; null: none does.
  [[nodiscard]] const T* find(std::string_view name) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[index_of(name)];
    return slot.round == round_ ? &slot.value : nullptr;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

  /// All names, in no order that means anything.
  [[nodiscard]] std::vector<std::string_view> names() const {
    std::vector<std::string_view> all;
    for (const Slot& slot : slots_)
      if (slot.round == round_) all.push_back(slot.name);
    return all;
  }

  void clear() {
    ++round_;
    size_ = 0;
  }

 private:
  struct Slot {
    std::string_view name;
    T value{};
    std::uint32_t round = 0;  ///< taken when this is the table's
  };

  [[nodiscard]] std::size_t index_of(std::string_view name) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash_of(name) & mask;
    while (slots_[at].round == round_ && slots_[at].name != name) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    constexpr std::size_t kFewest = 32;
    std::vector<Slot> old(slots_.empty() ? kFewest : 2 * slots_.size());
    old.swap(slots_);
    for (Slot& slot : old)
      if (slot.round == round_) slots_[index_of(slot.name)] = std::move(slot);
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
  std::uint32_t round_ = 1;
};

}  // namespace hapax
