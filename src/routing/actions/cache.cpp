// cache-use and cache-store: answers that need no server. RFC 9111, as far as HAProxy goes: an answer to GET of status
// 200 that says how long it is good or how to ask again, within the limits of its section. What rules made of the
// method does not count.

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "routing/actions/actions.hpp"
#include "routing/convert/converters.hpp"
#include "routing/http/cacheable.hpp"
#include "routing/http/headers.hpp"
#include "routing/http/pages.hpp"
#include "routing/http/target.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;

constexpr std::uint16_t kOk = 200;
constexpr std::uint16_t kNotModified = 304;

std::int64_t wall_seconds(const Context& c) { return (c.world.wall_clock + c.now) / kSecond; }

/// Seconds since 1970; nothing when it is no date.
std::optional<std::int64_t> date_of(std::optional<std::string_view> text, Context& c) {
  if (!text) return std::nullopt;
  Sample date;
  date.set_string(*text);
  if (!convert_function(model::ConverterId::date)({}, c, date)) return std::nullopt;
  return date.number;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view beginning) {
  return equal_ignoring_case(text.substr(0, beginning.size()), beginning);
}

/// One of the values of Cache-Control begins so.
bool wishes(const Headers& headers, std::string_view name) {
  HeaderCursor cursor;
  for (std::string_view wish; next_value(headers, "cache-control", false, cursor, wish);) {
    if (starts_with_ignoring_case(wish, name)) return true;
  }
  return false;
}

/// The client does not want what is kept; what comes may be kept all the same.
bool wants_fresh_answer(const Headers& headers) {
  constexpr std::array<std::string_view, 4> kWishes{"no-cache", "max-age", "max-stale", "min-fresh"};
  if (find_header(headers, "authorization")) return true;
  if (!find_header(headers, "cache-control")) {
    return equal_ignoring_case(header_value(headers, "pragma", 1, false).value_or(""), "no-cache");
  }
  return std::any_of(kWishes.begin(), kWishes.end(), [&](std::string_view name) { return wishes(headers, name); });
}

std::string_view without_weakness(std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; }

std::optional<std::string_view> kept_header(const KeptAnswer& kept, std::string_view name) {
  for (const auto& [known, value] : kept.headers) {
    if (equal_ignoring_case(known, name)) return value;
  }
  return std::nullopt;
}

/// RFC 9110, 13.1: the client has it already.
bool is_known_to_client(const KeptAnswer& kept, Context& c) {
  const Headers& headers = c.transaction->request.headers;
  if (!find_header(headers, "if-none-match")) {
    const auto since = date_of(find_header(headers, "if-modified-since"), c);
    return since && kept.modified && *kept.modified <= *since;
  }
  const auto own = kept_header(kept, "etag");
  HeaderCursor cursor;
  for (std::string_view tag; next_value(headers, "if-none-match", false, cursor, tag);) {
    if (tag == "*" || (own && without_weakness(tag) == without_weakness(*own))) return true;
  }
  return false;
}

void answer_with(const KeptAnswer& kept, Context& c) {
  Response& response = c.transaction->response;
  response = {};
  const bool known = is_known_to_client(kept, c);
  response.status = known ? kNotModified : kOk;
  response.reason = known ? reason_of(kNotModified) : c.arena.copy(kept.reason);
  for (const auto& [name, value] : kept.headers) response.headers.push_back({c.arena.copy(name), c.arena.copy(value)});
  response.headers.push_back({"age", decimal(kept.age + wall_seconds(c) - kept.stored, c.arena)});
  if (!known && c.state->first_method != "HEAD") response.body = c.arena.copy(kept.body);
  c.transaction->has_response = true;
}

/// An absolute target as it is; else Host and target. Empty: there is no host, and caches have nothing to do with it.
std::string_view key_of(const Request& request, Context& c) {
  const bool absolute = authority_of(request.target, c.world.model.target).has_value();
  const auto host = find_header(request.headers, "host");
  if (!absolute && !host && !request.host_unknown) return {};
  return c.arena.copy(fmt::format("{}\n{}", absolute ? std::string_view() : host.value_or(""), request.target));
}

bool is_before_1_1(const Request& request) { return request.major == 0 || (request.major == 1 && request.minor == 0); }

/// The server gets them as HAProxy compared them.
void lower_codings(Headers& request, Context& c) {
  for (Header& header : request) {
    if (!equal_ignoring_case(header.name, "accept-encoding")) continue;
    std::string value(header.value);
    std::transform(value.begin(), value.end(), value.begin(), to_lower);
    header.value = c.arena.copy(value);
  }
}

Ruling act_cache_use(const Args& args, Context& c) {
  if (c.world.caches.empty()) return {};
  Request& request = c.transaction->request;
  if (is_before_1_1(request)) return {};
  c.state->cache_key = key_of(request, c);
  if (c.state->cache_key.empty()) return {};
  c.state->only_public =
      find_header(request.headers, "authorization").has_value() || wishes(request.headers, "no-store");
  const bool asks = c.state->first_method == "GET" || c.state->first_method == "HEAD";
  if (!asks || wants_fresh_answer(request.headers)) return {};
  const auto index = static_cast<model::Index>(args[0].number);
  Cache& cache = c.world.caches[index];
  Preferences preferences;
  if (cache.section().process_vary) {
    const std::uint8_t fields = cache.deciding_fields(c.state->cache_key, wall_seconds(c));
    if ((fields & kVariedCodings) != 0) lower_codings(request.headers, c);
    preferences = preferences_of(request.headers, fields, c.world.model.target);
    c.state->preferences = preferences;
  }
  const KeptAnswer* kept = cache.find(c.state->cache_key, preferences, wall_seconds(c));
  if (kept == nullptr) return {};
  answer_with(*kept, c);
  c.state->cache_hit = index;
  c.state->applet = "<CACHE>";
  c.note_end('L', 'R', Version::v2_6);
  return end_with(Outcome::returned);
}

// cache-store --------------------------------------------------------------------------------------------------------

bool is_number(std::string_view text, std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0;
}

/// What follows `name=` in Cache-Control, quoted or not, as far as it is a number.
std::optional<std::int64_t> directive(const Headers& headers, std::string_view name) {
  HeaderCursor cursor;
  std::optional<std::int64_t> found;
  for (std::string_view text; next_value(headers, "cache-control", false, cursor, text);) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || !equal_ignoring_case(text.substr(0, equals), name)) continue;
    std::string_view digits = text.substr(equals + 1);
    if (digits.starts_with('"')) digits.remove_prefix(1);
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    found = value;
  }
  return found;
}

/// Seconds that it says it is good for. A date counts from the answer's own, where it has one: the clock of a trace may
/// be another.
std::optional<std::int64_t> lifetime(const Headers& headers, Context& c) {
  if (const auto seconds = directive(headers, "s-maxage")) return seconds;
  if (const auto seconds = directive(headers, "max-age")) return seconds;
  const auto expires = find_header(headers, "expires");
  if (!expires) return std::nullopt;
  const auto date = date_of(expires, c);
  return date ? *date - date_of(find_header(headers, "date"), c).value_or(wall_seconds(c)) : 0;
}

/// The length that it announces; nothing where it comes in chunks.
std::optional<std::uint64_t> announced_length(const Response& response) {
  std::int64_t length = 0;
  const auto text = find_header(response.headers, "content-length");
  if (!text || !is_number(*text, length)) return std::nullopt;
  return static_cast<std::uint64_t>(length);
}

/// Names and values of the headers.
std::uint64_t header_bytes(const Response& response) {
  std::uint64_t size = 0;
  for (const Header& header : response.headers) size += header.name.size() + header.value.size();
  return size;
}

/// What HAProxy takes for it: the start line with 24 bytes of lengths and flags, headers, body and their ends in its
/// buffer's form, four bytes each to describe them, and what it knows of the answer.
std::uint64_t kept_size(const Response& response, const Context& c) {
  const std::uint64_t known = c.world.model.target >= Version::v3_0 ? 148 : 108;
  constexpr std::uint64_t kDescription = 4;
  constexpr std::uint64_t kStartLine = 24 + sizeof "HTTP/1.1200" - 1;
  const auto announced = announced_length(response);
  const std::uint64_t parts = response.headers.size() + 3 + (announced ? 0 : 1);
  const std::uint64_t ends = announced ? 1 : 2;
  return known + parts * kDescription + kStartLine + response.reason.size() + header_bytes(response) + ends +
         std::max<std::uint64_t>(response.body.size(), announced.value_or(0));
}

bool announces_too_much(const Response& response, const Cache& cache) {
  constexpr std::uint64_t kStartLine = 32;
  const auto announced = announced_length(response);
  return announced &&
         *announced + header_bytes(response) + kStartLine + response.reason.size() > cache.section().object_size;
}

/// Since 3.0 what fits into one block of memory is taken.
bool has_room(const KeptAnswer& kept, const Cache& cache, const Context& c) {
  constexpr std::uint64_t kBlock = 1024;
  const std::uint64_t limit = cache.section().object_size;
  return kept.size <= (c.world.model.target >= Version::v3_0 ? std::max(limit, kBlock) : limit);
}

KeptAnswer kept_form(const Response& response, std::int64_t age, std::int64_t seconds, Context& c) {
  KeptAnswer kept;
  kept.reason = response.reason;
  kept.body = response.body;
  kept.age = age;
  kept.stored = wall_seconds(c);
  kept.expires = kept.stored + seconds;
  kept.size = kept_size(response, c);
  kept.modified = date_of(find_header(response.headers, "last-modified"), c);
  if (!kept.modified) kept.modified = date_of(find_header(response.headers, "date"), c);
  for (const Header& header : response.headers) kept.headers.emplace_back(header.name, header.value);
  return kept;
}

/// Nothing: an answer that varies like this is not kept.
std::optional<Variant> variant_for(const Cache& cache, const Headers& answer, const Context& c) {
  if (!find_header(answer, "vary")) return Variant{};
  if (!cache.section().process_vary || !c.state->preferences) return std::nullopt;
  return variant_of(answer, *c.state->preferences, c.world.model.target);
}

/// What changes something there makes what is kept of it wrong.
bool changes_things(std::string_view method, std::uint16_t status) {
  constexpr std::array<std::string_view, 4> kReading{"GET", "HEAD", "OPTIONS", "TRACE"};
  return std::find(kReading.begin(), kReading.end(), method) == kReading.end() && status >= 200 && status < 400;
}

Headers::iterator first_age(Headers& headers) {
  return std::find_if(headers.begin(), headers.end(),
                      [](const Header& header) { return equal_ignoring_case(header.name, "age"); });
}

Ruling act_cache_store(const Args& args, Context& c) {
  if (c.world.caches.empty() || c.state->cache_key.empty() || c.state->cache_hit != model::kNone) return {};
  const auto index = static_cast<model::Index>(args[0].number);
  Cache& cache = c.world.caches[index];
  Response& response = c.transaction->response;
  const std::string_view method = c.state->first_method;
  if (changes_things(method, response.status)) cache.forget(c.state->cache_key);
  Headers& headers = response.headers;
  if (method != "GET" || response.status != kOk) return {};
  auto variant = variant_for(cache, headers, c);
  if (!variant) return {};
  if (!is_cacheable({method, c.state->only_public}, response.status, response, c.world.model.target)) {
    c.state->only_public = true;
    return {};
  }
  const bool replaces = variant->fields == 0;
  const auto said = lifetime(headers, c);
  const std::int64_t seconds = std::min(said.value_or(cache.section().max_age), cache.section().max_age);
  if (seconds <= 0 || announces_too_much(response, cache)) return {};
  // An Age is to be above zero, and within what the answer itself says.
  std::int64_t age = 0;
  const auto aged = first_age(headers);
  if (aged != headers.end() && (!is_number(aged->value, age) || age == 0 || !said || age > *said)) {
    if (replaces) cache.forget(c.state->cache_key);
    return {};
  }
  if (aged != headers.end()) headers.erase(aged);
  KeptAnswer kept = kept_form(response, age, seconds, c);
  if (!has_room(kept, cache, c)) {
    if (replaces) cache.forget(c.state->cache_key);
    return {};
  }
  kept.variant = std::move(*variant);
  if (cache.store(c.state->cache_key, std::move(kept), c.state->preferences.value_or(Preferences{})))
    c.state->kept_in = index;
  return {};
}

constexpr std::array kEntries = {
    ActionEntry{ActionId::cache_use, act_cache_use},
    ActionEntry{ActionId::cache_store, act_cache_store},
};

}  // namespace

std::span<const ActionEntry> cache_actions() { return kEntries; }

}  // namespace hapax::routing
