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
    if (slots == set_.size()) {
      if (slots > 0) clear();
    } else {
      make(slots, keeps_text);
    }
  }
  void clear();

  /// Null when it is not set.
  [[nodiscard]] const Sample* get(std::size_t slot) const { return set_[slot] != 0 ? &values_[slot] : nullptr; }
  void set(std::size_t slot, const Sample& value);
  void unset(std::size_t slot) { set_[slot] = 0; }

 private:
  void make(std::size_t slots, bool keeps_text);

  std::vector<Sample> values_;
  std::vector<std::uint8_t> set_;
  std::vector<std::string> texts_;
};

}  // namespace hapax::routing
