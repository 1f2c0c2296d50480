// errorloc, errorfile, errorfiles, http-error: status codes that HAProxy answers with by itself.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/actions/actions.hpp"
#include "config/directives/proxy_directives.hpp"

namespace hapax::config {
namespace {

void without_page(Reading& reading, Span span, std::string_view status) {
  reading.error("status-without-page", span, fmt::format("HAProxy makes no error page for status {}", status),
                "the codes are 200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 425, 429, 500, 501, 502, 503 and 504");
}

}  // namespace

bool has_error_page(std::int64_t status) {
  constexpr std::array kCodes{200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 414,
                              421, 422, 425, 429, 431, 500, 501, 502, 503, 504};
  return std::find(kCodes.begin(), kCodes.end(), status) != kCodes.end();
}

void check_errorloc(Reading& reading, Directive& d) {
  if (!has_error_page(d.integer("status").value_or(0)))
    without_page(reading, d.arg("status")->span(), d.text("status"));
}

void check_errorfiles(Reading& reading, Directive& d) {
  for (const Word& word : d.arguments().subspan(1)) {
    if (has_error_page(syntax::leading_integer(word.text).value)) continue;
    return without_page(reading, word.span, word.text);
  }
}

void check_http_error(Reading& reading, Directive& d) {
  const Option* const status = d.option("status");
  if (status == nullptr) {
    reading.error("missing-argument", d.span, "'http-error' needs 'status' and a code",
                  "for example 'http-error status 404 content-type text/plain string \"not here\"'");
    return;
  }
  if (!check_reply_options(reading, d.span, d.options(), false)) return;
  if (!has_error_page(status->integer("status").value_or(0)))
    without_page(reading, status->span(), status->text("status"));
}

}  // namespace hapax::config
