// FastCGI applications: what each of them must say of itself.
#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

void check_root(Reading& reading, const Section& section) {
  if (section.last("docroot") != nullptr) return;
  reading
      .error("missing-argument", section.span,
             fmt::format("the FastCGI application {} has no 'docroot'", quote(section.name)),
             "add 'docroot PATH', where PATH is the folder of the scripts on the servers")
      .whole = true;
}

// HAProxy calls it a warning, and refuses the configuration all the same.
void check_multiplexing(Reading& reading, const Section& section) {
  const Directive* const most = section.last("option max-reqs");
  const Directive* const multiplexed = section.last("option mpxs-conns");
  if (most == nullptr || most->integer("number").value_or(0) <= 1) return;
  if (multiplexed != nullptr && !multiplexed->no) return;
  reading
      .error("fcgi-without-multiplexing", most->span,
             fmt::format("{} sends one request at a time over a connection, and 'max-reqs' asks for more",
                         quote(section.name)),
             "add 'option mpxs-conns' if the application takes several at a time, or remove 'max-reqs'")
      .whole = true;
}

}  // namespace

void check_applications(Reading& reading) {
  for (const Section* section : reading.config().all(SectionKind::fcgi_app)) {
    check_root(reading, *section);
    check_multiplexing(reading, *section);
  }
}

}  // namespace hapax::config
