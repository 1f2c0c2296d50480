// Ways that need not be gone again: where requests of one form get to.
//
// Idea. Requests of one form (Request::form) have the same text. Where every condition that one of them met was settled
// by that text (Settled), and no rule that applied did anything that outlasts the request (program/lasting.hpp), the
// next one that comes in by the same frontend meets the same rules in the same way and gets to the same backend. Its
// rules are not run: it is counted where it would have been counted, and goes there.
//
// Right because then nothing is left that could tell the two apart, and what the rules do to the request's text is seen
// by nobody: a way is learned only where neither the algorithm nor anything that happens to answers looks at it.
//
// Limits: requests that are forwarded; no stick counters, persistence, `use-server` or captured cookies on the way; no
// trace wanted. All others are decided one by one.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

class KnownWays {
 public:
  explicit KnownWays(const World& world) : world_(world), by_frontend_(world.model.proxies.size()) {}

  /// The backend of a request of that form, if it is known; kNone when it has to be decided.
  [[nodiscard]] model::Index backend_of(model::Index frontend, std::uint32_t form) const {
    const std::vector<model::Index>& ways = by_frontend_[frontend];
    return form < ways.size() ? ways[form] : model::kNone;
  }
  /// A request was decided, its way depended on its form alone as far as rules are concerned, and it was forwarded.
  void learn(const Transaction& transaction);

 private:
  [[nodiscard]] bool may_learn(model::Index frontend, model::Index backend) const;

  const World& world_;
  std::vector<std::vector<model::Index>> by_frontend_;  ///< by proxy, then by form
};

}  // namespace hapax::routing
