// Cookies in a Cookie or Set-Cookie header.
#pragma once

#include <string>
#include <string_view>

#include "routing/http/headers.hpp"

namespace hapax::routing {

/// One cookie within a header's value.
struct CookieSpan {
  std::string_view name;
  std::string_view value;
  std::size_t begin = 0;  ///< of the cookie, blanks before its name not included
  std::size_t end = 0;    ///< of its value
  std::size_t from = 0;   ///< behind the delimiter before it
};

/// Walks over the cookies of one header's value: separated by `;` or `,`, blanks around name and value removed; those
/// without `=` and those whose name starts with `$` are passed over.
class CookieWalk {
 public:
  explicit CookieWalk(std::string_view text) : text_(text) {}
  bool next(CookieSpan& cookie);
  /// What is left of the text.
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_ < text_.size() ? at_ : text_.size()); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

/// What HAProxy makes of Cookie headers before it looks for cookies, and of the first cookie in each Set-Cookie header:
/// the blanks round their equals signs go.
void tidy_cookie_headers(Headers& headers, Arena& arena);
void tidy_set_cookie_headers(Headers& headers, Arena& arena);

/// What `capture cookie` keeps of a header's value: the first cookie that begins with `name`, which may end with the
/// equals sign, as NAME=value cut to `length` bytes; empty when there is none.
std::string_view captured_cookie(std::string_view text, std::string_view name, std::size_t length);

/// The same of a Set-Cookie value, of which only the first cookie counts.
std::string_view captured_set_cookie(std::string_view text, std::string_view name, std::size_t length);

/// The cookie at the beginning of a Set-Cookie value; false when there is none.
bool response_cookie(std::string_view text, CookieSpan& cookie);

/// The first cookie of that name (any when empty) in a Set-Cookie value, which may hold several behind commas; text
/// without `=` at the front of one is passed over. False when there is none.
bool find_response_cookie(std::string_view text, std::string_view name, CookieSpan& cookie);

/// How much HAProxy looks at for the cookie in `text`, a part of `whole`, up to the comma at `end`: no blanks at
/// commas.
std::size_t size_of_part(std::string_view whole, std::string_view text, const CookieSpan& cookie, std::size_t end);

/// What is left behind a cookie of a Set-Cookie value and its attributes.
std::string_view behind_attributes(std::string_view text, const CookieSpan& cookie);

}  // namespace hapax::routing
