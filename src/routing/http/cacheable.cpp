#include "routing/http/cacheable.hpp"

#include <algorithm>
#include <array>

#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr std::array<std::uint16_t, 11> kKeptByDefault{200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501};

struct Freshness {
  bool forbidden = false;
  bool known = false;
};

bool names(std::string_view directive, std::string_view name) {
  return equal_ignoring_case(directive.substr(0, directive.find('=')), name);
}

Freshness freshness_of(const Headers& headers) {
  Freshness freshness;
  HeaderCursor cursor;
  std::string_view directive;
  while (next_value(headers, "cache-control", false, cursor, directive)) {
    if (names(directive, "no-cache") || names(directive, "no-store") || names(directive, "private")) {
      freshness.forbidden = true;
    }
    if (!names(directive, "max-age") && !names(directive, "s-maxage")) continue;
    freshness.known = true;
    if (directive.ends_with("=0")) freshness.forbidden = true;
  }
  cursor = {};
  while (next_value(headers, "pragma", false, cursor, directive)) {
    if (names(directive, "no-cache")) freshness.forbidden = true;
  }
  for (const std::string_view name : {"expires", "etag", "last-modified"}) {
    if (find_header(headers, name)) freshness.known = true;
  }
  return freshness;
}

}  // namespace

bool is_cacheable(std::string_view method, std::uint16_t status, const Response& response) {
  constexpr std::array<std::string_view, 4> kReading{"GET", "HEAD", "OPTIONS", "TRACE"};
  if (std::find(kReading.begin(), kReading.end(), method) == kReading.end()) return false;
  if (std::find(kKeptByDefault.begin(), kKeptByDefault.end(), status) == kKeptByDefault.end()) return false;
  const Freshness freshness = freshness_of(response.headers);
  return freshness.known && !freshness.forbidden;
}

}  // namespace hapax::routing
