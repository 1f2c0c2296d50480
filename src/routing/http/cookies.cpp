#include "routing/http/cookies.hpp"

#include <algorithm>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// Where a cookie's value ends: at a delimiter outside quotes.
std::size_t cookie_value_end(std::string_view text, std::size_t from) {
  bool quoted = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ';' || c == ',')) {
      return i;
    }
  }
  return text.size();
}

bool parse_cookie(std::string_view text, std::size_t at, CookieSpan& cookie, std::size_t& next) {
  cookie.from = at;
  while (at < text.size() && is_blank(text[at])) ++at;
  cookie.begin = at;
  const std::size_t name_end = text.find_first_of("=;,", at);
  if (name_end == std::string_view::npos || text[name_end] != '=') {
    next = name_end == std::string_view::npos ? text.size() : name_end + 1;
    return false;
  }
  cookie.name = trim(text.substr(at, name_end - at));
  const std::size_t end = cookie_value_end(text, name_end + 1);
  cookie.value = trim(text.substr(name_end + 1, end - name_end - 1));
  cookie.end = cookie.value.empty() ? name_end + 1
                                    : static_cast<std::size_t>(cookie.value.data() - text.data()) + cookie.value.size();
  next = end + 1;
  return !cookie.name.starts_with('$');
}

bool has_blank_at_equals(std::string_view text) {
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    if ((at > 0 && is_blank(text[at - 1])) || (at + 1 < text.size() && is_blank(text[at + 1]))) return true;
  }
  return false;
}

/// Appends what lies between `done` and the value of the cookie that begins at `begin`, and returns where that is.
std::size_t append_tidy(std::string_view text, std::size_t begin, std::size_t done, std::string& tidy) {
  const std::size_t equals = text.find('=', begin);
  tidy += text.substr(done, begin - done);
  tidy.append(trim(text.substr(begin, equals - begin))).push_back('=');
  std::size_t value = equals + 1;
  while (value < text.size() && is_blank(text[value])) ++value;
  return value;
}

// False: there was nothing to do.
bool tidy_cookies(std::string_view text, std::string& tidy) {
  if (!has_blank_at_equals(text)) return false;
  std::size_t done = 0;
  CookieSpan cookie;
  for (std::size_t at = 0; at < text.size();) {
    if (parse_cookie(text, at, cookie, at)) done = append_tidy(text, cookie.begin, done, tidy);
  }
  tidy += text.substr(done);
  return true;
}

bool tidy_set_cookie(std::string_view text, std::string& tidy) {
  const auto delimiter = text.find_first_of("=;");
  if (delimiter == std::string_view::npos || text[delimiter] == ';' || !has_blank_at_equals(text)) return false;
  tidy += text.substr(append_tidy(text, 0, 0, tidy));
  return true;
}

void tidy_headers(Headers& headers, std::string_view name, bool (*tidied)(std::string_view, std::string&),
                  Arena& arena) {
  for (Header& header : headers) {
    std::string tidy;
    if (equal_ignoring_case(header.name, name) && tidied(header.value, tidy)) header.value = arena.copy(tidy);
  }
}

}  // namespace

bool CookieWalk::next(CookieSpan& cookie) {
  while (at_ < text_.size()) {
    if (parse_cookie(text_, at_, cookie, at_)) return true;
  }
  return false;
}

void tidy_cookie_headers(Headers& headers, Arena& arena) { tidy_headers(headers, "cookie", tidy_cookies, arena); }

void tidy_set_cookie_headers(Headers& headers, Arena& arena) {
  tidy_headers(headers, "set-cookie", tidy_set_cookie, arena);
}

std::string_view captured_cookie(std::string_view text, std::string_view name, std::size_t length) {
  CookieWalk walk(text);
  CookieSpan cookie;
  while (walk.next(cookie)) {
    const std::string_view found = text.substr(cookie.begin, cookie.end - cookie.begin);
    if (found.starts_with(name)) return found.substr(0, length);
  }
  return {};
}

std::string_view captured_set_cookie(std::string_view text, std::string_view name, std::size_t length) {
  CookieSpan cookie;
  if (!response_cookie(text, cookie)) return {};
  const std::string_view found = text.substr(cookie.begin, cookie.end - cookie.begin);
  return found.starts_with(name) ? found.substr(0, length) : std::string_view{};
}

bool response_cookie(std::string_view text, CookieSpan& cookie) {
  std::size_t next = 0;
  return parse_cookie(text, 0, cookie, next);
}

bool find_response_cookie(std::string_view text, std::string_view name, CookieSpan& cookie) {
  const char* const begin = text.data();
  const std::size_t size = text.size();
  for (CookieWalk walk(text); walk.next(cookie); walk = CookieWalk(text)) {
    const auto at = static_cast<std::size_t>(text.data() - begin);
    // HAProxy stops looking where no more than the name and its equals sign would fit before the next comma.
    const std::size_t end = std::min(text.find(',', cookie.end), text.size());
    if (size_of_part({begin, size}, text, cookie, end) <= name.size() + 1) {
      if (end == text.size()) return false;
      text.remove_prefix(end + 1);
      continue;
    }
    cookie.from += at;
    cookie.begin += at;
    cookie.end += at;
    if (name.empty() || cookie.name == name) return true;
    text = behind_attributes({begin, size}, cookie);
  }
  return false;
}

std::size_t size_of_part(std::string_view whole, std::string_view text, const CookieSpan& cookie, std::size_t end) {
  const auto from = static_cast<std::size_t>(text.data() - whole.data()) + cookie.from;
  const std::size_t begin = from == 0 || whole[from - 1] == ',' ? cookie.begin : cookie.from;
  while (end > cookie.end && is_blank(text[end - 1])) --end;
  return end - begin;
}

std::string_view behind_attributes(std::string_view text, const CookieSpan& cookie) {
  std::size_t at = cookie_value_end(text, cookie.end);
  while (at < text.size() && text[at] == ';') at = cookie_value_end(text, at + 1);
  return text.substr(std::min(at + 1, text.size()));
}

}  // namespace hapax::routing
