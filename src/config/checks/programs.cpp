// Programs: they need a command, and a master process that starts them.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

bool has_master(const Config& config) {
  for (const Section* global : config.all(SectionKind::global))
    if (global->last("master-worker") != nullptr) return true;
  return false;
}

// 3.2 warns of the section itself, and refuses the configuration without a further word.
void check_program(Reading& reading, const Section& program, bool master) {
  const auto refuse = [&](std::string_view rule, std::string message, std::string help) {
    reading.error(rule, program.span, std::move(message), std::move(help)).whole = true;
  };
  if (program.last("command") == nullptr)
    refuse("program-without-command", fmt::format("program {} has no command to run", quote(program.name)),
           "add 'command PATH'");
  if (reading.from(Version::v3_2)) {
    if (!reading.deprecated)
      refuse("deprecated-section", "HAProxy refuses program sections that are not allowed",
             "write 'expose-deprecated-directives' into the global section");
  } else if (!master) {
    refuse("program-without-master", "programs are started by the master process, and there is none",
           "write 'master-worker' into the global section");
  }
}

}  // namespace

void check_programs(Reading& reading) {
  const bool master = has_master(reading.config());
  for (const Section& section : reading.config().sections)
    if (section.kind == SectionKind::program) check_program(reading, section, master);
}

}  // namespace hapax::config
