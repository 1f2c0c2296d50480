// `tune.bufsize`: what HTTP needs of its buffers.
#include <string>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

// A frame of HTTP/2 must fit into a buffer.
constexpr std::int64_t kLeastForHttp2 = 16384;
// Every HAProxy has proxies of its own in mode http.
constexpr std::int64_t kTooLarge = 256 * 1024 * 1024;

// HAProxy rounds up to whole pairs of pointers.
std::int64_t rounded(std::int64_t size) { return (size + 15) / 16 * 16; }

// Units are known from 3.2 on.
std::int64_t size_in(const Directive& d) {
  if (const auto size = d.size("size")) return static_cast<std::int64_t>(*size);
  return d.integer("size").value_or(kLeastForHttp2);
}

bool names_http2(const Option* protocols) {
  if (protocols == nullptr) return false;
  const std::string list = "," + std::string(protocols->text("list")) + ",";
  return list.find(",h2,") != std::string::npos;
}

void check_bind(Reading& reading, const Section& section, const Directive& bind, std::int64_t size) {
  if (!names_http2(bind.option("alpn")) && !names_http2(bind.option("npn"))) return;
  reading.error("buffer-too-small", bind.span,
                fmt::format("{} offers HTTP/2, which needs buffers of {} bytes, and 'tune.bufsize' makes them {}",
                            proxy_title(section), kLeastForHttp2, size),
                "raise 'tune.bufsize', or take h2 out of the list");
}

}  // namespace

void check_buffers(Reading& reading) {
  const Directive* const d = last_global(reading.config(), "tune.bufsize");
  if (d == nullptr || d->args.empty()) return;
  const std::int64_t size = rounded(size_in(*d));
  if (size >= kTooLarge) {
    reading.error("buffer-too-large", d->span, "buffers must be smaller than 256 MB", "16384 is usual").whole = true;
  }
  if (size >= kLeastForHttp2 || !reading.from(Version::v3_0)) return;
  for (const Section& section : reading.config().sections) {
    if (!section.is_frontend() || reading.disabled(section) || reading.mode(section) != ProxyMode::http) continue;
    for (const Directive& bind : section.directives)
      if (bind.is("bind")) check_bind(reading, section, bind, size);
  }
}

}  // namespace hapax::config
