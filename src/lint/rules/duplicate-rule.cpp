#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/hash.hpp>
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

bool are_same(Words a, Words b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const config::Word& x, const config::Word& y) { return x.text == y.text; });
}

std::uint64_t hash_of_words(Words words) {
  std::uint64_t hash = words.size();
  for (const config::Word& word : words) hash = std::rotl(hash, 29) ^ hash_of(word.text);
  return hash;
}

// The lines of a section so far, in an open-addressing table that is at most half full.
class SeenLines {
 public:
  explicit SeenLines(std::size_t lines) : slots_(std::bit_ceil(2 * lines)) {}

  /// The first line of the same words, which may be this one.
  const config::Directive& first_like(const config::Directive& line) {
    const std::uint64_t hash = hash_of_words(line.words);
    std::size_t at = hash & (slots_.size() - 1);
    for (; slots_[at].line != nullptr; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].hash == hash && are_same(slots_[at].line->words, line.words)) return *slots_[at].line;
    }
    slots_[at] = {hash, &line};
    return line;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    const config::Directive* line = nullptr;
  };
  std::vector<Slot> slots_;
};

void check_section(const config::Section& section, std::size_t lines, Report& report) {
  SeenLines seen(lines);
  const config::Directive* above = nullptr;
  for (const config::Directive& line : section.directives) {
    const config::Directive* const previous = std::exchange(above, &line);
    if (!is_idempotent(line)) continue;
    const config::Directive& first = seen.first_like(line);
    // A header may have been changed in between; only neighbours are certainly the same then.
    if (&first == &line || (line.arguments()[0].text.ends_with("-header") && &first != previous)) continue;
    Diagnostic& finding = report.add(line.span, fmt::format("this '{}' stands twice in the section", line.name()));
    finding.label = "no effect";
    finding.related.push_back({first.span, "the same line"});
    finding.help = {"remove one of the two"};
  }
}

void check(const Part& part, Report& report) {
  for (const Proxy& proxy : part.proxies) {
    const auto& lines = proxy.section->directives;
    const auto count = static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), is_idempotent));
    if (count > 1) check_section(*proxy.section, count, report);
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
