// capture ... id N: the slot must be one that this proxy has, wherever it is declared. Captured cookies have a longest
// length.
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

struct Slots {
  std::int64_t request = 0, response = 0;
};

void add_slots(const Section& section, Slots& slots) {
  for (const Directive& d : section.directives) {
    if (d.is("capture request header")) ++slots.request;
    if (d.is("capture response header")) ++slots.response;
    if (d.is("declare capture") && !d.args.empty()) ++(d.first_word() == "request" ? slots.request : slots.response);
    const Action* const action = d.action();
    if (action != nullptr && action->name() == "capture" && action->has("length")) ++slots.request;
  }
}

void check_slots(Reading& reading, const Section& section) {
  if (!section.may_have_action("capture")) return;
  Slots slots;
  for (const Section* s : chain(section)) add_slots(*s, slots);
  for (const Directive& d : section.directives) {
    const Action* const action = d.action();
    if (action == nullptr || action->name() != "capture" || !action->has("slot")) continue;
    const bool request = action->set == RuleSet::http_request;
    const auto* const slot = std::get_if<Integer>(&action->arg("slot")->value);
    // HAProxy keeps 32 bits, and does not look at what is below 0.
    if (slot == nullptr || static_cast<std::int32_t>(slot->value) < (request ? slots.request : slots.response))
      continue;
    reading
        .error("unknown-reference", action->arg("slot")->span(),
               fmt::format("{} has no capture slot {} for a {}", proxy_title(section), slot->value,
                           request ? "request" : "response"),
               "declare it: 'declare capture request len NUMBER'; slots count from 0")
        .whole = true;
  }
}

// Of the sections that have the line HAProxy does not ask whether it has an effect there.
void check_cookie_length(Reading& reading, const Section& section, std::int64_t longest) {
  const Directive* const capture = section.last("capture cookie");
  const std::int64_t length = capture == nullptr ? 0 : capture->integer("length").value_or(0);
  if (length <= longest) return;
  reading
      .warning("capture-truncated", capture->arg("length")->span(),
               fmt::format("{} captures {} bytes of this cookie, and 'tune.http.cookielen' leaves room for {}",
                           proxy_title(section), length, longest),
               "lower the length, or raise 'tune.http.cookielen' in the global section")
      .whole = true;
}

// What 'tune.http.cookielen' says.
std::int64_t longest_cookie(const Config& config) {
  constexpr std::int64_t kDefault = 63;
  const Directive* const d = last_global(config, "tune.http.cookielen");
  return d == nullptr || d->args.empty() ? kDefault : d->integer("number").value_or(kDefault);
}

}  // namespace

void check_captures(Reading& reading) {
  std::unordered_set<const Section*> inherited;
  const std::int64_t longest = longest_cookie(reading.config());
  for (const Section& section : reading.config().sections) {
    if (section.is_proxy() && section.may_have("capture cookie") && !reading.disabled(section))
      check_cookie_length(reading, section, longest);
    if (!section.is_frontend() || reading.disabled(section)) continue;
    for (const Section* s : chain(section))
      if (s == &section || inherited.insert(s).second) check_slots(reading, *s);
  }
}

}  // namespace hapax::config
