// ACLs that ask for two different values of the one thing that a request has: two hosts, two methods, two beginnings of
// the path. Side by side they never hold, and "not the one or not the other" always does.
#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/ascii_case.hpp>
#include <hapax/lint/rule.hpp>
#include <hapax/syntax/condition.hpp>

#include "lint/section_tests.hpp"

namespace hapax::lint {
namespace {

using Tests = std::vector<const AclTest*>;

// Whether a request has one value of it, and not a list.
bool has_one_value(const AclTest& test) {
  constexpr std::string_view kOne[] = {"method", "path", "pathq", "url", "query", "ssl_fc_sni", "req.ssl_sni"};
  return test.on_host() || std::find(std::begin(kOne), std::end(kOne), test.base()) != std::end(kOne);
}

bool is_literal(const AclTest& test) {
  const Match match = test.match();
  return !test.has_file && !test.as_map && !test.patterns.empty() && test.converters.empty() && has_one_value(test) &&
         (match == Match::string || match == Match::beginning || match == Match::end);
}

bool look_at_the_same(const AclTest& a, const AclTest& b) {
  return (a.on_host() && b.on_host()) || (a.base() == b.base() && a.argument == b.argument);
}

std::string spelled(std::string_view text, bool ignore_case) {
  std::string copy(text);
  if (ignore_case) std::transform(copy.begin(), copy.end(), copy.begin(), to_lower);
  return copy;
}

// Whether no text matches both patterns.
bool exclude(Match how_a, std::string_view a, Match how_b, std::string_view b) {
  if (how_b == Match::string) {
    std::swap(how_a, how_b);
    std::swap(a, b);
  }
  if (how_a == Match::string)
    return how_b == Match::string ? a != b : how_b == Match::beginning ? !a.starts_with(b) : !a.ends_with(b);
  if (how_a != how_b) return false;
  return how_a == Match::beginning ? !a.starts_with(b) && !b.starts_with(a) : !a.ends_with(b) && !b.ends_with(a);
}

bool exclude(const AclTest& a, const AclTest& b) {
  if (!is_literal(a) || !is_literal(b) || !look_at_the_same(a, b)) return false;
  const bool ignore_case = a.ignore_case || b.ignore_case;
  return std::all_of(a.patterns.begin(), a.patterns.end(), [&](const config::Word& left) {
    const std::string text = spelled(left.text, ignore_case);
    return std::all_of(b.patterns.begin(), b.patterns.end(), [&](const config::Word& right) {
      return exclude(a.match(), text, b.match(), spelled(right.text, ignore_case));
    });
  });
}

bool exclude(const Tests& a, const Tests& b) {
  constexpr std::size_t kMany = 32;  // lists of hosts and paths are compared pattern by pattern
  const auto is_long = [](const AclTest* test) { return test->patterns.size() > kMany; };
  if (a.empty() || b.empty() || a.size() + b.size() > kMany) return false;
  if (std::any_of(a.begin(), a.end(), is_long) || std::any_of(b.begin(), b.end(), is_long)) return false;
  return std::all_of(a.begin(), a.end(), [&b](const AclTest* left) {
    return std::all_of(b.begin(), b.end(), [left](const AclTest* right) { return exclude(*left, *right); });
  });
}

// The ACLs of a section by their names, looked up when the first line asks for one.
class AclsOfSection {
 public:
  AclsOfSection(const Part& part, const config::Section& section) : part_(part), section_(section) {}

  const Tests& named(std::string_view name) {
    if (!read_) read();
    return tests_[name];
  }

 private:
  void read() {
    read_ = true;
    for (const AclTest& test : tests_of_section(part_, section_))
      if (!test.name.empty()) tests_[test.name].push_back(&test);
  }

  const Part& part_;
  const config::Section& section_;
  bool read_ = false;
  std::unordered_map<std::string_view, Tests> tests_;
};

class Line {
 public:
  Line(const config::Directive& line, AclsOfSection& acls, Report& report)
      : line_(line), acls_(acls), report_(report) {}

  void look(const syntax::Condition& condition) {
    const config::Arg* const arg = line_.arg("condition");
    if (arg == nullptr) return;
    words_ = arg->words;
    unless_ = condition.unless;
    for (const syntax::Alternative& alternative : condition.alternatives)
      if (side_by_side(condition.terms_of(alternative), condition.alternatives.size() == 1)) return;
    either(condition);
  }

 private:
  bool side_by_side(std::span<const syntax::Term> terms, bool alone) {
    for (std::size_t i = 0; i < terms.size(); ++i) {
      for (std::size_t j = i + 1; j < terms.size(); ++j) {
        if (terms[i].negated || terms[j].negated || !exclude_each_other(terms[i], terms[j])) continue;
        Diagnostic& finding =
            found(terms[i], terms[j],
                  fmt::format("{} and {} never hold at once: {} is never true", text(terms[i]), text(terms[j]),
                              alone ? "the condition" : "this part of the condition"));
        finding.label = "a request has one value only";
        if (alone)
          finding.help.emplace_back(unless_ ? "with 'unless' the rule therefore always applies"
                                            : "the rule never applies");
        finding.help.emplace_back("write 'or' between the two if either is meant");
        return true;
      }
    }
    return false;
  }

  // Not the one, or not the other: one of both is always true.
  void either(const syntax::Condition& condition) {
    std::vector<const syntax::Term*> negated;
    for (const syntax::Alternative& alternative : condition.alternatives) {
      const auto terms = condition.terms_of(alternative);
      if (terms.size() == 1 && terms[0].negated) negated.push_back(&terms[0]);
    }
    for (std::size_t i = 0; i < negated.size(); ++i) {
      for (std::size_t j = i + 1; j < negated.size(); ++j) {
        if (!exclude_each_other(*negated[i], *negated[j])) continue;
        Diagnostic& finding = found(
            *negated[i], *negated[j],
            fmt::format("not {} or not {} always holds: no request has both", text(*negated[i]), text(*negated[j])));
        finding.label = "always true";
        finding.help = {
            unless_ ? "with 'unless' the rule therefore never applies" : "the rule applies to every request",
            "leave 'or' out if neither is meant"};
        return;
      }
    }
  }

  [[nodiscard]] bool exclude_each_other(const syntax::Term& a, const syntax::Term& b) {
    AclTest own_a;
    AclTest own_b;
    return exclude(tests_of(a, own_a), tests_of(b, own_b));
  }

  // `own` is where an anonymous ACL is kept.
  Tests tests_of(const syntax::Term& term, AclTest& own) {
    if (!term.anonymous) return acls_.named(term.name);
    own = acl_test(words_.subspan(term.first_word, term.word_count));
    return {&own};
  }

  [[nodiscard]] std::string text(const syntax::Term& term) const {
    if (!term.anonymous) return fmt::format("'{}'", term.name);
    std::string text = "'{";
    for (const config::Word& word : words_.subspan(term.first_word, term.word_count))
      text.append(" ").append(word.text);
    return text + " }'";
  }

  Diagnostic& found(const syntax::Term& a, const syntax::Term& b, std::string message) {
    Diagnostic& finding = report_.add(cover(a.span, b.span), std::move(message));
    for (const syntax::Term* const term : {&a, &b}) {
      if (term->anonymous) continue;
      finding.related.push_back({acls_.named(term->name).front()->directive->span, "what it asks for"});
    }
    return finding;
  }

  const config::Directive& line_;
  AclsOfSection& acls_;
  Report& report_;
  std::span<const config::Word> words_;
  bool unless_ = false;
};

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    AclsOfSection acls(part, section);
    for (const config::Directive& line : section.directives) {
      if (!may_be_rule(line)) continue;
      const syntax::Condition* const condition = line.condition();
      if (condition != nullptr && condition->terms.size() > 1) Line(line, acls, report).look(*condition);
    }
  }
}

}  // namespace

extern const Rule acls_exclude_each_other_rule{
    {
        .name = "acls-exclude-each-other",
        .severity = Severity::error,
        .summary = "two ACLs that never hold at once side by side, or their opposites joined by 'or'",
        .why = "ACLs beside each other must all hold, and a request has one host, one method and one path: 'if host_a "
               "host_b' is never true, so that the rule is dead. In the same way '!host_a or !host_b' is always true. "
               "Only texts that stand in the configuration are compared.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    acl shop hdr(host) -i shop.example.com
    acl blog hdr(host) -i blog.example.com
    use_backend app if shop blog
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    acl shop hdr(host) -i shop.example.com
    acl blog hdr(host) -i blog.example.com
    use_backend app if shop or blog
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
