// Rings: sizes, the longest event that fits, timeouts of their servers.
#include <cstdlib>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

constexpr std::int64_t kDefaultSize = 16384;  // of the buffers, whose size a ring begins with
constexpr std::int64_t kOverhead = 197;       // what a ring keeps for itself, from 3.0 on
constexpr std::int64_t kOldOverhead = 72;     // what it keeps of a backing file before
constexpr std::int64_t kPage = 4096;          // such files have whole ones

std::int64_t leading(const Directive& d) { return d.args.empty() ? 0 : syntax::leading_integer(d.first_word()).value; }

// Up to 2.8 a unit behind the number is not read, and a ring cannot shrink.
std::int64_t old_size(Reading& reading, const Section& ring) {
  std::int64_t size = kDefaultSize;
  for (const Directive* d : ring.all("size")) {
    if (leading(*d) >= size) {
      size = leading(*d);
      continue;
    }
    reading.warning("ring-size-ignored", d->span,
                    fmt::format("HAProxy {} reads this size as {}, and a ring has {} bytes already",
                                to_string(reading.target()), leading(*d), size),
                    "write the number of bytes without a unit");
    reading
        .error("ring-size-ignored", d->span, "HAProxy refuses a ring whose size it ignores",
               "write a size of 16384 bytes or more")
        .whole = true;
  }
  return size;
}

std::int64_t new_size(const Section& ring) {
  const Directive* const d = ring.last("size");
  if (d == nullptr || d->args.empty()) return kDefaultSize;
  const auto size = syntax::parse_size(d->first_word());
  return size ? static_cast<std::int64_t>(*size) : kDefaultSize;
}

// A ring speaks no HTTP, in which a server could be named in place of being asked.
void check_redirections(Reading& reading, const Section& ring) {
  for (const Directive* d : ring.all("server")) {
    const Option* const target = d->option("redir");
    if (target == nullptr) continue;
    reading
        .error("needs-http-mode", target->span(),
               fmt::format("server {} of ring {} cannot redirect: what it is sent is no HTTP", quote(d->text("name")),
                           quote(ring.name)),
               "remove 'redir'")
        .whole = true;
  }
}

void check_ring(Reading& reading, const Section& ring) {
  check_redirections(reading, ring);
  const bool later = reading.from(Version::v3_0);
  const Directive* const longest = ring.last("maxlen");
  const Directive* const file = later ? nullptr : ring.last("backing-file");
  std::int64_t room = later ? new_size(ring) - kOverhead : old_size(reading, ring);
  if (file != nullptr) room = (room + kPage - 1) / kPage * kPage - kOldOverhead;
  const Directive* const blamed = longest != nullptr ? longest : file;
  const std::int64_t length = longest == nullptr ? kDefaultSize : longest->integer("length").value_or(0);
  if (blamed != nullptr && length > room) {
    reading
        .warning("ring-event-too-long", blamed->span,
                 fmt::format("events of {} bytes do not fit into ring {}, which has room for {}", length,
                             quote(ring.name), room),
                 "raise 'size', or lower 'maxlen'")
        .whole = true;
  }
  const auto set = [&](std::string_view timeout) {
    const Directive* const d = ring.last(timeout);
    return d != nullptr && d->duration("time").value_or(0) != 0;
  };
  if (ring.last("server") == nullptr || (set("timeout connect") && set("timeout server"))) return;
  reading
      .warning("missing-timeout", ring.span, fmt::format("ring {} lacks timeouts for its server", quote(ring.name)),
               "write 'timeout connect 5s' and 'timeout server 10s' into the section")
      .whole = true;
}

}  // namespace

void check_rings(Reading& reading) {
  for (const Section& section : reading.config().sections)
    if (section.kind == SectionKind::ring) check_ring(reading, section);
}

}  // namespace hapax::config
