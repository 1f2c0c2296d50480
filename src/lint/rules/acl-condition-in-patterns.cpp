#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>
#include <hapax/syntax/condition.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 6> kWords{"||", "&&", "or", "and", "if", "unless"};

bool is_operator(std::string_view word) { return std::find(kWords.begin(), kWords.end(), word) != kWords.end(); }

// "or" and "if" may be patterns in their own right, where any word may be; in a path or an address they cannot.
bool is_certain(const AclTest& test, std::string_view word) {
  if (word == "||" || word == "&&") return true;
  const std::string_view base = test.base();
  return base == "path" || base == "pathq" || base == "src" || base == "dst" || base == "method" || test.on_host();
}

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    for (const config::Word& pattern : test.patterns) {
      if (!is_operator(pattern.text) || !is_certain(test, pattern.text)) continue;
      Diagnostic& finding =
          report.add(pattern.span, fmt::format("'{}' is a pattern here: '{}' is compared with it and with what follows",
                                               pattern.text, test.criterion->text));
      finding.label = "no operator within an ACL";
      if (syntax::begins_condition(pattern.text)) {
        finding.help = {
            "an ACL has no condition of its own; combine ACLs where they are used: 'if a b' or 'if a or b'"};
      } else {
        finding.help = {test.name.empty() ? "give each test braces of its own: '{ ... } or { ... }'"
                                          : "write two 'acl' lines of the same name for 'or', and 'if a b' for 'and'"};
      }
      break;
    }
  }
}

}  // namespace

extern const Rule acl_condition_in_patterns_rule{
    {
        .name = "acl-condition-in-patterns",
        .severity = Severity::error,
        .summary = "an operator such as '||' or a condition such as 'if' among the patterns of an ACL",
        .why =
            "Everything behind the fetch is a pattern to compare with; HAProxy looks for a request whose path is '||'. "
            "HAProxy does not say a word about it unless it is started with -dD.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend api if { path_beg /api/ || path_beg /rpc/ }

backend api
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend api if { path_beg /api/ } || { path_beg /rpc/ }

backend api
    mode http
    server a1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
