// Sections that HAProxy removes because nothing is in them.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {

// Which name is this machine's is not asked, so that peers sections are left alone.
void check_peers(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (section.kind != SectionKind::mailers || section.last("mailer") != nullptr) continue;
    reading
        .warning("incomplete-mailers", section.span, fmt::format("mailers {} names no mailer", quote(section.name)),
                 "add 'mailer NAME ADDRESS:PORT'")
        .whole = true;
  }
}

}  // namespace hapax::config
