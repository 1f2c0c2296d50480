// Persistence by cookie: `cookie NAME insert|rewrite|prefix ...`.
//
// The request's cookie names a server by its key, in `prefix` mode in front of the application's own value. With
// maxidle or maxlife two dates follow the key: `KEY|LAST|FIRST`, each five characters of base64 for units of four
// seconds.

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "routing/convert/base64.hpp"
#include "routing/evaluate/persistence.hpp"
#include "routing/http/cacheable.hpp"
#include "routing/http/cookies.hpp"
#include "routing/live/live_state.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using Mode = model::CookiePersistence::Mode;
using Found = TransactionState::CookieFound;
using Given = TransactionState::CookieGiven;

constexpr std::int64_t kDay = 86'400;

const model::Proxy& backend_of(const Context& c) { return c.world.model.proxies[c.transaction->ticket.backend]; }

std::int64_t today(const Context& c) { return (c.world.wall_clock + c.now) / kSecond; }

/// Five characters of base64, most significant first, in units of four seconds; nothing when they are not.
std::optional<std::int64_t> parse_date(std::string_view text) {
  if (text.size() < 5) return std::nullopt;
  std::int64_t value = 0;
  for (const char character : text.substr(0, 5)) {
    const auto digit = kBase64.find(character);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value << 6 | static_cast<std::int64_t>(digit);
  }
  return value * 4;
}

std::string print_date(std::int64_t seconds) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 6)
    text += kBase64[static_cast<std::size_t>((seconds + 3) / 4 >> shift & 63)];
  return text;
}

/// The dates behind the key, judged. False: the cookie is too old, or from the future. What is no date, or 1970, does
/// not count.
bool dates_are_good(const model::CookiePersistence& cookie, std::string_view dates, Context& c) {
  const std::int64_t now = today(c);
  const auto too_old = [&](std::int64_t date, model::Nanoseconds limit) {
    return limit != model::kUnset && (date - now > kDay || (now - date) > limit / kSecond);
  };
  c.state->cookie_last = parse_date(dates).value_or(0);
  if (c.state->cookie_last != 0 && too_old(c.state->cookie_last, cookie.maxidle)) return false;
  const auto bar = dates.find('|');
  if (bar == std::string_view::npos) return true;
  c.state->cookie_first = parse_date(dates.substr(bar + 1)).value_or(0);
  return c.state->cookie_first == 0 || !too_old(c.state->cookie_first, cookie.maxlife);
}

/// The first server of the backend with that cookie that may be used; kNone for none.
model::Index server_with_cookie(std::string_view key, const Context& c) {
  const model::Range servers = backend_of(c).servers;
  for (model::Index i = servers.first; i < servers.end(); ++i) {
    if (c.world.cookies[i] == key && c.world.live.acceptable(i, c.transaction->ticket.force_persist)) return i;
  }
  return model::kNone;
}

bool is_cookie_of_server(std::string_view key, const Context& c) {
  const model::Range servers = backend_of(c).servers;
  const auto first = c.world.cookies.begin() + servers.first;
  return std::find(first, first + servers.count, key) != first + servers.count;
}

void try_cookie(std::string_view value, Context& c) {
  const model::CookiePersistence& cookie = backend_of(c).cookie;
  if (c.state->ignore_persist || c.transaction->ticket.assigned) {
    if (c.state->cookie == Found::none) c.state->cookie = Found::unused;
    return;
  }
  if (c.state->cookie == Found::none) c.state->cookie = Found::unknown;
  const auto end = value.find(cookie.mode == Mode::prefix ? '~' : '|');
  const std::string_view key = value.substr(0, end);
  if (key.empty()) return;
  if (cookie.mode != Mode::prefix && end != std::string_view::npos &&
      (cookie.maxidle != model::kUnset || cookie.maxlife != model::kUnset)) {
    if (!dates_are_good(cookie, value.substr(end + 1), c)) {
      c.state->cookie = Found::expired;
      return;
    }
  }
  const model::Index server = server_with_cookie(key, c);
  if (server == model::kNone) {
    if (is_cookie_of_server(key, c)) c.state->cookie = Found::down;
    return;
  }
  LiveState::assign(c.transaction->ticket, server);
  c.state->cookie = Found::valid;
  if (c.trace != nullptr) c.trace->server(server, true, fmt::format("the cookie {}={}", cookie.name, value));
}

/// Where the delimiter behind the cookie is, or the end of the text. What begins with '$' belongs to the cookie.
std::size_t end_of_cookie(std::string_view text, const CookieSpan& span) {
  std::size_t end = text.find_first_of(";,", span.end);
  while (end != std::string_view::npos) {
    std::size_t begin = end + 1;
    while (begin < text.size() && is_blank(text[begin])) ++begin;
    if (begin >= text.size() || text[begin] != '$') return end;
    end = text.find_first_of(";,", begin);
  }
  return text.size();
}

/// A Cookie header without the cookie at that place; `from` becomes where to go on looking. Of two delimiters the
/// second stays, with one blank behind it and none before.
std::string without_cookie(std::string_view text, const CookieSpan& span, std::size_t& from) {
  std::size_t next = end_of_cookie(text, span);
  std::string kept;
  if (span.from > 1) {
    std::size_t before = span.from - 1;
    while (before > 0 && is_blank(text[before - 1])) --before;
    kept = text.substr(0, before);
    if (next < text.size()) kept.append(1, text[next]).append(1, ' ');
  }
  from = kept.empty() ? 0 : std::min(kept.size(), kept.size() - 1);
  if (next < text.size()) ++next;
  while (next < text.size() && is_blank(text[next])) ++next;
  return kept.append(text.substr(next));
}

/// One Cookie header: servers looked for, and what only the proxy understands taken out.
std::string_view read_cookie_header(std::string_view text, Context& c) {
  const model::CookiePersistence& cookie = backend_of(c).cookie;
  for (std::size_t from = 0;;) {
    CookieWalk walk(text.substr(from));
    CookieSpan span;
    bool found = false;
    while (!found && walk.next(span)) found = span.name == cookie.name;
    if (!found) return text;
    span.from += from;
    span.begin += from;
    span.end += from;
    try_cookie(span.value, c);
    const std::size_t delimiter = cookie.mode == Mode::prefix ? span.value.find('~') : std::string_view::npos;
    if (cookie.indirect && cookie.mode != Mode::prefix) {
      text = c.arena.copy(without_cookie(text, span, from));
    } else if (delimiter != std::string_view::npos) {
      const auto value = static_cast<std::size_t>(span.value.data() - text.data());
      text = c.arena.copy(std::string(text.substr(0, value)) + std::string(text.substr(value + delimiter + 1)));
      from = std::min(span.end - delimiter - 1, text.size());
    } else {
      from = span.end;
    }
  }
}

std::string attributes(const model::CookiePersistence& cookie) {
  std::string text = "; path=/";
  if (!cookie.domain.empty()) text += "; domain=" + cookie.domain;
  if (cookie.httponly) text += "; HttpOnly";
  if (cookie.secure) text += "; Secure";
  if (!cookie.attributes.empty()) text += "; " + cookie.attributes;
  return text;
}

/// What the server's own cookie of that name becomes. Does the application keep a cookie of this name?
bool handle_server_cookies(const model::CookiePersistence& cookie, const std::string& key, Context& c) {
  Headers& headers = c.transaction->response.headers;
  bool kept = false;
  for (std::size_t i = 0; i < headers.size();) {
    CookieSpan span;
    if (!equal_ignoring_case(headers[i].name, "set-cookie") || !response_cookie(headers[i].value, span) ||
        span.name != cookie.name) {
      ++i;
      continue;
    }
    const std::string_view text = headers[i].value;
    const auto value = static_cast<std::size_t>(span.value.data() - text.data());
    if (cookie.preserve && (cookie.mode == Mode::insert || cookie.mode == Mode::passive)) {
      kept = true;
      c.state->cookie_given = Given::present;
    } else if (cookie.mode == Mode::insert || (cookie.indirect && c.transaction->ticket.assigned)) {
      headers.erase(headers.begin() + static_cast<std::ptrdiff_t>(i));
      c.state->cookie_given = Given::deleted;
      continue;
    } else if (cookie.mode == Mode::rewrite && !key.empty()) {
      headers[i].value =
          c.arena.copy(fmt::format("{}{}{}", text.substr(0, value), key, text.substr(value + span.value.size())));
      c.state->cookie_given = Given::rewritten;
    } else if (cookie.mode == Mode::prefix && !key.empty()) {
      headers[i].value = c.arena.copy(fmt::format("{}{}~{}", text.substr(0, value), key, text.substr(value)));
      c.state->cookie_given = Given::rewritten;
    }
    ++i;
  }
  return kept;
}

/// Is a new cookie due? Not when the client came with a good one that needs no new date.
bool insertion_is_due(const model::CookiePersistence& cookie, bool server_kept, const Context& c) {
  if (cookie.mode != Mode::insert || (server_kept && cookie.preserve) || c.state->ignore_persist) return false;
  if (cookie.postonly && c.state->first_method != "POST") return false;
  if (!c.transaction->ticket.assigned) return true;
  const std::int64_t last = c.state->cookie_last;
  if ((cookie.maxidle != model::kUnset || last != 0) && (last == 0 || last < today(c))) return true;
  return (cookie.maxlife != model::kUnset) == (c.state->cookie_first == 0);
}

/// `capture cookie`, done where cookies are looked at for persistence.
void capture_cookie(Context& c) {
  const model::Capture& capture = c.world.model.proxies[c.connection().frontend].cookie_capture;
  for (const Header& header : c.transaction->request.headers) {
    if (!c.state->cookie_capture.empty() || !equal_ignoring_case(header.name, "cookie")) continue;
    c.state->cookie_capture = captured_cookie(header.value, capture.name, capture.length);
  }
}

}  // namespace

void read_cookies(Context& c) {
  const bool captures = c.has(kCookieCapture, c.connection().frontend);
  const bool persists = c.transaction->ticket.backend != model::kNone && c.has(kCookie);
  if (c.state->cookies_read || (!captures && !persists)) return;
  c.state->cookies_read = true;
  tidy_cookie_headers(c.transaction->request.headers, c.arena);
  if (captures) capture_cookie(c);
  if (persists) find_cookie_server(c);
}

void find_cookie_server(Context& c) {
  const model::CookiePersistence& cookie = backend_of(c).cookie;
  if (cookie.name.empty()) return;
  Headers& headers = c.transaction->request.headers;
  for (auto header = headers.begin(); header != headers.end();) {
    const bool had_text = !header->value.empty();
    if (equal_ignoring_case(header->name, "cookie")) header->value = read_cookie_header(header->value, c);
    // A header that held nothing but the proxy's cookie is gone with it; one that came empty stays.
    header = cookie.indirect && had_text && header->value.empty() ? headers.erase(header) : std::next(header);
  }
}

void set_response_cookie(Context& c) {
  const model::CookiePersistence& cookie = backend_of(c).cookie;
  const model::Index server = c.transaction->ticket.server;
  if (cookie.name.empty() || server == model::kNone) return;
  const std::string& key = c.world.cookies[server];
  // With ignore-persist the server's own cookies pass as they are.
  const bool kept = !c.state->ignore_persist && handle_server_cookies(cookie, key, c);
  if (!insertion_is_due(cookie, kept, c)) return;
  std::string text = cookie.name + "=";
  if (key.empty()) {
    text += "; Expires=Thu, 01-Jan-1970 00:00:01 GMT";
  } else {
    text += key;
    if (cookie.maxidle != model::kUnset || cookie.maxlife != model::kUnset) text += "|" + print_date(today(c));
    if (cookie.maxlife != model::kUnset) {
      text += "|" + print_date(c.state->cookie_first != 0 ? c.state->cookie_first : today(c));
    }
  }
  Headers& headers = c.transaction->response.headers;
  // Before the cookie is there: only an answer that a cache might keep is marked, and no switch of protocols.
  const bool mark = cookie.nocache && c.transaction->response.status != kSwitchingProtocols &&
                    is_cacheable({c.state->first_method, c.state->only_public}, c.state->server_status,
                                 c.transaction->response, c.world.model.target);
  headers.push_back({"set-cookie", c.arena.copy(text + attributes(cookie))});
  c.state->cookie_given = c.transaction->ticket.assigned ? Given::updated : Given::inserted;
  if (mark) headers.push_back({"cache-control", "private"});
}

}  // namespace hapax::routing
