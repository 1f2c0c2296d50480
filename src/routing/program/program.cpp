#include "routing/program/program.hpp"

#include <algorithm>
#include <map>

#include "routing/actions/actions.hpp"
#include "routing/convert/converters.hpp"
#include "routing/fetch/fetches.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {

const Arg Args::kAbsent{};

Program::Program(const model::RoutingModel& routing_model) : model(routing_model) {
  regexes.reserve(model.regexes.size());
  for (const model::Regex& regex : model.regexes) regexes.emplace_back(regex.pattern, regex.ignore_case);
  compile_arguments();
  compile_expressions();
  number_variables();
  for (model::Index i = 0; i < model.proxies.size(); ++i) {
    if (model.proxies[i].kind != model::Proxy::Kind::frontend) backends.emplace(model.proxies[i].name, i);
  }
  for (const model::Rule& rule : model.rules) {
    actions.push_back(action_function(rule.action));
    if (rule.action != model::ActionId::track_sc || rule.arguments.empty()) continue;
    const std::int64_t counter = model.arguments[rule.arguments.first].number;
    stick_counters = std::max(stick_counters, static_cast<std::uint32_t>(std::clamp<std::int64_t>(counter, 0, 63)) + 1);
  }
}

void Program::compile_arguments() {
  arguments.reserve(model.arguments.size());
  for (const model::Argument& argument : model.arguments) {
    arguments.push_back({argument.kind, argument.index, argument.number, argument.text});
  }
}

void Program::make_constant(const model::Expression& expression) {
  if (expression.arguments.empty()) return;
  Arg& arg = arguments[expression.arguments.first];
  Arena scratch;
  Sample sample;
  sample.set_string(arg.text);
  bool valid = true;
  switch (expression.fetch) {
    case model::FetchId::str:
      break;
    case model::FetchId::int_:
      sample.set_integer(arg.number);
      break;
    case model::FetchId::bool_:
      sample.set_boolean(arg.text == "true" || arg.text == "1");
      break;
    case model::FetchId::ipv4:
      valid = cast(sample, SampleType::ipv4, scratch);
      break;
    case model::FetchId::ipv6:
      valid = cast(sample, SampleType::ipv6, scratch);
      break;
    case model::FetchId::meth:
      sample.type = SampleType::method;
      break;
    case model::FetchId::bin: {
      std::string& bytes = texts.emplace_back();
      for (std::size_t i = 0; i + 1 < arg.text.size(); i += 2) {
        bytes += static_cast<char>(hex_value(arg.text[i]) * 16 + hex_value(arg.text[i + 1]));
      }
      sample.set_binary(bytes);
      break;
    }
    default:
      return;
  }
  if (!valid) {
    arg.index = model::kNone;
    return;
  }
  arg.index = static_cast<model::Index>(constants.size());
  constants.push_back(sample);
}

void Program::compile_expressions() {
  converters.reserve(model.converters.size());
  for (const model::Converter& converter : model.converters) {
    converters.push_back({convert_function(converter.id), model::input_of(converter.id), args(converter.arguments)});
  }
  expressions.reserve(model.expressions.size());
  for (const model::Expression& expression : model.expressions) {
    make_constant(expression);
    if (expression.fetch == model::FetchId::acl) {
      for (model::Index i = expression.arguments.first; i < expression.arguments.end(); ++i) {
        Arg& arg = arguments[i];
        arg.number = arg.text.starts_with('!') ? 1 : 0;
        arg.index = find_acl(arg.text.substr(static_cast<std::size_t>(arg.number)));
      }
    }
    expressions.push_back({fetch_function(expression.fetch), args(expression.arguments),
                           std::span<const CompiledConverter>(converters)
                               .subspan(expression.converters.first, expression.converters.count)});
  }
}

void Program::number_variables() {
  using Key = std::pair<model::Variable::Scope, std::string_view>;
  std::map<Key, std::uint32_t> slots;
  for (const model::Variable& variable : model.variables) {
    std::uint32_t& next = slots_per_scope[static_cast<std::size_t>(variable.scope)];
    const auto [slot, added] = slots.emplace(Key{variable.scope, variable.name}, next);
    if (added) ++next;
    variable_slots.push_back(slot->second);
  }
}

model::Index Program::find_backend(std::string_view name) const {
  const auto found = backends.find(name);
  return found == backends.end() ? model::kNone : found->second;
}

model::Index Program::find_server(model::Index backend, std::string_view name) const {
  const model::Range servers = model.proxies[backend].servers;
  for (model::Index i = servers.first; i < servers.end(); ++i) {
    if (model.servers[i].name == name) return i;
  }
  return model::kNone;
}

model::Index Program::find_acl(std::string_view name) const {
  for (model::Index i = 0; i < model.acls.size(); ++i) {
    if (model.acls[i].name == name) return i;
  }
  return model::kNone;
}

}  // namespace hapax::routing
