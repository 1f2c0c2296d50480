#include "routing/evaluate/variables.hpp"

#include <algorithm>

namespace hapax::routing {

void Variables::make(std::size_t slots, bool keeps_text) {
  values_.resize(slots);
  set_.assign(slots, 0);
  texts_.resize(keeps_text ? slots : 0);
}

void Variables::clear() { std::fill(set_.begin(), set_.end(), 0); }

void Variables::set(std::size_t slot, const Sample& value) {
  values_[slot] = value;
  set_[slot] = 1;
  if (texts_.empty() || !value.is_text()) return;
  texts_[slot].assign(value.text);
  values_[slot].text = texts_[slot];
}

}  // namespace hapax::routing
