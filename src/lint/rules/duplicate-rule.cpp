#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// Lines that do nothing the second time. Others, such as add-header, count or append.
constexpr std::array<std::string_view, 6> kActions{"deny", "redirect", "return", "set-header", "del-header", "tarpit"};

enum class Idempotent : std::uint8_t { no, yes, by_action };

Idempotent idempotent(const config::Keyword& row) {
  if (row.name == "use_backend" || row.name == "acl" || row.name == "redirect") return Idempotent::yes;
  const bool rules = row.name == "http-request" || row.name == "http-response";
  return rules ? Idempotent::by_action : Idempotent::no;
}

bool is_idempotent(const config::Directive& line) {
  static const config::ByRow<Idempotent> kKnown(config::KeywordClass::directive, idempotent);
  const Idempotent known = line.row == nullptr ? Idempotent::no : kKnown[*line.row];
  if (known == Idempotent::no || line.arguments().empty()) return false;
  return known == Idempotent::yes ||
         std::find(kActions.begin(), kActions.end(), line.arguments()[0].text) != kActions.end();
}

// Lines are the same when their words are.
using Words = std::span<const config::Word>;
struct HashWords {
  std::size_t operator()(Words words) const {
    std::size_t hash = 0;
    for (const config::Word& word : words) hash = hash * 31 + std::hash<std::string_view>()(word.text);
    return hash;
  }
};
struct SameWords {
  bool operator()(Words a, Words b) const {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const config::Word& x, const config::Word& y) { return x.text == y.text; });
  }
};

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    std::unordered_map<Words, const config::Directive*, HashWords, SameWords> seen;
    const config::Directive* above = nullptr;
    for (const config::Directive& line : proxy.section->directives) {
      const config::Directive* const previous = std::exchange(above, &line);
      if (!is_idempotent(line)) continue;
      const auto [entry, is_new] = seen.emplace(line.words, &line);
      // A header may have been changed in between; only neighbours are certainly the same then.
      if (is_new || (line.arguments()[0].text.ends_with("-header") && entry->second != previous)) continue;
      Diagnostic& finding = report.add(line.span, fmt::format("this '{}' stands twice in the section", line.name()));
      finding.label = "no effect";
      finding.related.push_back({entry->second->span, "the same line"});
      finding.help = {"remove one of the two"};
    }
  }
}

}  // namespace

extern const Rule duplicate_rule_rule{
    {
        .name = "duplicate-rule",
        .severity = Severity::warning,
        .summary = "a rule or ACL that stands twice in a section, word for word",
        .why = "The second one has no effect. Often a copy was made to be changed, and then was not.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    use_backend api if { path_beg /api/ }
    use_backend api if { path_beg /api/ }

backend api
    mode http
    server api1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    use_backend api if { path_beg /api/ }
    use_backend api if { path_beg /rpc/ }

backend api
    mode http
    server api1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
