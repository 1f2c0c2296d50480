#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <hapax/config/by_row.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

// Settings with one value: the last one holds.
constexpr std::array<std::string_view, 22> kSingle{"balance",
                                                   "default_backend",
                                                   "mode",
                                                   "maxconn",
                                                   "retries",
                                                   "fullconn",
                                                   "hash-type",
                                                   "cookie",
                                                   "backlog",
                                                   "timeout client",
                                                   "timeout server",
                                                   "timeout connect",
                                                   "timeout queue",
                                                   "timeout check",
                                                   "timeout http-request",
                                                   "timeout tunnel",
                                                   "timeout tarpit",
                                                   "timeout http-keep-alive",
                                                   "timeout client-fin",
                                                   "timeout server-fin",
                                                   "hash-balance-factor",
                                                   "retry-on"};

// Which setting a row is about, as an index; the size for what may stand several times. `balance` has a row for each
// algorithm.
std::size_t setting_of(const config::Keyword& row) {
  const std::string_view name = row.name.starts_with("balance ") ? "balance" : row.name;
  return static_cast<std::size_t>(std::find(kSingle.begin(), kSingle.end(), name) - kSingle.begin());
}

bool same_words(const config::Directive& a, const config::Directive& b) {
  return std::equal(a.words.begin(), a.words.end(), b.words.begin(), b.words.end(),
                    [](const auto& x, const auto& y) { return x.text == y.text; });
}

void check(const Part& part, Report& report) {
  static const config::ByRow<std::size_t> kSettingOf(config::KeywordClass::directive, setting_of);
  for (const config::Section& section : part.sections) {
    if (!section.is_proxy() && section.kind != config::SectionKind::defaults) continue;
    std::array<const config::Directive*, kSingle.size()> last{};
    for (const config::Directive& line : section.directives) {
      if (line.row == nullptr || line.no || line.reset) continue;
      const std::size_t setting = kSettingOf[*line.row];
      if (setting == kSingle.size()) continue;
      const config::Directive* const above = std::exchange(last[setting], &line);
      if (above == nullptr) continue;
      const config::Directive& before = *above;
      const std::string_view name = kSingle[setting];
      Diagnostic& finding = report.add(
          before.span, same_words(before, line)
                           ? fmt::format("'{}' stands twice in this section", name)
                           : fmt::format("this '{}' has no effect: another one below takes its place", name));
      finding.label = "not used";
      finding.related.push_back({line.span, "this one holds"});
      finding.help = {"remove the one that is not meant"};
    }
  }
}

}  // namespace

extern const Rule directive_overridden_rule{
    {
        .name = "directive-overridden",
        .severity = Severity::warning,
        .summary = "a setting that is given twice in one section, such as 'balance' or 'timeout client'",
        .why = "The last one holds and HAProxy is silent. Whoever changes the first one wonders why nothing happens.",
        .example_bad = R"(backend app
    mode http
    balance leastconn
    timeout server 30s
    balance roundrobin
    server app1 192.0.2.11:80
)",
        .example_good = R"(backend app
    mode http
    balance leastconn
    timeout server 30s
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
