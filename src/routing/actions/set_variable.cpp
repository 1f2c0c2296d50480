#include "routing/actions/set_variable.hpp"

#include <algorithm>

#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

/// -1, 0, 1; nothing when the two cannot be compared.
std::optional<int> compare(const Sample& a, const Sample& b) {
  if (a.is_text() && b.is_text()) return a.text.compare(b.text);
  if (a.type <= SampleType::integer && b.type <= SampleType::integer) {
    return a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
  }
  return std::nullopt;
}

bool is_empty(const Sample& value) { return value.is_text() && value.text.empty(); }
bool is_nothing(const Sample& value) { return value.is_text() ? value.text.empty() : value.number == 0; }

bool condition_holds(std::string_view condition, const Sample* present, const Sample& value) {
  if (condition == "ifexists") return present != nullptr;
  if (condition == "ifnotexists") return present == nullptr;
  if (condition == "ifempty") return is_empty(value);
  if (condition == "ifnotempty") return !is_empty(value);
  if (condition == "ifset") return !is_nothing(value);
  if (condition == "ifnotset") return is_nothing(value);
  if (condition != "ifgt" && condition != "iflt") return true;
  // A variable that is not set is set in any case.
  if (present == nullptr) return true;
  const auto order = compare(*present, value);
  return order && (condition == "ifgt" ? *order > 0 : *order < 0);
}

}  // namespace

void set_variable(model::Index variable, std::span<const Arg> conditions, Context& context, const Sample& value) {
  const Sample* present = read_variable(variable, context);
  const bool all = std::all_of(conditions.begin(), conditions.end(), [&](const Arg& condition) {
    return !condition.given() || condition_holds(condition.text, present, value);
  });
  if (all) write_variable(variable, context, value);
}

}  // namespace hapax::routing
