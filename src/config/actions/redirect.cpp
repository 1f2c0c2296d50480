// redirect: one of location, prefix and scheme, and a status.
#include <fmt/format.h>

#include "config/actions/actions.hpp"

namespace hapax::config {

bool check_redirect(Reading& reading, Span span, std::span<const Option> options) {
  bool target = false;
  for (const Option& o : options) {
    target = target || o.name() == "location" || o.name() == "prefix" || o.name() == "scheme";
    if (o.name() != "code") continue;
    const auto code = o.integer("code").value_or(0);
    if ((code >= 301 && code <= 303) || code == 307 || code == 308) continue;
    reading.error("redirect-code", o.span(), fmt::format("a redirect cannot have the status {}", code),
                  "the codes are 301, 302, 303, 307 and 308");
    return false;
  }
  if (target) return true;
  reading.error("redirect-without-target", span, "this redirect does not say where to",
                "add 'location URL', 'prefix URL' or 'scheme NAME'");
  return false;
}

bool check_redirect_action(Reading& reading, const Place&, const Action& action) {
  const Arg& list = action.args[0];
  for (const Option& o : list.options()) {
    if (action.set != RuleSet::http_response || (o.name() != "prefix" && o.name() != "scheme")) continue;
    reading.error("redirect-of-response", o.span(),
                  fmt::format("a response cannot be redirected by {}", quote(o.name())),
                  "write 'location' and the whole URL");
    return false;
  }
  return !std::holds_alternative<OptionList>(list.value) || check_redirect(reading, action.span(), list.options());
}

}  // namespace hapax::config
