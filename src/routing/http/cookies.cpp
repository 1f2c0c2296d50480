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

}  // namespace

bool CookieWalk::next(CookieSpan& cookie) {
  while (at_ < text_.size()) {
    if (parse_cookie(text_, at_, cookie, at_)) return true;
  }
  return false;
}

std::string_view captured_cookie(std::string_view text, std::string_view name, std::size_t length) {
  CookieWalk walk(text);
  CookieSpan cookie;
  while (walk.next(cookie)) {
    if (cookie.name.starts_with(name)) return text.substr(cookie.begin, std::min(length, cookie.end - cookie.begin));
  }
  return {};
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
    // HAProxy stops looking where no more than the name and its equals sign would fit.
    if (text.size() - cookie.from <= name.size() + 1) return false;
    cookie.from += at;
    cookie.begin += at;
    cookie.end += at;
    if (name.empty() || cookie.name == name) return true;
    text = behind_attributes({begin, size}, cookie);
  }
  return false;
}

std::string_view behind_attributes(std::string_view text, const CookieSpan& cookie) {
  std::size_t at = cookie_value_end(text, cookie.end);
  while (at < text.size() && text[at] == ';') at = cookie_value_end(text, at + 1);
  return text.substr(std::min(at + 1, text.size()));
}

}  // namespace hapax::routing
