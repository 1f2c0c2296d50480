// Health checks: option httpchk, and the order of check rules.
#include <fmt/format.h>

#include "config/check_kind.hpp"
#include "config/directives/proxy_directives.hpp"

namespace hapax::config {

// "GET / HTTP/1.1\r\nHost: x": headers behind the version were the way before `http-check send`.
void check_httpchk(Reading& reading, Directive& d) {
  const Arg* const version = d.arg("version");
  if (version == nullptr) return;
  const Word& word = version->words[0];
  // 3.2 takes one word more and does not use it.
  const std::size_t most = reading.from(Version::v3_2) ? 2 : 1;
  if (version->words.size() > most) {
    reading.error("unexpected-argument", version->words[most].span,
                  "'option httpchk' takes a method, a path and a version, and nothing else",
                  "headers go into 'http-check send hdr NAME VALUE'");
    return;
  }
  if (word.text.find('\r') == std::string_view::npos) return;
  const std::string message = "headers behind the version of 'option httpchk' are not possible any more";
  const std::string help = "write them as 'http-check send hdr NAME VALUE', a body as 'http-check send body TEXT'";
  if (reading.from(Version::v2_8)) {
    reading.error("httpchk-headers", word.span, message, help);
  } else {
    reading.warning("httpchk-headers", word.span, "headers behind the version of 'option httpchk' are deprecated",
                    help);
  }
}

void note_check_option(Reading& reading, Directive& d) {
  if (!d.no) reading.check_option = d.row->name;
}

namespace {

// Whether the lines above make the servers of this section be checked over HTTP.
bool checks_http(Reading& reading) {
  if (!reading.check_option) {
    const Section* const defaults = reading.section->defaults;
    reading.check_option = defaults == nullptr ? std::string_view() : check_kind(*defaults);
  }
  return *reading.check_option == "option httpchk";
}

// Why an HTTP exchange cannot go on with `next` after `last`; empty: it can.
std::string_view what_is_missing(const Directive& last, const Directive& next) {
  const bool connected = last.is("http-check connect");
  if (next.is("http-check send") && !connected) return "a request can only follow a 'connect'";
  if (next.is("http-check expect") && connected) return "nothing has been sent since the 'connect'";
  if (next.is("http-check connect") && !last.is("http-check expect"))
    return "nothing is expected of the connection before";
  return {};
}

// Connect, send, expect: once HTTP checks are chosen, each exchange must be complete and in this order.
bool is_in_order(Reading& reading, const CheckSteps& steps, const Directive& d) {
  if (steps.last == nullptr || !d.row->name.starts_with("http") || !checks_http(reading)) return true;
  const std::string_view missing = what_is_missing(*steps.last, d);
  if (missing.empty()) return true;
  Diagnostic& found =
      reading.error("check-step-order", d.span, fmt::format("{} stands too early: {}", quote(d.name()), missing),
                    "write 'connect', 'send' and 'expect' in this order, anew for each exchange");
  found.related.push_back({steps.last->span, "the step before"});
  return false;
}

}  // namespace

// Within one kind of check, the first step must be a connect as soon as there is a connect at all.
void check_check_connect(Reading& reading, Directive& d) {
  CheckSteps& steps = reading.check_steps[d.row->name.starts_with("http") ? 0 : 1];
  if (steps.first != nullptr && !steps.connect) {
    Diagnostic& found = reading.error("check-connect-not-first", d.span,
                                      "a 'connect' step follows other steps, and the first step is none",
                                      "begin the check with a 'connect' of its own");
    found.related.push_back({steps.first->span, "the first step"});
    return;
  }
  if (!is_in_order(reading, steps, d)) return;
  if (steps.first == nullptr) steps.first = &d;
  steps.last = &d;
  steps.connect = true;
}

void note_check_step(Reading& reading, Directive& d) {
  CheckSteps& steps = reading.check_steps[d.row->name.starts_with("http") ? 0 : 1];
  if (!is_in_order(reading, steps, d)) return;
  if (steps.first == nullptr) steps.first = &d;
  steps.last = &d;
}

}  // namespace hapax::config
