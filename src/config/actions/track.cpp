// track-sc0, track-sc1 ...: which counter, which table.
#include <hapax/syntax/value.hpp>

#include <fmt/format.h>

#include "config/actions/actions.hpp"

namespace hapax::config {

// capture EXPRESSION {len N | id N}
bool check_capture(Reading& reading, const Place&, const Action& action) {
  if (action.has("length") || action.has("slot")) return true;
  reading.error("capture-without-length", action.span, "'capture' needs a length or the number of a slot",
                "write 'len NUMBER', or 'id NUMBER' for a slot that 'declare capture' made");
  return false;
}

bool check_track(Reading& reading, const Place&, const Action& action) {
  const Word& word = action.words[0];
  const auto number = syntax::parse_integer(word.text.substr(std::string_view("track-sc").size()));
  if (!number || *number < 0 || (*number > 2 && !reading.from(Version::v2_8))) {
    reading.error("unknown-stick-counter", word.span, fmt::format("{} names no stick counter", quote(word.text)),
                  "the counters are 0, 1 and 2; tune.stick-counters gives more from HAProxy 2.8 on");
    return false;
  }
  const Arg* const table = action.arg("table");
  NamedReference reference{"track", {}, reading.section, word.span, "track-sc"};
  for (const Arg& a : action.args) {
    if (std::holds_alternative<Reference>(a.value)) {
      reference.name = a.words[0].text;
      reference.span = a.span;
    }
  }
  if (table != nullptr || reading.section->is_proxy()) reading.references.push_back(reference);
  return true;
}

}  // namespace hapax::config
