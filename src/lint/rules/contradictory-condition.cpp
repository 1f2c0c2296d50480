#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// The term that a clause both asks for and excludes; null when there is none.
const Term* contradicted(const std::vector<Term>& clause) {
  for (const Term& a : clause) {
    for (const Term& b : clause) {
      if (a.negated && !b.negated && !a.name.empty() && a.name == b.name) return &a;
    }
  }
  return nullptr;
}

// Only a condition with a '!' before a name can contradict itself.
bool negates_name(const config::Directive& line) {
  return std::any_of(line.words.begin(), line.words.end(),
                     [](const auto& word) { return word.text.starts_with('!') && word.text != "!{"; });
}

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    for (const config::Directive& line : section.directives) {
      if (!may_be_rule(line) || line.is("acl") || !negates_name(line)) continue;
      const auto condition = condition_of(line);
      if (!condition) continue;
      for (const auto& clause : condition->clauses) {
        const Term* term = contradicted(clause);
        if (term == nullptr) continue;
        const bool alone = condition->clauses.size() == 1;
        Diagnostic& finding =
            report.add(term->span, fmt::format("'{}' and '!{}' never hold at once: {} is never true", term->name,
                                               term->name, alone ? "the condition" : "this part of the condition"));
        finding.label = "excludes what the condition asks for";
        finding.help = {alone && condition->unless ? "with 'unless' the rule therefore always applies"
                                                   : "the rule is dead; write 'or' between the two if either is meant"};
      }
    }
  }
}

}  // namespace

extern const Rule contradictory_condition_rule{
    {
        .name = "contradictory-condition",
        .severity = Severity::error,
        .summary = "a condition that asks for an ACL and for its opposite",
        .why = "Terms beside each other must all hold. 'a !a' never does, so that the rule is dead, or with 'unless' "
               "always "
               "applies.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    acl internal src 10.0.0.0/8
    http-request deny if internal !internal
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    acl internal src 10.0.0.0/8
    acl admin path_beg /admin/
    http-request deny if admin !internal
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
