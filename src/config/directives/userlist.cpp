// userlist: what a group says of its users. program: who runs it.
#include <algorithm>

#include <fmt/format.h>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {

namespace {

// HAProxy complains and goes on.
void check_program_identity(Reading& reading, const Directive& d) {
  const Directive* const first = twin_above(reading, d);
  if (first == nullptr) return;
  Diagnostic& found = reading.alert("setting-repeated", d.span, fmt::format("{} is set already", quote(d.name())),
                                    "remove one of the lines");
  found.related.push_back({first->span, "first set here"});
}

}  // namespace

// HAProxy ignores such a line, whatever it says (check_userlists).
bool repeats_list_member(const Section& section, const Directive& d) {
  if (section.kind != SectionKind::userlist || !d.has("name")) return false;
  return std::any_of(section.directives.begin(), section.directives.end(), [&d](const Directive& above) {
    return &above != &d && above.row == d.row && above.text("name") == d.text("name");
  });
}

// Up to 2.6 the second list counts.
void check_list_member(Reading& reading, Directive& d) {
  if (reading.section->kind == SectionKind::program) return check_program_identity(reading, d);
  if (reading.section->kind != SectionKind::userlist || !reading.from(Version::v3_0)) return;
  if (repeats_list_member(*reading.section, d)) return;
  std::size_t lists = 0;
  for (const Option& o : d.options()) {
    lists += o.name() == "users" ? 1 : 0;
    if (lists < 2) continue;
    reading.error("set-twice", o.span(), "the users of this group are listed already", "join the lists with ','");
    return;
  }
}

}  // namespace hapax::config
