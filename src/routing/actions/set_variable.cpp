#include "routing/actions/set_variable.hpp"

#include <algorithm>

#include "routing/evaluate/expression.hpp"
#include "routing/pattern/patterns.hpp"

namespace hapax::routing {
namespace {

bool is_empty(const Sample& value) { return value.is_text() && value.text.empty(); }

/// Before 3.2 a variable keeps of a method only which one of those that HAProxy knows it is; any other becomes the
/// first of them.
bool loses_method(const Sample& value, const Context& context) {
  return value.type == SampleType::method && context.world.model.target < Version::v3_2 &&
         (value.number == Sample::kUnknownMethod || !is_known_method(value.text));
}

bool condition_holds(std::string_view condition, bool exists, const Sample* present, const Sample& value) {
  if (condition == "ifexists") return exists;
  if (condition == "ifnotexists") return !exists;
  if (condition == "ifset") return present != nullptr;
  if (condition == "ifnotset") return present == nullptr;
  if (condition == "ifempty") return is_empty(value);
  if (condition == "ifnotempty") return !is_empty(value);
  if (condition != "ifgt" && condition != "iflt") return true;
  // Only integers are compared: a variable that is not set, or either value of another type, is set in any case.
  if (present == nullptr || present->type != SampleType::integer || value.type != SampleType::integer) return true;
  return condition == "ifgt" ? present->number > value.number : present->number < value.number;
}

}  // namespace

bool set_variable(model::Index variable, std::span<const Arg> conditions, Context& context, const Sample& value) {
  const Sample* present = read_variable(variable, context);
  // Those of the process are there from the start, with a value or without.
  const bool of_process = context.world.model.variables[variable].scope == model::Variable::Scope::proc;
  const bool exists = of_process || variable_exists(variable, context);
  const auto fails = [&](const Arg& condition) {
    return condition.given() && !condition_holds(condition.text, exists, present, value);
  };
  const bool all = std::none_of(conditions.begin(), conditions.end(), fails);
  // All but `ifexists` are judged when the variable has been made, though without a value.
  const bool made = std::none_of(conditions.begin(), conditions.end(), [&](const Arg& condition) {
    return condition.given() && condition.text == "ifexists" && !exists;
  });
  if (made) create_variable(variable, context);
  if (all && loses_method(value, context)) {
    Sample other = value;
    other.text = "OPTIONS";
    other.number = 0;
    write_variable(variable, context, other);
  } else if (all) {
    write_variable(variable, context, value);
  }
  return all && is_in_scope(variable, context);
}

}  // namespace hapax::routing
