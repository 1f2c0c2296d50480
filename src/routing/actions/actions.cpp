#include "routing/actions/actions.hpp"

#include <array>

#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

using Table = std::array<ActionFunction, static_cast<std::size_t>(model::ActionId::count)>;

Table gather() {
  Table table{};
  for (const auto entries : {answer_actions(), header_actions(), request_line_actions(), state_actions(),
                             counter_actions(), connection_actions()}) {
    for (const ActionEntry& entry : entries) table[static_cast<std::size_t>(entry.id)] = entry.function;
  }
  return table;
}

bool rule_applies(const model::Rule& rule, Context& context) {
  if (context.trace == nullptr) return holds(rule.condition, context);
  std::string why;
  const bool applies = holds(rule.condition, context, &why);
  if (rule.condition == model::kNone) why = "no condition";
  context.trace->rule(rule.place, rule.text, applies, std::move(why));
  return applies;
}

}  // namespace

ActionFunction action_function(model::ActionId id) {
  static const Table table = gather();
  return table[static_cast<std::size_t>(id)];
}

Ruling run_rules(model::Range rules, Context& context) {
  const Program& program = context.world.program;
  for (model::Index i = rules.first; i < rules.end(); ++i) {
    const model::Rule& rule = context.world.model.rules[i];
    if (!rule_applies(rule, context)) continue;
    const Ruling ruling = program.actions[i](program.args(rule.arguments), context);
    if (context.world.disturbing[i] != 0) context.begin_edition();
    if (context.world.lasting[i] != 0) context.by_form_alone = false;
    if (ruling.step != Ruling::Step::next) return ruling;
  }
  return {};
}

}  // namespace hapax::routing
