// Actions that need a frontend, or a backend, and those whose words depend on each other.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "config/actions/actions.hpp"

namespace hapax::config {
namespace {

// Whether the section of a rule takes connections, or sends them on; a defaults section may be for either.
bool is_frontend(const Reading& reading) { return reading.section->kind != SectionKind::backend; }
bool is_backend(const Reading& reading) { return reading.section->kind != SectionKind::frontend; }

bool misplaced(Reading& reading, const Action& action, std::string_view what, std::string_view where) {
  reading.error("misplaced-action", action.span(),
                fmt::format("{} cannot stand in a {} section", quote(what), section_name(reading.section->kind)),
                fmt::format("put it into a {} or listen section", where));
  return false;
}

}  // namespace

bool check_capture(Reading& reading, const Place&, const Action& action) {
  if (!action.has("length") && !action.has("slot")) {
    reading.error("capture-without-length", action.span(), "'capture' needs a length or the number of a slot",
                  "write 'len NUMBER', or 'id NUMBER' for a slot that 'declare capture' made");
    return false;
  }
  if (action.has("length") && !is_frontend(reading)) return misplaced(reading, action, "capture ... len", "frontend");
  if (!action.has("length") || !action.has("slot")) return true;
  reading.error("unexpected-argument", action.span(),
                "'capture' takes either a length or the number of a slot, not both", "remove 'len' or 'id'");
  return false;
}

bool check_set_timeout(Reading& reading, const Place&, const Action& action) {
  const std::string_view which = action.arg("which")->words[0].text;
  if (which == "tarpit") return true;
  const bool front = which == "client";
  if (front ? is_frontend(reading) : is_backend(reading)) return true;
  return misplaced(reading, action, fmt::format("set-timeout {}", which), front ? "frontend" : "backend");
}

bool check_set_retries(Reading& reading, const Place&, const Action& action) {
  if (!is_backend(reading) || reading.section->kind == SectionKind::defaults)
    return misplaced(reading, action, "set-retries", "backend");
  const auto* const number = std::get_if<Integer>(&action.arg("number")->value);
  if (number == nullptr || (number->value >= 0 && number->value <= 100)) return true;
  reading.error("value-out-of-range", action.arg("number")->span(),
                fmt::format("{} is no number of retries", number->value), "write one between 1 and 100");
  return false;
}

bool check_switch_mode(Reading& reading, const Place&, const Action& action) {
  if (!is_frontend(reading)) return misplaced(reading, action, "switch-mode", "frontend");
  const std::string_view proto = action.has("name") ? action.text("name") : "h1";
  const std::vector<std::string_view> known = protocols(reading);
  if (std::find(known.begin(), known.end(), proto) != known.end()) return true;
  reading.error("unknown-mux-protocol", action.span(), fmt::format("there is no protocol {} for 'proto'", quote(proto)),
                "it can be h1 or h2");
  return false;
}

// do-resolve(VARIABLE,RESOLVERS[,ipv4|ipv6])
bool check_do_resolve(Reading& reading, const Place&, const Action& action) {
  const Word& word = action.words[0];
  const std::string_view inside = in_parentheses(word.text);
  const std::size_t first = inside.find(',');
  const std::string_view rest = first == std::string_view::npos ? std::string_view() : inside.substr(first + 1);
  const std::size_t second = rest.find(',');
  const std::string_view family = second == std::string_view::npos ? "ipv4" : rest.substr(second + 1);
  if (first == std::string_view::npos || (family != "ipv4" && family != "ipv6")) {
    reading.error("call-arguments", word.span,
                  fmt::format("{} needs a variable and a resolvers section in parentheses", quote(word.text)),
                  "for example 'do-resolve(txn.address,mydns)', with ',ipv4' or ',ipv6' behind if you like");
    return false;
  }
  reading.references.push_back({"resolvers", rest.substr(0, second), reading.section, word.span, "do-resolve"});
  return true;
}

// wait-for-body time TIME [at-least SIZE], in any order
bool check_wait(Reading& reading, const Place&, const Action& action) {
  if (action.parameter("time") != nullptr) return true;
  reading.error("missing-argument", action.span(), "'wait-for-body' needs to know how long it waits",
                "for example 'wait-for-body time 1s at-least 1k'");
  return false;
}

bool check_normalizer(Reading& reading, const Place&, const Action& action) {
  const Arg* const mode = action.arg("mode");
  if (mode == nullptr) return true;
  const std::string_view normalizer = action.arg("normalizer")->words[0].text;
  const std::string_view fitting = normalizer == "path-strip-dotdot"    ? "full"
                                   : normalizer.starts_with("percent-") ? "strict"
                                                                        : "";
  if (mode->words[0].text == fitting) return true;
  reading.error("unexpected-argument", mode->span(),
                fmt::format("the normalizer {} takes no {}", quote(normalizer), quote(mode->words[0].text)));
  return false;
}

}  // namespace hapax::config
