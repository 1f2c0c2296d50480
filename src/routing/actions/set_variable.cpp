#include "routing/actions/set_variable.hpp"

#include <algorithm>

#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

bool is_empty(const Sample& value) { return value.is_text() && value.text.empty(); }

bool condition_holds(std::string_view condition, const Sample* present, const Sample& value) {
  if (condition == "ifexists" || condition == "ifset") return present != nullptr;
  if (condition == "ifnotexists" || condition == "ifnotset") return present == nullptr;
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
  const bool all = std::all_of(conditions.begin(), conditions.end(), [&](const Arg& condition) {
    return !condition.given() || condition_holds(condition.text, present, value);
  });
  if (all) write_variable(variable, context, value);
  return all && is_in_scope(variable, context);
}

}  // namespace hapax::routing
