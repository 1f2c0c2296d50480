// The global section: the few lines of it that decide something.
#include <algorithm>

#include "model/compile/arguments.hpp"
#include "model/compile/expressions.hpp"
#include "model/compile/formats.hpp"
#include "model/compile/log_targets.hpp"
#include "model/compile/passes.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;

void apply(Compilation& c, const Directive& line) {
  const std::string_view value = WordCursor(line.arguments()).peek();
  model::RoutingModel& model = c.model;
  if (line.is("maxconn")) model.maxconn = integer_value(value);
  if (line.is("nbthread")) model.threads = static_cast<std::uint32_t>(integer_value(value));
  if (line.is("maxconnrate")) model.connection_rate = integer_value(value);
  if (line.is("maxsessrate")) model.session_rate = integer_value(value);
  if (line.is("tune.bufsize")) model.buffer_size = static_cast<std::uint32_t>(size_value(value).value_or(16384));
  if (line.is("tune.maxrewrite")) model.rewrite_reserve = static_cast<std::uint32_t>(size_value(value).value_or(1024));
  if (line.is("tune.http.maxhdr")) model.max_headers = static_cast<std::uint32_t>(integer_value(value));
  if (line.is("tune.http.logurilen")) model.request_line_size = static_cast<std::uint32_t>(integer_value(value));
  if (line.is("spread-checks")) model.spread_checks = static_cast<std::uint32_t>(integer_value(value));
  if (line.is("log")) {
    if (auto target = log_target(c, line)) c.global_logs.push_back(std::move(*target));
  }
}

// `set-var proc.x EXPR` and `set-var-fmt proc.x FORMAT`: rules that run once, when the process starts.
Result<model::Rule> start_rule(Compilation& c, const Directive& line) {
  const ProxyWork nowhere;
  const bool format = line.is("set-var-fmt");
  WordCursor words(line.arguments());
  const auto name = variable(c, words.next());
  if (!name) return tl::unexpected(name.error());
  const auto value = format ? compile_format(c, nowhere, words.next()) : compile_expression(c, nowhere, words);
  if (!value) return tl::unexpected(value.error());
  model::Rule rule;
  rule.action = format ? model::ActionId::set_var_fmt : model::ActionId::set_var;
  rule.place = c.place(line.span);
  rule.text = joined(line.words);
  rule.arguments = Compilation::append(
      c.model.arguments,
      {index_argument(model::Argument::Kind::variable, *name),
       index_argument(format ? model::Argument::Kind::format : model::Argument::Kind::expression, *value)});
  return rule;
}

}  // namespace

void compile_global(Compilation& c) {
  std::vector<model::Rule> rules;
  for (const config::Section* section : c.config.all(config::SectionKind::global)) {
    for (const Directive& line : section->directives) {
      apply(c, line);
      if (!line.is("set-var") && !line.is("set-var-fmt")) continue;
      auto rule = start_rule(c, line);
      if (rule) {
        rules.push_back(std::move(*rule));
      } else {
        c.not_modelled(model::kNone, line.span, std::string(line.name()) + ": " + rule.error().message);
      }
    }
  }
  model::RoutingModel& model = c.model;
  model.rewrite_reserve = std::min(model.rewrite_reserve, model.buffer_size / 2);
  model.max_headers = std::max<std::uint32_t>(model.max_headers, 1);
  c.model.start_rules = Compilation::append(c.model.rules, std::move(rules));
}

}  // namespace hapax::compile
