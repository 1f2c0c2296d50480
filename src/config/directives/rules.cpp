// Rules of http-request, http-response, http-after-response among themselves.
#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"
#include "config/samples/points.hpp"

namespace hapax::config {
namespace {

bool is_final(const Directive& rule) {
  const Action* const action = rule.action();
  if (action == nullptr || rule.condition() != nullptr) return false;
  for (const std::string_view name : {"allow", "deny", "return", "redirect", "tarpit", "auth"})
    if (action->name() == name) return true;
  return false;
}

constexpr std::array<bool, 256> kTokenBytes = [] {
  std::array<bool, 256> bytes{};
  for (const unsigned char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    bytes[c] = true;
  return bytes;
}();

auto last_of_same_set(Reading& reading, const Directive& rule) {
  return std::find_if(reading.last_rules.begin(), reading.last_rules.end(),
                      [&](const Directive* last) { return last->row == rule.row; });
}

bool is_token(char c) { return kTokenBytes[static_cast<unsigned char>(c)]; }

}  // namespace

// From 2.8 on HAProxy looks at the characters of header names that are set or added.
void check_header_name(Reading& reading, const Action& action) {
  if (!reading.from(Version::v2_8) ||
      (action.name() != "set-header" && action.name() != "add-header" && action.name() != "early-hint"))
    return;
  const Arg* const name = action.arg("name");
  if (name == nullptr) return;
  for (const char c : name->words[0].text) {
    if (is_token(c)) continue;
    reading.warning("header-name-character", name->span(),
                    fmt::format("{} cannot stand in the name of a header", quote(std::string(1, c))),
                    "write the name alone, without ':' and blanks");
    return;
  }
}

void check_quic_initial(Reading& reading, Directive& d) {
  if (reading.current_mode() == ProxyMode::http) return;
  reading.error("needs-mode-http", d.span, "'quic-initial' needs mode http, which this section is not in so far",
                "write 'mode http' above it");
}

// What HAProxy says of a rule before it reads it.
void check_unreached_rule(Reading& reading, const Directive& d) {
  const auto previous = last_of_same_set(reading, d);
  if (previous == reading.last_rules.end() || !is_final(**previous)) return;
  Diagnostic& found =
      reading.warning("final-rule", d.span, "this rule never runs: the one above it ends the processing",
                      "give the rule above a condition, or remove this one");
  found.related.push_back({(*previous)->span, "ends the processing"});
}

void check_rule(Reading& reading, Directive& d) {
  const Action* const action = d.action();
  if (action != nullptr) check_header_name(reading, *action);
  check_unreached_rule(reading, d);
  const auto previous = last_of_same_set(reading, d);
  if (previous == reading.last_rules.end()) return reading.last_rules.push_back(&d);
  *previous = &d;
}

// Remembered until the whole section is known.
void note_content_rule(Reading& reading, Directive& d) {
  const Action* const action = d.action();
  if (action == nullptr) return;
  const bool tracks = action->row->name == "track-sc";
  if (!tracks && action->row->name != "capture" && action->row->name != "set-bandwidth-limit") return;
  constexpr Points kSession = point(FetchPoint::fe_tcp_session);
  ContentRule rule{reading.section, d.span, tracks, true, true};
  const auto note = [&](const Arguments& arguments) {
    for (const Arg& arg : arguments.args) {
      const auto* const expression = std::get_if<const syntax::Expression*>(&arg.value);
      if (expression == nullptr || *expression == nullptr) continue;
      const Keyword* const fetch = find_keyword(KeywordClass::fetch, (*expression)->fetch().name, reading.target());
      if (fetch != nullptr && (fetch->points & kSession) == 0) rule.at_session = false;
    }
  };
  note(*action);
  for (const Arg& arg : action->args)
    for (const Option& o : arg.options()) note(o);
  rule.condition_at_session = d.condition() == nullptr || (reading.condition_points & kSession) != 0;
  reading.content_rules.push_back(rule);
}

}  // namespace hapax::config
