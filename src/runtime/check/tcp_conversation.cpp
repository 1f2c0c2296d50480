#include "runtime/check/tcp_conversation.hpp"

#include <algorithm>

namespace hapax::runtime {

CheckVerdict Greeting::answer(std::string_view bytes, bool ended) {
  const std::size_t common = std::min(bytes.size(), expected_.size());
  if (bytes.substr(0, common) != std::string_view(expected_).substr(0, common)) return CheckVerdict::failed;
  if (common == expected_.size()) return CheckVerdict::passed;
  return ended ? CheckVerdict::failed : CheckVerdict::undecided;
}

CheckVerdict MysqlGreeting::answer(std::string_view bytes, bool ended) {
  // Three bytes of length, one of sequence, then the protocol's version, or 0xff for an error.
  constexpr std::size_t kVersionAt = 4;
  if (bytes.size() <= kVersionAt) return ended ? CheckVerdict::failed : CheckVerdict::undecided;
  return bytes[kVersionAt] == 10 ? CheckVerdict::passed : CheckVerdict::failed;
}

std::string Script::say() {
  using Kind = model::CheckStep::Kind;
  std::string text;
  for (; at_ < steps_.size() && (steps_[at_].kind == Kind::send || steps_[at_].kind == Kind::connect); ++at_) {
    text += steps_[at_].text;
  }
  return text;
}

CheckVerdict Script::answer(std::string_view bytes, bool ended) {
  using Kind = model::CheckStep::Kind;
  while (at_ < steps_.size() && steps_[at_].kind == Kind::expect_string) {
    const model::CheckStep& step = steps_[at_];
    const bool found = bytes.find(step.text) != std::string_view::npos;
    if (found && step.negated) return CheckVerdict::failed;
    if (!found && !step.negated) return ended ? CheckVerdict::failed : CheckVerdict::undecided;
    // What must not come can only be told from something that did.
    if (!found && bytes.empty() && !ended) return CheckVerdict::undecided;
    ++at_;
  }
  return at_ == steps_.size() ? CheckVerdict::passed : CheckVerdict::undecided;
}

}  // namespace hapax::runtime
