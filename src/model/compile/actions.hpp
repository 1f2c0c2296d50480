// The actions of rules: which words become which arguments.
#pragma once

#include <string_view>
#include <vector>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// An action while its words are read.
struct ActionReader {
  Compilation& c;
  const ProxyWork& work;
  const config::Directive& line;
  std::string_view name;                 ///< without what stands in parentheses
  std::vector<std::string_view> inside;  ///< what stands in parentheses, cut at commas
  WordCursor words;                      ///< behind the action's name, up to the condition
  std::vector<model::Argument> arguments;

  void add(model::Argument argument) {
    if (!c.findings_only) arguments.push_back(std::move(argument));
  }
  void add_text(std::string_view text);
  void add_integer(std::int64_t number);
  void add_absent() { add({}); }
  void add_regex(std::string_view pattern);
  Result<void> add_format(std::string_view text);
  Result<void> add_expression();
  Result<void> add_variable(std::string_view name);
};

/// Reads the words of one action into `reader.arguments`, in the order that actions.inc gives.
using ReadAction = Result<void> (*)(ActionReader& reader);

Result<void> read_reply(ActionReader& reader);     // replies.cpp: deny, tarpit, return
Result<void> read_redirect(ActionReader& reader);  // replies.cpp

/// An action with its arguments. `words` begin with its name and end before the condition. The Error says what is not
/// modelled.
Result<model::Rule> compile_action(Compilation& c, const ProxyWork& work, const config::Directive& line, Words words);

/// Whether an action has nothing but texts, variables, regexes, formats and expressions, none of which stands in its
/// name. Such an action can be modelled when its formats and expressions can.
[[nodiscard]] bool is_made_of_samples(std::string_view name);

}  // namespace hapax::compile
