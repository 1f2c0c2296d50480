// Header fields and cookies, of the request and of the response, and the response's status.

#include <algorithm>
#include <array>
#include <charconv>

#include "routing/fetch/fetches.hpp"
#include "routing/http/cookies.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;

/// The headers of the message that a fetch names; null when it is not there.
template <bool response>
const Headers* headers_of(const Context& c) {
  if constexpr (response) return c.answer() != nullptr ? &c.answer()->headers : nullptr;
  return c.request() != nullptr ? &c.request()->headers : nullptr;
}

template <bool response, bool full>
bool fetch_header(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  const Headers* headers = headers_of<response>(c);
  if (headers == nullptr) return false;
  const std::int64_t occurrence = args[1].given() ? args[1].number : 0;
  if (iteration.wanted && occurrence == 0) {
    std::string_view value;
    iteration.more = next_value(*headers, args[0].text, full, iteration.cursor, value);
    if (!iteration.more) return false;
    out.set_string(value);
    return true;
  }
  if (args[0].text.empty()) return false;
  const auto value = header_value(*headers, args[0].text, occurrence == 0 ? -1 : occurrence, full);
  if (!value) return false;
  out.set_string(*value);
  return true;
}

template <bool response, bool full>
bool fetch_header_count(const Args& args, Context& c, Iteration&, Sample& out) {
  const Headers* headers = headers_of<response>(c);
  if (headers == nullptr) return false;
  HeaderCursor cursor;
  std::string_view value;
  std::int64_t count = 0;
  while (next_value(*headers, args[0].text, full, cursor, value)) ++count;
  out.set_integer(count);
  return true;
}

template <bool response>
bool fetch_header_number(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  if (!fetch_header<response, false>(args, c, iteration, out)) return false;
  out.set_integer(wrapping_number(out.text, c.world.strict_numbers));
  return true;
}

bool is_port(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return false;
  std::uint16_t port = 0;
  return std::from_chars(text.data(), text.data() + text.size(), port).ec == std::errc{};
}

/// `1.2.3.4`, `1.2.3.4:80` or `::1`, and nothing behind it.
bool take_address(Sample& s, Arena& arena) {
  std::array<std::uint8_t, 4> ipv4{};
  const std::size_t length = leading_ipv4(s.text, ipv4);
  if (length == 0) return cast(s, SampleType::address, arena);
  const std::string_view rest = s.text.substr(length);
  if (!rest.empty() && !(rest.front() == ':' && is_port(rest.substr(1)))) return false;
  s.text = s.text.substr(0, length);
  return cast(s, SampleType::address, arena);
}

/// The next value that is an address.
template <bool response>
bool fetch_header_address(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  while (fetch_header<response, false>(args, c, iteration, out)) {
    if (take_address(out, c.arena)) return true;
    if (!iteration.more) return false;
  }
  return false;
}

std::string_view lowered(std::string_view text, Context& c) {
  char* out = c.arena.allocate(text.size());
  std::transform(text.begin(), text.end(), out, to_lower);
  return {out, text.size()};
}

template <bool response>
bool fetch_header_names(const Args& args, Context& c, Iteration&, Sample& out) {
  const Headers* headers = headers_of<response>(c);
  if (headers == nullptr) return false;
  const char delimiter = args[0].given() && !args[0].text.empty() ? args[0].text.front() : ',';
  std::string names;
  for (const Header& header : *headers) {
    if (!names.empty()) names += delimiter;
    names += header.name;
  }
  out.set_string(lowered(names, c));
  return true;
}

template <bool response>
bool fetch_header_block(const Args&, Context& c, Iteration&, Sample& out) {
  const Headers* headers = headers_of<response>(c);
  if (headers == nullptr) return false;
  std::string text;
  for (const Header& header : *headers) {
    text.append(lowered(header.name, c)).append(": ").append(header.value).append("\r\n");
  }
  out.set_string(c.arena.copy(text + "\r\n"));
  return true;
}

/// A number as HAProxy's own protocols write it: SPOE.txt, "Variable-length integer".
void append_varint(std::string& text, std::uint64_t value) {
  if (value < 240) {
    text += static_cast<char>(value);
    return;
  }
  text += static_cast<char>(value | 240);
  for (value = (value - 240) >> 4; value >= 128; value = (value - 128) >> 7) text += static_cast<char>(value | 128);
  text += static_cast<char>(value);
}

/// Names and values, each behind its length, and two lengths of zero at the end.
template <bool response>
bool fetch_binary_headers(const Args&, Context& c, Iteration&, Sample& out) {
  const Headers* headers = headers_of<response>(c);
  if (headers == nullptr) return false;
  std::string bytes;
  for (const Header& header : *headers) {
    append_varint(bytes, header.name.size());
    bytes += lowered(header.name, c);
    append_varint(bytes, header.value.size());
    bytes += header.value;
  }
  bytes.append(2, '\0');
  out.set_binary(c.arena.copy(bytes));
  return true;
}

/// The next cookie of that name (any when empty): the cursor is the header's index and what is left of its value.
template <bool response>
bool next_cookie(const Headers& headers, std::string_view name, HeaderCursor& cursor, CookieSpan& cookie) {
  for (;;) {
    if (!cursor.inside) {
      while (cursor.index < headers.size() &&
             !equal_ignoring_case(headers[cursor.index].name, response ? "set-cookie" : "cookie")) {
        ++cursor.index;
      }
      if (cursor.index >= headers.size()) return false;
      cursor.rest = headers[cursor.index++].value;
      cursor.inside = true;
    }
    const std::string_view text = cursor.rest;
    bool found = false;
    if constexpr (response) {
      found = find_response_cookie(text, name, cookie);
      cursor.inside = found;
      if (found) cursor.rest = text.substr(cookie.end);
    } else {
      CookieWalk walk(text);
      found = walk.next(cookie);
      cursor.inside = found;
      if (found) cursor.rest = walk.rest();
      // HAProxy stops looking where no more than the name and its equals sign would fit before the next comma.
      const std::size_t end = found ? std::min(text.find(',', cookie.end), text.size()) : 0;
      if (found && size_of_part(headers[cursor.index - 1].value, text, cookie, end) <= name.size() + 1) {
        found = false;
        cursor.inside = end < text.size();
        if (cursor.inside) cursor.rest = text.substr(end + 1);
      }
    }
    if (found && (name.empty() || cookie.name == name)) return true;
  }
}

template <bool response>
bool fetch_cookie(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  const Headers* headers = headers_of<response>(c);
  if (headers == nullptr) return false;
  CookieSpan cookie;
  if (!next_cookie<response>(*headers, args[0].text, iteration.cursor, cookie)) return false;
  if (iteration.wanted) {
    iteration.more = true;
  } else if (!args[0].text.empty()) {
    // An expression stands for the last one.
    for (CookieSpan later; next_cookie<response>(*headers, args[0].text, iteration.cursor, later);) cookie = later;
  }
  out.set_string(cookie.value);
  return true;
}

template <bool response>
bool fetch_cookie_count(const Args& args, Context& c, Iteration&, Sample& out) {
  const Headers* headers = headers_of<response>(c);
  if (headers == nullptr) return false;
  HeaderCursor cursor;
  CookieSpan cookie;
  std::int64_t count = 0;
  // Before 3.2 what counts goes on right behind a cookie, so that its attributes with a value count, too.
  const bool whole = response && c.world.model.target >= Version::v3_2;
  while (next_cookie<response>(*headers, args[0].text, cursor, cookie)) {
    ++count;
    if (whole) cursor.rest = behind_attributes(cursor.rest, {});
  }
  out.set_integer(count);
  return true;
}

template <bool response>
bool fetch_cookie_number(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  if (!fetch_cookie<response>(args, c, iteration, out)) return false;
  out.set_integer(wrapping_number(out.text, c.world.strict_numbers));
  return true;
}

template <bool response>
bool fetch_cookie_names(const Args& args, Context& c, Iteration&, Sample& out) {
  const Headers* headers = headers_of<response>(c);
  if (headers == nullptr) return false;
  const char delimiter = args[0].given() && !args[0].text.empty() ? args[0].text.front() : ',';
  std::string names;
  HeaderCursor cursor;
  CookieSpan cookie;
  while (next_cookie<response>(*headers, "", cursor, cookie)) {
    if (!names.empty()) names += delimiter;
    names += cookie.name;
    if (response) cursor.inside = false;  // one of each header
  }
  out.set_string(c.arena.copy(names));
  return true;
}

bool fetch_status(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.answer() == nullptr) return false;
  out.set_integer(c.answer()->status);
  return true;
}

/// That of the answer which is being made, even while it is made.
bool fetch_transaction_status(const Args&, Context& c, Iteration&, Sample& out) {
  if (!c.response || c.transaction == nullptr || (c.answer_is_awaited && c.lacks_answer())) return false;
  out.set_integer(c.transaction->response.transaction_status());
  return true;
}

/// %ts: who ended the request, and when, as far as it is known yet.
bool fetch_end(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_string(c.state == nullptr ? std::string_view("--") : c.arena.copy({c.state->ended.data(), 2}));
  return true;
}

/// %rt: which request of the process it is, from 0.
bool fetch_number_of_request(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.state == nullptr) return false;
  out.set_integer(static_cast<std::int64_t>(c.state->number));
  return true;
}

bool fetch_cache_hit(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(c.state != nullptr && c.state->cache_hit != model::kNone);
  return true;
}

bool fetch_cache_name(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.state == nullptr || c.state->cache_hit == model::kNone) return false;
  out.set_string(c.world.model.caches[c.state->cache_hit].name);
  return true;
}

bool fetch_compression(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.state == nullptr) return false;
  out.set_boolean(!c.state->compression.empty());
  return true;
}

bool fetch_compression_algorithm(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.state == nullptr || c.state->compression.empty()) return false;
  out.set_string(c.state->compression);
  return true;
}

/// 0: no server answered.
bool fetch_server_status(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.state == nullptr || !c.response || (c.answer_is_awaited && c.lacks_answer())) return false;
  out.set_integer(c.state->server_status);
  return true;
}

bool fetch_res_ver(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.answer() == nullptr) return false;
  out.set_string("1.1");
  return true;
}

constexpr std::array kEntries = {
    FetchEntry{FetchId::req__hdr, fetch_header<false, false>},
    FetchEntry{FetchId::req__fhdr, fetch_header<false, true>},
    FetchEntry{FetchId::req__hdr_cnt, fetch_header_count<false, false>},
    FetchEntry{FetchId::req__fhdr_cnt, fetch_header_count<false, true>},
    FetchEntry{FetchId::req__hdr_ip, fetch_header_address<false>},
    FetchEntry{FetchId::req__hdr_val, fetch_header_number<false>},
    FetchEntry{FetchId::req__hdr_names, fetch_header_names<false>},
    FetchEntry{FetchId::req__hdrs, fetch_header_block<false>},
    FetchEntry{FetchId::req__hdrs_bin, fetch_binary_headers<false>},
    FetchEntry{FetchId::req__cook, fetch_cookie<false>},
    FetchEntry{FetchId::req__cook_cnt, fetch_cookie_count<false>},
    FetchEntry{FetchId::req__cook_val, fetch_cookie_number<false>},
    FetchEntry{FetchId::req__cook_names, fetch_cookie_names<false>},
    FetchEntry{FetchId::res__hdr, fetch_header<true, false>},
    FetchEntry{FetchId::res__fhdr, fetch_header<true, true>},
    FetchEntry{FetchId::res__hdr_cnt, fetch_header_count<true, false>},
    FetchEntry{FetchId::res__fhdr_cnt, fetch_header_count<true, true>},
    FetchEntry{FetchId::res__hdr_ip, fetch_header_address<true>},
    FetchEntry{FetchId::res__hdr_val, fetch_header_number<true>},
    FetchEntry{FetchId::res__hdr_names, fetch_header_names<true>},
    FetchEntry{FetchId::res__hdrs, fetch_header_block<true>},
    FetchEntry{FetchId::res__hdrs_bin, fetch_binary_headers<true>},
    FetchEntry{FetchId::res__cook, fetch_cookie<true>},
    FetchEntry{FetchId::res__cook_cnt, fetch_cookie_count<true>},
    FetchEntry{FetchId::res__cook_val, fetch_cookie_number<true>},
    FetchEntry{FetchId::res__cook_names, fetch_cookie_names<true>},
    FetchEntry{FetchId::status, fetch_status},
    FetchEntry{FetchId::txn__status, fetch_transaction_status},
    FetchEntry{FetchId::txn__sess_term_state, fetch_end},
    FetchEntry{FetchId::txn__id32, fetch_number_of_request},
    FetchEntry{FetchId::server_status, fetch_server_status},
    FetchEntry{FetchId::res__comp, fetch_compression},
    FetchEntry{FetchId::res__comp_algo, fetch_compression_algorithm},
    FetchEntry{FetchId::res__cache_hit, fetch_cache_hit},
    FetchEntry{FetchId::res__cache_name, fetch_cache_name},
    FetchEntry{FetchId::res__ver, fetch_res_ver},
};

}  // namespace

std::span<const FetchEntry> header_fetches() { return kEntries; }

}  // namespace hapax::routing
