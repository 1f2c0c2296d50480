// `tune.bufsize`: what HTTP and HAProxy's own error pages need of its buffers.
#include <string>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/files/error_page.hpp"

namespace hapax::config {
namespace {

// A frame of HTTP/2 must fit into a buffer.
constexpr std::uint64_t kLeastForHttp2 = 16384;
// HAProxy's own error pages must fit, whether they are used or not; measured on 2.6 to 3.2.
constexpr std::uint64_t kLeastForPages = 352;
// Every HAProxy has proxies of its own in mode http.
constexpr std::uint64_t kTooLarge = std::uint64_t{256} << 20;

bool names_http2(const Option* protocols) {
  if (protocols == nullptr) return false;
  const std::string list = "," + std::string(protocols->text("list")) + ",";
  return list.find(",h2,") != std::string::npos;
}

void check_bind(Reading& reading, const Section& section, const Directive& bind, std::uint64_t size) {
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
  const std::uint64_t size = buffer_size(reading);
  if (size < kLeastForPages) {
    reading
        .error("buffer-too-small", d->span, "HAProxy's own error pages do not fit into buffers of this size",
               fmt::format("write {} at least; {} is what HAProxy takes by itself", kLeastForPages, kLeastForHttp2))
        .whole = true;
  }
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
