// track-sc0, track-sc1 ...: which counter, which table.
#include <hapax/syntax/value.hpp>

#include <fmt/format.h>

#include "config/actions/actions.hpp"

namespace hapax::config {

bool check_track(Reading& reading, const Place&, const Action& action) {
  const Word& word = action.words[0];
  const std::string_view digits = word.text.substr(std::string_view("track-sc").size());
  const auto number = digits.empty() ? 0 : syntax::parse_integer(digits);
  if (!number || *number < 0 || *number >= stick_counters(reading)) {
    reading.error("unknown-stick-counter", word.span, fmt::format("{} names no stick counter", quote(word.text)),
                  "the counters are 0, 1 and 2; tune.stick-counters says otherwise from HAProxy 2.8 on");
    return false;
  }
  NamedReference reference{"track", {}, reading.section, word.span, "track-sc"};
  for (const Arg& a : action.args) {
    if (std::holds_alternative<Reference>(a.value)) {
      reference.name = a.words[0].text;
      reference.span = a.span();
    }
  }
  reading.references.push_back(reference);
  return true;
}

}  // namespace hapax::config
