// set-var(NAME), set-var-fmt(NAME), unset-var(NAME).
#include "config/actions/actions.hpp"
#include "config/samples/expression.hpp"

namespace hapax::config {

bool check_set_var(Reading& reading, const Place&, const Action& action) {
  const Word& word = action.words[0];
  std::string_view name = in_parentheses(word.text);
  name = name.substr(0, name.find(','));
  const std::size_t offset = name.empty() ? 0 : static_cast<std::size_t>(name.data() - word.text.data());
  const Span span = name.empty() ? word.span : syntax::locate(word, offset, name.size());
  return check_variable(reading, name, span);
}

}  // namespace hapax::config
