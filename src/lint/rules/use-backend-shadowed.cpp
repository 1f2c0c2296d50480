// A use_backend rule that no request ever reaches, because each request for which it holds was taken by an earlier one.
//
// Conditions are compared as sets of terms: a clause "a b" is covered by an earlier clause "a", since whatever
// satisfies both satisfies the one. Where ACLs match beginnings, ends or parts of strings, their patterns are compared
// as well:
// "{ path_beg /api }" covers "{ path_beg /api/v2 }". A rule is dead when each of its clauses is covered by some clause
// of some earlier rule. This is sound: the ACLs of a section do not change between two use_backend rules.
#include <algorithm>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/arena.hpp>
#include <hapax/base/first_of_name.hpp>
#include <hapax/lint/rule.hpp>

#include "lint/pattern_cover.hpp"
#include "lint/section_tests.hpp"

namespace hapax::lint {
namespace {

using Terms = std::vector<std::string_view>;

constexpr std::size_t kNoClause = -1;

struct EarlierClause {
  Terms terms;
  const config::Directive* line;
  std::size_t next_of_group = kNoClause;
};

// Most terms are a name, which is in the configuration's text.
std::string_view key_of(const Term& term, Arena& arena) {
  if (!term.negated && term.words.empty()) return term.name;
  std::string key = term.negated ? "!" : "";
  key += term.name;
  for (const config::Word& word : term.words) key.append(1, '\x1f').append(word.text);
  return arena.copy(key);
}

Terms terms_of(const std::vector<Term>& clause, Arena& arena) {
  Terms terms;
  for (const Term& term : clause) terms.push_back(key_of(term, arena));
  std::sort(terms.begin(), terms.end());
  return terms;
}

// Earlier clauses by the first of their sorted terms: only those can cover a clause whose first term is one of its
// terms.
class EarlierClauses {
 public:
  [[nodiscard]] bool empty() const { return clauses_.empty(); }

  void add(Terms terms, const config::Directive* line) {
    const std::size_t index = clauses_.size();
    const auto [group, is_new] =
        by_first_.emplace(terms.empty() ? std::string_view() : terms.front(), Group{index, index});
    if (!is_new) clauses_[std::exchange(group->last, index)].next_of_group = index;
    clauses_.push_back({std::move(terms), line});
  }

  /// The earliest rule that takes whatever satisfies `terms`; null when there is none.
  [[nodiscard]] const config::Directive* covering(const Terms& terms) const {
    std::size_t earliest = clauses_.size();
    look_among({}, terms, earliest);
    for (const std::string_view first : terms) look_among(first, terms, earliest);
    return earliest == clauses_.size() ? nullptr : clauses_[earliest].line;
  }

 private:
  void look_among(std::string_view first, const Terms& terms, std::size_t& earliest) const {
    const Group* const group = by_first_.find(first);
    if (group == nullptr) return;
    for (std::size_t index = group->first; index < earliest; index = clauses_[index].next_of_group) {
      const Terms& own = clauses_[index].terms;
      if (std::includes(terms.begin(), terms.end(), own.begin(), own.end())) earliest = index;
    }
  }

  /// Clauses of one first term, in order.
  struct Group {
    std::size_t first = 0, last = 0;
  };

  std::vector<EarlierClause> clauses_;
  FirstOfName<Group> by_first_;
};

// Earlier clauses with an ACL that matches parts of strings, and the ACLs of the section.
class WideClauses {
 public:
  WideClauses(const Part& part, const Proxy& proxy) {
    const std::span<const AclTest> tests = tests_of_section(part, *proxy.section);
    if (std::none_of(tests.begin(), tests.end(), matches_parts)) return;
    worth_it_ = true;
    for (const AclTest& test : tests)
      if (!test.name.empty()) named_[test.name].push_back(&test);
  }

  /// False: no ACL of the section matches parts of strings, so that there is nothing to add or to ask for.
  [[nodiscard]] bool worth_it() const { return worth_it_; }

  void add(const std::vector<Term>& clause, const config::Directive* line) {
    std::vector<Known> terms = known(clause);
    const bool wide = std::any_of(terms.begin(), terms.end(), [](const Known& term) {
      return std::any_of(term.tests.begin(), term.tests.end(), [](const AclTest* t) { return matches_parts(*t); });
    });
    if (wide) clauses_.push_back({std::move(terms), line});
  }

  /// The earliest rule that takes whatever satisfies the clause, and by which pattern; null when there is none.
  const config::Directive* covering(const std::vector<Term>& clause, CoveredPattern& by) {
    const std::vector<Known> narrow = known(clause);
    for (const Clause& wide : clauses_) {
      const bool covered = std::all_of(wide.terms.begin(), wide.terms.end(), [&](const Known& w) {
        return std::any_of(narrow.begin(), narrow.end(), [&](const Known& n) { return follows(w, n, by); });
      });
      if (covered) return wide.line;
    }
    return nullptr;
  }

 private:
  struct Known {
    const Term* term;
    std::vector<const AclTest*> tests;
  };
  struct Clause {
    std::vector<Known> terms;
    const config::Directive* line;
  };

  std::vector<Known> known(const std::vector<Term>& clause) {
    std::vector<Known> terms;
    for (const Term& term : clause) {
      Known& made = terms.emplace_back(Known{&terms_.emplace_back(term), {}});
      if (!term.words.empty()) {
        made.tests = {&anonymous_.emplace_back(acl_test(term.words))};
      } else if (const auto named = named_.find(term.name); named != named_.end()) {
        made.tests = named->second;
      }
    }
    return terms;
  }

  // Whether the term `wide` holds wherever `narrow` does. What a pattern does not match, a narrower one does not
  // either.
  bool follows(const Known& wide, const Known& narrow, CoveredPattern& by) {
    if (wide.term->negated != narrow.term->negated) return false;
    if (wide.term->words.empty() && wide.term->name == narrow.term->name) return true;
    return wide.term->negated ? cover_.covers(narrow.tests, wide.tests, by)
                              : cover_.covers(wide.tests, narrow.tests, by);
  }

  bool worth_it_ = false;
  std::unordered_map<std::string_view, std::vector<const AclTest*>> named_;
  std::deque<Term> terms_;
  std::deque<AclTest> anonymous_;
  std::vector<Clause> clauses_;
  PatternCover cover_;
};

bool is_computed(const config::Directive& line) {
  return !line.arguments().empty() && line.arguments()[0].text.find("%[") != std::string_view::npos;
}

constexpr std::size_t kMostRules = 2000;  // those with a term in common are compared pairwise

void check_proxy(const Part& part, const Proxy& proxy, Report& report) {
  EarlierClauses earlier;
  WideClauses wide(part, proxy);
  Arena arena;  // where keys are that stand in no text
  for (const config::Directive* line : proxy.use_backends) {
    const auto condition = condition_of(*line);
    if (!condition || condition->unless) continue;
    std::vector<Terms> clauses;
    for (const auto& clause : condition->clauses) clauses.push_back(terms_of(clause, arena));
    const config::Directive* first = nullptr;
    CoveredPattern pattern;
    bool dead = !earlier.empty();
    for (std::size_t i = 0; dead && i < clauses.size(); ++i) {
      const config::Directive* by = earlier.covering(clauses[i]);
      if (by == nullptr && wide.worth_it()) by = wide.covering(condition->clauses[i], pattern);
      dead = by != nullptr;
      if (first == nullptr) first = by;
    }
    if (dead) {
      Diagnostic& finding = report.add(
          line->span, fmt::format("'use_backend {}' is never reached: an earlier rule takes all of its requests",
                                  line->arguments()[0].text));
      finding.label = "dead";
      finding.related.push_back({first->span, "takes them first"});
      if (!pattern.narrow.empty() && pattern.narrow != pattern.wide)
        finding.help.push_back(fmt::format("whatever matches '{}' also matches '{}'", pattern.narrow, pattern.wide));
      finding.help.emplace_back("put the rule with the narrower condition first, or remove this one");
      continue;
    }
    if (is_computed(*line)) continue;
    for (Terms& terms : clauses) earlier.add(std::move(terms), line);
    if (!wide.worth_it()) continue;
    for (const std::vector<Term>& clause : condition->clauses) wide.add(clause, line);
  }
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (proxy.use_backends.size() > 1 && proxy.use_backends.size() <= kMostRules) check_proxy(part, proxy, report);
  }
}

}  // namespace

extern const Rule use_backend_shadowed_rule{
    {
        .name = "use-backend-shadowed",
        .severity = Severity::error,
        .summary = "a 'use_backend' whose requests are all taken by an earlier one",
        .why = "The first rule that holds decides. A rule with a further condition below one without it never gets a "
               "request, nor does 'path_beg /api/v2' below 'path_beg /api'; HAProxy does not say so.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    acl api path_beg /api/
    acl mobile req.hdr(user-agent) -m sub Mobile
    use_backend api if api
    use_backend mobile_api if api mobile

backend api
    mode http
    server api1 192.0.2.11:80

backend mobile_api
    mode http
    server api2 192.0.2.12:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    acl api path_beg /api/
    acl mobile req.hdr(user-agent) -m sub Mobile
    use_backend mobile_api if api mobile
    use_backend api if api

backend api
    mode http
    server api1 192.0.2.11:80

backend mobile_api
    mode http
    server api2 192.0.2.12:80
)",
    },
    check,
};

}  // namespace hapax::lint
