// `balance hash EXPRESSION`, and the converters of `balance log-hash`, or that no logs are there. HAProxy reads the
// expression when it has read all lines, for each proxy that the line holds for, and complains at the line that opens
// the proxy.
#include <span>
#include <string>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/samples/expression.hpp"

namespace hapax::config {
namespace {

// Moves a finding about the expression to the proxy that balances by it.
void move_to(Diagnostic& found, const Section& section) {
  found.related.insert(found.related.begin(), {found.span, "balanced by this"});
  found.span = section.span;
  found.label.clear();
}

// All requests have the same key then: none.
void check_below_http(Reading& reading, const syntax::Expression& expression, Span span) {
  const std::string_view fetch = expression.fetch().name;
  if (!is_below_http(fetch)) return;
  reading.warning(
      "below-http", span,
      fmt::format("{} looks at bytes that proxies in mode http do not show, and finds nothing to balance by",
                  quote(fetch)),
      "take an HTTP fetch such as 'path' or 'req.hdr(host)', or set 'mode tcp'");
}

// What is found while it is read for that section.
template <class Read>
std::span<Diagnostic> found_for(Reading& reading, Section& section, Read read) {
  const std::size_t first = reading.findings().list().size();
  reading.section = &section;
  read();
  reading.section = nullptr;
  return std::span(reading.findings().list()).subspan(first);
}

void check_expression(Reading& reading, Section& section, std::span<const Word> words) {
  const std::size_t names = reading.references.size();
  const auto found = found_for(reading, section, [&] {
    const SamplePlace place{"balance hash", points_of("balance", section), &section};
    const ReadSample made = read_expression(reading, place, words);
    if (made.expression != nullptr && reading.mode(section) == ProxyMode::http)
      check_below_http(reading, *made.expression, words[0].span);
  });
  for (Diagnostic& finding : found) move_to(finding, section);
  // Of names that are missing it complains at the last line of the proxy.
  const auto last = section.directives.rbegin();
  const Span place_of_names = last == section.directives.rend() ? section.span : last->span;
  for (std::size_t i = names; i < reading.references.size(); ++i) reading.references[i].span = place_of_names;
}

// The converters of a text: HAProxy refuses them without naming a line.
void check_log_converters(Reading& reading, Section& section, const Directive& d) {
  if (d.arguments().empty()) return;
  Word word = d.arguments().front();
  word.text = syntax::WordText(reading.arena().copy("str()," + std::string(word.text)));
  const auto found = found_for(reading, section, [&] {
    read_expression(reading, {"balance log-hash", points_of("balance", section), &section}, std::span(&word, 1));
  });
  for (Diagnostic& finding : found) {
    finding.span = word.span;
    finding.label.clear();
    finding.whole = true;
  }
}

void check_log_hash(Reading& reading, Section& section, const Directive& d) {
  if (reading.mode(section) == ProxyMode::log) return check_log_converters(reading, section, d);
  reading
      .warning("hash-needs-logs", d.span,
               fmt::format("'balance log-hash' needs mode log; {} falls back to round robin", proxy_title(section)),
               "write 'balance hash EXPRESSION', or set 'mode log'")
      .whole = true;
}

}  // namespace

void check_balance(Reading& reading) {
  for (Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    const Directive* const d = balance_of(section, true);
    if (d == nullptr || (!section.is_backend() && !d->ignored)) continue;  // inherited
    if (d->is("balance log-hash")) check_log_hash(reading, section, *d);
    if (d->is("balance hash") && !d->arguments().empty()) check_expression(reading, section, d->arguments().first(1));
  }
}

}  // namespace hapax::config
