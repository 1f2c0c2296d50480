#include "routing/actions/actions.hpp"

#include <array>

#include "routing/evaluate/expression.hpp"
#include "routing/evaluate/reason.hpp"

namespace hapax::routing {
namespace {

using Table = std::array<ActionFunction, static_cast<std::size_t>(model::ActionId::count)>;

Table gather() {
  Table table{};
  for (const auto entries : {answer_actions(), header_actions(), request_line_actions(), state_actions(),
                             counter_actions(), connection_actions(), cache_actions()}) {
    for (const ActionEntry& entry : entries) table[static_cast<std::size_t>(entry.id)] = entry.function;
  }
  return table;
}

Ruling carry_out(model::Index rule, Context& context) {
  const Program& program = context.world.program;
  // An answer that refuses names its own rule, where a format asks for it; others are made before the rule counts.
  const model::ActionId action = context.world.model.rules[rule].action;
  const bool refuses = action == model::ActionId::deny || action == model::ActionId::tarpit;
  if (refuses && context.state != nullptr) context.state->last_rule = rule;
  const Ruling ruling = program.actions[rule](program.args(context.world.model.rules[rule].arguments), context);
  if (context.world.disturbing[rule] != 0) context.begin_edition();
  if (context.world.lasting[rule] != 0) context.by_form_alone = false;
  return ruling;
}

/// The same with an account of it.
Ruling carry_out_and_tell(model::Index index, Context& context) {
  const model::Rule& rule = context.world.model.rules[index];
  std::string why;
  const bool applies = holds(rule.condition, context, &why);
  if (rule.condition == model::kNone) why = "no condition";
  if (context.waits) why += why.empty() ? "waits for the end of inspect-delay" : "; waits for the end of inspect-delay";
  Ruling ruling;
  if (applies) {
    ruling = carry_out(index, context);
    const std::string effect = effect_of(rule, context);
    if (!effect.empty()) why = rule.condition == model::kNone ? effect : effect + "; " + why;
  }
  context.trace->rule(rule.place, rule.text, applies, std::move(why));
  return ruling;
}

}  // namespace

ActionFunction action_function(model::ActionId id) {
  static const Table kTable = gather();
  return kTable[static_cast<std::size_t>(id)];
}

Ruling run_rules(model::Range rules, Context& context) {
  for (model::Index i = rules.first; i < rules.end(); ++i) {
    Ruling ruling;
    if (context.trace != nullptr) {
      ruling = carry_out_and_tell(i, context);
    } else if (holds(context.world.model.rules[i].condition, context)) {
      ruling = carry_out(i, context);
    }
    if (context.waits) return {Ruling::Step::wait, Outcome::served, 0};
    if (ruling.step == Ruling::Step::next) continue;
    ruling.rule = i;
    const model::ActionId action = context.world.model.rules[i].action;
    if (action == model::ActionId::return_ || action == model::ActionId::auth) {
      ruling.answered = i;
    } else if (context.state != nullptr && action != model::ActionId::redirect &&
               action != model::ActionId::cache_use) {
      context.state->last_rule = i;
    }
    return ruling;
  }
  return {};
}

}  // namespace hapax::routing
