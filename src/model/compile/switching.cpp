// Where a request goes: `use_backend`, `default_backend`, `use-server`, force-persist and ignore-persist, `monitor
// fail`.
#include <hapax/syntax/log_format.hpp>

#include "model/compile/conditions.hpp"
#include "model/compile/formats.hpp"
#include "model/compile/glance.hpp"
#include "model/compile/passes.hpp"

namespace hapax::compile {
namespace {

/// A name that is written out, or a format that makes it.
struct Target {
  model::Index named = model::kNone;
  model::Index format = model::kNone;
};

bool is_computed(Compilation& c, std::string_view text) {
  if (text.find('%') == std::string_view::npos) return false;
  const auto format = syntax::parse_log_format(text, c.config.target, c.arena);
  return format && (format->items.size() != 1 || format->items[0].kind != syntax::FormatItem::Kind::text);
}

// `%[...]` in it makes it a format; otherwise it is looked up.
template <class Find>
Result<Target> target_of(Compilation& c, const ProxyWork& work, std::string_view text, const Find& find) {
  Target target;
  if (is_computed(c, text)) {
    const auto made = compile_format(c, work, text);
    if (!made) return tl::unexpected(made.error());
    target.format = *made;
    return target;
  }
  target.named = find(text);
  if (target.named == model::kNone) return fail("'" + std::string(text) + "', which does not exist");
  return target;
}

struct SwitchRule {
  Target target;
  model::Index condition = model::kNone;
};

template <class Find>
Result<SwitchRule> read_switch(Compilation& c, ProxyWork& work, const Line& line, const Find& find) {
  WordCursor words(line.directive->arguments());
  const auto target = target_of(c, work, words.next(), find);
  if (!target) return tl::unexpected(target.error());
  const auto condition = compile_condition(c, work, line, words.rest());
  if (!condition) return tl::unexpected(condition.error());
  return SwitchRule{*target, *condition};
}

void refuse(Compilation& c, ProxyWork& work, const Line& line, const Error& error) {
  c.not_modelled(work.index, line.directive->span, std::string(line.directive->name()) + " " + error.message);
}

void backend_rules(Compilation& c, ProxyWork& work) {
  std::vector<model::BackendRule> rules;
  const auto find = [&c](std::string_view name) { return Compilation::find(c.backends, name); };
  RuleGlance glance(c, *work.section);
  for (const Line& line : work.backend_rules) {
    if (glance.finds_nothing(*line.directive)) continue;
    const auto rule = read_switch(c, work, line, find);
    c.forget_line();
    if (!rule) {
      refuse(c, work, line, rule.error());
      continue;
    }
    if (c.findings_only) continue;
    rules.push_back({rule->target.named, rule->target.format, rule->condition, c.place(line.directive->span),
                     without_condition(line.directive->words)});
  }
  c.proxy(work).backend_rules = Compilation::append(c.model.backend_rules, std::move(rules));
}

void server_rules(Compilation& c, ProxyWork& work) {
  std::vector<model::ServerRule> rules;
  const auto find = [&c, &work](std::string_view name) {
    return Compilation::find(c.shared_names().servers, c.proxy(work).name + "/" + std::string(name));
  };
  for (const Line& line : work.server_rules) {
    const auto rule = read_switch(c, work, line, find);
    c.forget_line();
    if (!rule) {
      refuse(c, work, line, rule.error());
      continue;
    }
    rules.push_back({rule->target.named, rule->target.format, rule->condition, c.place(line.directive->span),
                     without_condition(line.directive->words)});
  }
  c.proxy(work).server_rules = Compilation::append(c.model.server_rules, std::move(rules));
}

void persist_rules(Compilation& c, ProxyWork& work) {
  std::vector<model::PersistRule> rules;
  for (const Line& line : work.persist_rules) {
    const auto condition = compile_condition(c, work, line, line.directive->arguments());
    if (!condition) {
      refuse(c, work, line, condition.error());
      continue;
    }
    rules.push_back({line.directive->is("force-persist"), *condition, c.place(line.directive->span),
                     without_condition(line.directive->words)});
  }
  c.proxy(work).persist_rules = Compilation::append(c.model.persist_rules, std::move(rules));
}

// Lines that are nothing but a condition.
void conditions(Compilation& c, ProxyWork& work, const std::vector<Line>& lines, std::vector<model::Index>& into) {
  for (const Line& line : lines) {
    const auto condition = compile_condition(c, work, line, line.directive->arguments());
    if (condition) {
      into.push_back(*condition);
    } else {
      refuse(c, work, line, condition.error());
    }
  }
}

}  // namespace

void compile_switching(Compilation& c, ProxyWork& work) {
  backend_rules(c, work);
  conditions(c, work, work.force_switch, c.proxy(work).force_switch);
  server_rules(c, work);
  persist_rules(c, work);
  if (!work.default_backend) return;
  const std::string_view name = WordCursor(work.default_backend->directive->arguments()).peek();
  c.proxy(work).default_backend = Compilation::find(c.backends, name);
}

void compile_monitor(Compilation& c, ProxyWork& work) {
  conditions(c, work, work.monitor_fail, c.proxy(work).monitor_fail);
}

}  // namespace hapax::compile
