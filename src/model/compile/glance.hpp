// Which sections and rules need not be compiled where only findings are wanted. Nearly all lines of a large
// configuration are of a kind that the model takes whatever they say, or say something that was compiled before; to see
// that is a fraction of the work of compiling them.
#pragma once

#include <cstddef>
#include <vector>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// True: compiling this proxy, with what it inherits, would find nothing. False: only compiling it tells.
[[nodiscard]] bool finds_nothing(Compilation& c, const config::Section& proxy);

/// The same of single rules of a proxy that has to be compiled because of other lines.
class RuleGlance {
 public:
  RuleGlance(Compilation& c, const config::Section& proxy);

  [[nodiscard]] bool finds_nothing(const config::Directive& rule);

 private:
  // Whether that is so of every `acl` line that a condition may name.
  [[nodiscard]] bool finds_nothing_in_acls();

  Compilation& c_;
  std::vector<const config::Directive*> acls_;
  std::size_t settled_ = 0;  // how many of them; more is understood with every rule that is compiled
};

/// Whether an expression that was compiled without a finding would be in any proxy.
[[nodiscard]] bool is_the_same_everywhere(const model::RoutingModel& model, const model::Expression& expression);

}  // namespace hapax::compile
