#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

bool has_upper(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}
bool has_lower(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Which of the two converters stands last; what comes behind it must not be able to bring letters back.
enum class Case { any, lower, upper };

Case case_of(std::string_view converters) {
  Case result = Case::any;
  while (!converters.empty()) {
    const std::string_view one = converters.substr(0, converters.find(','));
    if (one == "lower")
      result = Case::lower;
    else if (one == "upper")
      result = Case::upper;
    else if (!one.starts_with("field") && !one.starts_with("word") && one != "host_only")
      result = Case::any;
    converters.remove_prefix(std::min(one.size() + 1, converters.size()));
  }
  return result;
}

void check(const Part& part, Report& report) {
  for (const AclTest& test : part.acl_tests) {
    const Case letters = case_of(test.converters);
    if (letters == Case::any || test.ignore_case || test.match() == Match::regex) continue;
    for (const config::Word& pattern : test.patterns) {
      const bool wrong = letters == Case::lower ? has_upper(pattern.text) : has_lower(pattern.text);
      if (!wrong) continue;
      const std::string_view word = letters == Case::lower ? "lower" : "upper";
      Diagnostic& finding = report.add(
          pattern.span, fmt::format("'{}' never matches: '{}' has made all letters {} case", pattern.text, word, word));
      finding.label = letters == Case::lower ? "has capitals" : "has small letters";
      finding.related.push_back({test.criterion->span, "what is compared"});
      finding.help = {fmt::format("write the pattern in {} case, or compare with '-i' and without '{}'", word, word)};
    }
  }
}

}  // namespace

extern const Rule pattern_case_mismatch_rule{
    {
        .name = "pattern-case-mismatch",
        .severity = Severity::error,
        .summary = "a pattern with capitals behind the converter 'lower', or with small letters behind 'upper'",
        .why = "The converter has changed the case before the comparison, which is exact without '-i': the pattern "
               "matches "
               "nothing.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend api if { path,lower -m beg /API/ }

backend api
    mode http
    server a1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend api if { path,lower -m beg /api/ }

backend api
    mode http
    server a1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
