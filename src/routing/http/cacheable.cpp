#include "routing/http/cacheable.hpp"

#include <algorithm>
#include <array>

#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr std::array<std::uint16_t, 11> kKeptByDefault{200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501};

bool names(std::string_view directive, std::string_view name) {
  return equal_ignoring_case(directive.substr(0, directive.find('=')), name);
}

/// Before 3.2 only the bare words do, and no-cache where the first header that it names is Set-Cookie.
bool forbids(std::string_view directive, Version version) {
  constexpr std::string_view kCookie = "no-cache=\"set-cookie";
  const bool of_cookie = equal_ignoring_case(directive.substr(0, kCookie.size()), kCookie);
  const std::string_view name = version >= Version::v3_2 ? directive.substr(0, directive.find('=')) : directive;
  constexpr std::array<std::string_view, 3> kNames{"no-cache", "no-store", "private"};
  return of_cookie || std::any_of(kNames.begin(), kNames.end(),
                                  [name](std::string_view known) { return equal_ignoring_case(name, known); });
}

bool is_age(std::string_view directive) { return names(directive, "max-age") || names(directive, "s-maxage"); }

bool has_no_cache(const Headers& headers) {
  HeaderCursor cursor;
  std::string_view directive;
  while (next_value(headers, "pragma", false, cursor, directive)) {
    if (names(directive, "no-cache")) return true;
  }
  return false;
}

/// What Cache-Control makes of an answer that is `allowed` to be kept so far: the last word counts. Since 3.0 an age of
/// nothing is the last.
bool allowed_by_directives(const Headers& headers, bool allowed, Version version) {
  HeaderCursor cursor;
  std::string_view directive;
  while (next_value(headers, "cache-control", false, cursor, directive)) {
    if (equal_ignoring_case(directive, "public")) allowed = true;
    if (is_age(directive) && directive.ends_with("=0")) {
      if (version >= Version::v3_0) return false;
      allowed = false;
    }
    if (forbids(directive, version)) allowed = false;
  }
  return allowed;
}

bool says_how_long(const Headers& headers) {
  HeaderCursor cursor;
  std::string_view directive;
  while (next_value(headers, "cache-control", false, cursor, directive)) {
    if (is_age(directive) && !directive.ends_with("=0")) return true;
  }
  constexpr std::array<std::string_view, 3> kNames{"expires", "etag", "last-modified"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [&headers](std::string_view name) { return find_header(headers, name).has_value(); });
}

}  // namespace

bool is_cacheable(const Asked& asked, std::uint16_t status, const Response& response, Version version) {
  constexpr std::array<std::string_view, 4> kReading{"GET", "HEAD", "OPTIONS", "TRACE"};
  const std::string_view method = asked.method;
  const bool usual = !asked.privately && std::find(kReading.begin(), kReading.end(), method) != kReading.end() &&
                     std::find(kKeptByDefault.begin(), kKeptByDefault.end(), status) != kKeptByDefault.end();
  const Headers& headers = response.headers;
  return says_how_long(headers) && !has_no_cache(headers) && allowed_by_directives(headers, usual, version);
}

}  // namespace hapax::routing
