// A use_backend rule that no request ever reaches, because each request for which it holds was taken by an earlier one.
//
// Conditions are compared as sets of terms, without looking into the ACLs: a clause "a b" is covered by an earlier
// clause "a", since whatever satisfies both satisfies the one. A rule is dead when each of its clauses is covered by
// some clause of some earlier rule. This is sound: the ACLs of a section do not change between two use_backend rules.
// What it cannot see is that '/a' covers '/a/b'.
#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/arena.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

using Terms = std::vector<std::string_view>;

struct EarlierClause {
  Terms terms;
  const config::Directive* line;
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
    by_first_[terms.empty() ? std::string_view() : terms.front()].push_back(clauses_.size());
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
    const auto group = by_first_.find(first);
    if (group == by_first_.end()) return;
    for (const std::size_t index : group->second) {
      if (index >= earliest) return;
      const Terms& own = clauses_[index].terms;
      if (std::includes(terms.begin(), terms.end(), own.begin(), own.end())) earliest = index;
    }
  }

  std::vector<EarlierClause> clauses_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_first_;
};

bool is_computed(const config::Directive& line) {
  return !line.arguments().empty() && line.arguments()[0].text.find("%[") != std::string_view::npos;
}

constexpr std::size_t kMostRules = 2000;  // those with a term in common are compared pairwise

void check_proxy(const Proxy& proxy, Report& report) {
  EarlierClauses earlier;
  Arena arena;  // where keys are that stand in no text
  for (const config::Directive* line : proxy.use_backends) {
    const auto condition = condition_of(*line);
    if (!condition || condition->unless) continue;
    std::vector<Terms> clauses;
    for (const auto& clause : condition->clauses) clauses.push_back(terms_of(clause, arena));
    const config::Directive* first = nullptr;
    bool dead = !earlier.empty();
    for (const Terms& terms : clauses) {
      const config::Directive* by = earlier.covering(terms);
      dead = dead && by != nullptr;
      if (first == nullptr) first = by;
    }
    if (dead) {
      Diagnostic& finding = report.add(
          line->span, fmt::format("'use_backend {}' is never reached: an earlier rule takes all of its requests",
                                  line->arguments()[0].text));
      finding.label = "dead";
      finding.related.push_back({first->span, "takes them first"});
      finding.help = {"put the rule with the narrower condition first, or remove this one"};
      continue;
    }
    if (is_computed(*line)) continue;
    for (Terms& terms : clauses) earlier.add(std::move(terms), line);
  }
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    if (proxy.use_backends.size() > 1 && proxy.use_backends.size() <= kMostRules) check_proxy(proxy, report);
  }
}

}  // namespace

extern const Rule use_backend_shadowed_rule{
    {
        .name = "use-backend-shadowed",
        .severity = Severity::error,
        .summary = "a 'use_backend' whose requests are all taken by an earlier one",
        .why = "The first rule that holds decides. A rule with a further condition below one without it never gets a "
               "request; HAProxy does not say so.",
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
