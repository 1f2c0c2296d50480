#include "routing/evaluate/variables.hpp"

#include <algorithm>

namespace hapax::routing {

void Variables::make(std::size_t slots, bool keeps_text) {
  values_.resize(slots);
  states_.assign(slots, State::absent);
  texts_.resize(keeps_text ? slots : 0);
}

void Variables::clear() { std::fill(states_.begin(), states_.end(), State::absent); }

void Variables::set(std::size_t slot, const Sample& value) {
  values_[slot] = value;
  states_[slot] = State::set;
  if (texts_.empty() || !value.is_text()) return;
  texts_[slot].assign(value.text);
  values_[slot].text = texts_[slot];
}

}  // namespace hapax::routing
