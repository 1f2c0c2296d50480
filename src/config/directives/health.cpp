// Health checks: option httpchk, and the order of check rules.
#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {

// "GET / HTTP/1.1\r\nHost: x": headers behind the version were the way before `http-check send`.
void check_httpchk(Reading& reading, Directive& d) {
  const Arg* const version = d.arg("version");
  if (version == nullptr) return;
  const Word& word = version->words[0];
  if (version->words.size() > 1 && !reading.from(Version::v3_2)) {
    reading.error("unexpected-argument", version->words[1].span,
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
  if (steps.first == nullptr) steps.first = &d;
  steps.connect = true;
}

void note_check_step(Reading& reading, Directive& d) {
  CheckSteps& steps = reading.check_steps[d.row->name.starts_with("http") ? 0 : 1];
  if (steps.first == nullptr) steps.first = &d;
}

}  // namespace hapax::config
