// Rule sets: `http-request`, `tcp-request content`, `redirect` and their kin. Lines are collected while a proxy is
// read, those of its defaults section first, and compiled when all names are known.
#include "model/compile/actions.hpp"
#include "model/compile/conditions.hpp"
#include "model/compile/glance.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/passes.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::RuleSet;

// The words of the action and those of the condition. A `redirect` line is its own action.
std::pair<Words, Words> split(const Directive& line) {
  const bool redirect = line.is("redirect");
  const Words words = redirect ? Words(line.words) : line.arguments();
  if (!redirect && line.action() != nullptr) {
    const std::size_t size = std::min(line.action()->words.size(), words.size());
    return {words.first(size), words.subspan(size)};
  }
  const Words condition = condition_words(words);
  return {words.first(words.size() - condition.size()), condition};
}

// `http-request capture SAMPLE len N` makes a slot of its own, in the order of the lines.
void declare_slot(Compilation& c, ProxyWork& work, const Directive& line) {
  if (!work.scope->may_have_action("capture")) return;
  const Words words = split(line).first;
  if (words.empty() || words[0].text != "capture") return;
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    if (words[i].text != "len") continue;
    std::vector<model::Capture>& captures = c.proxy(work).captures;
    work.capture_slots[&line] = static_cast<std::uint32_t>(captures.size());
    captures.push_back({"", static_cast<std::uint32_t>(integer_value(words[i + 1].text))});
    return;
  }
}

template <RuleSet Set>
void rule(Compilation& c, ProxyWork& work, const Directive& line) {
  declare_slot(c, work, line);
  work.rules[static_cast<std::size_t>(Set)].push_back({&line, work.scope});
}

// As any `stats` line it switches the page on.
void stats_rule(Compilation& c, ProxyWork& work, const Directive& line) {
  enable_statistics(c, work);
  rule<RuleSet::stats_http_request>(c, work, line);
}

constexpr Handler kLines[] = {
    {"tcp-request connection", rule<RuleSet::tcp_request_connection>},
    {"tcp-request session", rule<RuleSet::tcp_request_session>},
    {"tcp-request content", rule<RuleSet::tcp_request_content>},
    {"tcp-response content", rule<RuleSet::tcp_response_content>},
    {"http-request", rule<RuleSet::http_request>},
    {"http-response", rule<RuleSet::http_response>},
    {"http-after-response", rule<RuleSet::http_after_response>},
    {"stats http-request", stats_rule},
    {"redirect", rule<RuleSet::redirect>},
};

Result<model::Rule> compile_rule(Compilation& c, ProxyWork& work, const Line& line, bool of_answer) {
  const auto [action, condition] = split(*line.directive);
  c.of_answer = of_answer;
  auto rule = compile_action(c, work, *line.directive, action);
  c.of_answer = false;
  if (!rule) return rule;
  const auto index = compile_condition(c, work, line, condition);
  if (!index) return tl::unexpected(index.error());
  rule->condition = *index;
  rule->place = c.place(line.directive->span);
  if (c.findings_only) return rule;
  rule->text =
      line.directive->is("redirect") ? joined(action) : std::string(line.directive->name()) + " " + joined(action);
  return rule;
}

}  // namespace

std::span<const Handler> rule_lines() { return kLines; }

void compile_rules(Compilation& c, ProxyWork& work) {
  RuleGlance glance(c, *work.section);
  for (std::size_t set = 0; set < model::kRuleSets; ++set) {
    std::vector<model::Rule> rules;
    const auto which = static_cast<RuleSet>(set);
    const bool of_answer = which == RuleSet::tcp_response_content || which == RuleSet::http_response ||
                           which == RuleSet::http_after_response;
    for (const Line& line : work.rules[set]) {
      if (glance.finds_nothing(*line.directive)) continue;
      work.scope = line.scope;
      auto rule = compile_rule(c, work, line, of_answer);
      if (rule) {
        if (!c.findings_only) rules.push_back(std::move(*rule));
      } else {
        c.not_modelled(work.index, line.directive->span,
                       std::string(line.directive->name()) + " " + rule.error().message);
      }
      c.forget_line();
    }
    c.proxy(work).rules[set] = Compilation::append(c.model.rules, std::move(rules));
  }
}

}  // namespace hapax::compile
