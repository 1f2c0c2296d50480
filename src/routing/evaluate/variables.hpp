// The variables of one scope: numbered slots (Program::variable_slots).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "routing/sample/sample.hpp"

namespace hapax::routing {

class Variables {
 public:
  /// `keeps_text`: the scope outlives the text of a transaction, so that values are copied.
  void prepare(std::size_t slots, bool keeps_text) {
    if (slots == states_.size()) {
      if (slots > 0) clear();
    } else {
      make(slots, keeps_text);
    }
  }
  void clear();

  /// Null when it is not set.
  [[nodiscard]] const Sample* get(std::size_t slot) const {
    return states_[slot] == State::set ? &values_[slot] : nullptr;
  }
  void set(std::size_t slot, const Sample& value);
  void unset(std::size_t slot) { states_[slot] = State::absent; }
  /// A variable may be there without a value.
  [[nodiscard]] bool exists(std::size_t slot) const { return states_[slot] != State::absent; }
  void create(std::size_t slot) {
    if (!exists(slot)) states_[slot] = State::empty;
  }

 private:
  enum class State : std::uint8_t { absent, empty, set };

  void make(std::size_t slots, bool keeps_text);

  std::vector<Sample> values_;
  std::vector<State> states_;
  std::vector<std::string> texts_;
};

}  // namespace hapax::routing
