// Formats of logs and ids that are wrong, where some proxy uses them: the last line of its own or of what it inherits.
// Of backends HAProxy reads the format of ids, and one of errors that stands in them. Names of backends and servers
// that are made for each request are formats, too, of the section they stand in. Names that servers share are held back
// in the same way: HAProxy compares those of sections that it starts.
#include <utility>
#include <vector>

#include "config/checks/checks.hpp"
#include "config/checks/formats.hpp"

namespace hapax::config {
namespace {

bool is_own(const Directive& line) {
  return line.is("use_backend") || line.is("use-server") || line.is("server") || line.is("server-template");
}

bool uses(const Reading& reading, const Section& section, const Directive& line) {
  if (is_own(line)) return false;
  if (line.is("unique-id-format")) return reading.config().effective(section, line.row->name) == &line;
  if (!section.is_frontend()) return line.is("error-log-format") && section.last("error-log-format") == &line;
  if (line.is("log-format")) return chosen_log_format(section) == &line;
  return reading.config().effective(section, line.row->name) == &line;
}

// Up to 2.8 HAProxy names another line, which each section has of its own.
bool is_named_elsewhere(const Reading& reading, const HeldFormat& held) {
  return !reading.from(Version::v3_0) && held.line->is("log-format");
}

void say(Reading& reading, const Section& section, const HeldFormat& held) {
  for (Diagnostic d : held.findings) {
    if (is_named_elsewhere(reading, held)) d.span = named_format(section, *held.line).span;
    reading.say_again(std::move(d));
  }
}

}  // namespace

void check_held_formats(Reading& reading) {
  if (reading.held_formats.empty()) return;
  for (const HeldFormat& held : reading.held_formats)
    if (is_own(*held.line) && !reading.disabled(*held.section)) say(reading, *held.section, held);
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    std::erase_if(reading.held_formats, [&](const HeldFormat& held) {
      if (!uses(reading, section, *held.line)) return false;
      say(reading, section, held);
      return !is_named_elsewhere(reading, held);
    });
  }
}

}  // namespace hapax::config
