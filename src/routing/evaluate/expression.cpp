#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

/// Where a variable's scope keeps its values; null when it does not exist here.
Variables* store_of(model::Index variable, Context& context) {
  const bool in_answer = context.response && !context.in_scope_of_request;
  switch (context.world.model.variables[variable].scope) {
    case model::Variable::Scope::proc:
      return &context.world.process;
    case model::Variable::Scope::sess:
      return &context.session.variables;
    case model::Variable::Scope::txn:
      return context.state == nullptr ? nullptr : &context.state->txn;
    case model::Variable::Scope::req:
      return context.state == nullptr || in_answer ? nullptr : &context.state->message;
    case model::Variable::Scope::res:
      return context.state == nullptr || !in_answer ? nullptr : &context.state->response_message;
    case model::Variable::Scope::check:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

bool is_in_scope(model::Index variable, Context& context) { return store_of(variable, context) != nullptr; }

const Sample* read_variable(model::Index variable, Context& context) {
  const Variables* store = store_of(variable, context);
  return store == nullptr ? nullptr : store->get(context.world.program.variable_slots[variable]);
}

std::optional<std::string_view> read_variable_text(model::Index variable, Context& context) {
  const Sample* held = read_variable(variable, context);
  if (held == nullptr) return std::nullopt;
  Sample text = *held;
  if (!cast(text, SampleType::string, context.arena)) return std::nullopt;
  return text.text;
}

bool variable_exists(model::Index variable, Context& context) {
  const Variables* store = store_of(variable, context);
  return store != nullptr && store->exists(context.world.program.variable_slots[variable]);
}

void create_variable(model::Index variable, Context& context) {
  if (Variables* store = store_of(variable, context)) store->create(context.world.program.variable_slots[variable]);
}

void write_variable(model::Index variable, Context& context, const Sample& value) {
  if (Variables* store = store_of(variable, context)) store->set(context.world.program.variable_slots[variable], value);
}

void forget_variable(model::Index variable, Context& context) {
  if (Variables* store = store_of(variable, context)) store->unset(context.world.program.variable_slots[variable]);
}

bool convert(const CompiledExpression& expression, Context& context, Sample& sample) {
  for (const CompiledConverter& converter : expression.converters) {
    if (converter.input != SampleType::any && !cast(sample, converter.input, context.arena)) return false;
    if (!converter.function(converter.args, context, sample)) return false;
    // HAProxy makes texts in a buffer. Without an end a variable that a rule makes longer would grow with each request.
    if (sample.is_text()) sample.text = sample.text.substr(0, context.world.model.buffer_size);
  }
  return true;
}

bool evaluate_next(model::Index index, Context& context, Iteration& iteration, Sample& out) {
  const CompiledExpression& expression = context.world.program.expressions[index];
  iteration.more = false;
  if (!expression.fetch(expression.args, context, iteration, out)) return false;
  if (convert(expression, context, out)) return true;
  iteration.more = false;
  return false;
}

bool evaluate(model::Index index, Context& context, SampleType type, Sample& out) {
  Iteration single;
  return evaluate_next(index, context, single, out) && cast(out, type, context.arena);
}

}  // namespace hapax::routing
