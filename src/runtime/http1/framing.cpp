#include "runtime/http1/framing.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "runtime/http1/characters.hpp"

namespace hapax::runtime::http1 {
namespace {

using routing::Header;

/// What a message's own fields say about its length.
struct Claims {
  bool has_length = false;
  bool length_ok = true;
  std::uint64_t length = 0;
  bool has_encoding = false;
  bool encoding_ok = true;
  unsigned chunked = 0;  ///< how often it is named
  bool chunked_last = false;
  bool other_encoding = false;
};

std::optional<std::uint64_t> parse_length(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    // A length near the top of the range is an attack on somebody's arithmetic.
    constexpr std::uint64_t kLimit = std::numeric_limits<std::int64_t>::max() / 10 - 1;
    if (!is_digit(c) || value > kLimit) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

void read_length(std::string_view value, Claims& claims) {
  for_each_element(value, [&](std::string_view element) {
    const std::optional<std::uint64_t> length = parse_length(element);
    if (!length || (claims.has_length && *length != claims.length)) claims.length_ok = false;
    claims.has_length = true;
    claims.length = length.value_or(0);
  });
}

void read_encoding(std::string_view value, Claims& claims) {
  claims.has_encoding = true;
  for_each_element(value, [&](std::string_view element) {
    claims.chunked_last = equals_lower(element, "chunked");
    if (claims.chunked_last) {
      ++claims.chunked;
    } else {
      claims.other_encoding = true;
    }
  });
}

Claims read_claims(const std::vector<Header>& headers) {
  Claims claims;
  for (const Header& header : headers) {
    if (header.name == "content-length") read_length(header.value, claims);
    if (header.name == "transfer-encoding") read_encoding(header.value, claims);
  }
  if (claims.has_encoding) claims.encoding_ok = claims.chunked == 1 && claims.chunked_last;
  return claims;
}

/// The digits of a length without leading zeros, out of one element of the field's value.
std::string_view plain_digits(std::string_view value) {
  std::string_view digits = trim_blanks(value.substr(0, value.find(',')));
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  return digits;
}

/// Keeps the first field of the name, drops the others.
void keep_first(std::vector<Header>& headers, std::string_view name) {
  bool seen = false;
  std::erase_if(headers, [&](const Header& header) { return header.name == name && std::exchange(seen, true); });
}

void drop_all(std::vector<Header>& headers, std::string_view name) {
  std::erase_if(headers, [&](const Header& header) { return header.name == name; });
}

void reduce(std::vector<Header>& headers, const Claims& claims) {
  if (claims.has_encoding && claims.has_length) drop_all(headers, "content-length");
  for (Header& header : headers) {
    // Written in one way only: whoever reads it next may compare more simply than we do.
    if (header.name == "transfer-encoding") header.value = "chunked";
  }
  if (!claims.has_length) return;
  keep_first(headers, "content-length");
  for (Header& header : headers) {
    if (header.name == "content-length") header.value = plain_digits(header.value);
  }
}

struct ConnectionTokens {
  bool close = false;
  bool keep_alive = false;
  bool upgrade = false;
};

ConnectionTokens read_connection(const std::vector<Header>& headers) {
  ConnectionTokens tokens;
  for (const Header& header : headers) {
    if (header.name != "connection") continue;
    for_each_element(header.value, [&](std::string_view element) {
      tokens.close |= equals_lower(element, "close");
      tokens.keep_alive |= equals_lower(element, "keep-alive");
      tokens.upgrade |= equals_lower(element, "upgrade");
    });
  }
  return tokens;
}

const Header* find(const std::vector<Header>& headers, std::string_view name) {
  const auto at = std::find_if(headers.begin(), headers.end(), [&](const Header& h) { return h.name == name; });
  return at == headers.end() ? nullptr : &*at;
}

/// The authority of an absolute-form target, nothing for other forms; `bad` when it is none of the four forms.
std::optional<std::string_view> authority_of(const routing::Request& request, bool& bad) {
  const std::string_view target = request.target;
  if (request.method == "CONNECT") {
    bad = target.front() == '/' || target.find(':') == std::string_view::npos;
    return std::nullopt;
  }
  if (target.front() == '/') return std::nullopt;
  if (target == "*") {
    bad = request.method != "OPTIONS";
    return std::nullopt;
  }
  const std::size_t scheme = target.find("://");
  bad = scheme == std::string_view::npos || scheme == 0;
  if (bad) return std::nullopt;
  const std::string_view rest = target.substr(scheme + 3);
  return rest.substr(0, rest.find_first_of("/?"));
}

std::string_view without_default_port(std::string_view authority) {
  if (authority.ends_with(":80")) authority.remove_suffix(3);
  return authority;
}

bool same_host(std::string_view a, std::string_view b) {
  a = without_default_port(a);
  b = without_default_port(b);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

/// A CONNECT names its port in the target already.
void strip_default_port(std::vector<Header>& headers) {
  for (Header& header : headers) {
    if (header.name != "host") continue;
    for (const std::string_view port : {":443", ":80"}) {
      if (header.value.ends_with(port)) header.value.remove_suffix(port.size());
    }
  }
}

/// Several hosts, or one that contradicts the target, are two addresses on one letter: refused.
bool check_host(routing::Request& request) {
  bool bad = false;
  const std::optional<std::string_view> authority = authority_of(request, bad);
  if (bad) return false;
  const Header* first = find(request.headers, "host");
  if (first == nullptr) return true;
  if (authority && !same_host(*authority, first->value)) return false;
  for (const Header& header : request.headers) {
    if (header.name == "host" && !same_host(header.value, first->value)) return false;
  }
  keep_first(request.headers, "host");
  if (request.method == "CONNECT") strip_default_port(request.headers);
  return true;
}

bool is_bodyless(std::uint16_t status) { return status < 200 || status == 204 || status == 304; }

}  // namespace

RequestFraming frame_request(routing::Request& request) {
  RequestFraming framing;
  const Claims claims = read_claims(request.headers);
  const ConnectionTokens tokens = read_connection(request.headers);
  const bool version11 = request.minor >= 1;

  if (!claims.length_ok || !check_host(request)) framing.refusal = 400;
  if (claims.has_encoding && !claims.encoding_ok) framing.refusal = 400;
  if (claims.has_encoding && claims.encoding_ok && claims.other_encoding) framing.refusal = 422;
  if (framing.refusal != 0) return framing;
  reduce(request.headers, claims);

  framing.keep_alive = version11 ? !tokens.close : tokens.keep_alive && !tokens.close;
  if (claims.has_encoding) {
    framing.kind = BodyKind::chunked;
    // Two statements about the length, or one that HTTP/1.0 does not know: somebody on the way may have read it
    // otherwise, so nothing that follows on this connection is trusted.
    framing.ambiguous = claims.has_length || !version11;
    if (framing.ambiguous) framing.keep_alive = false;
  } else if (claims.has_length && claims.length > 0) {
    framing.kind = BodyKind::length;
    framing.length = claims.length;
  }

  const Header* upgrade = find(request.headers, "upgrade");
  framing.upgrade = version11 && tokens.upgrade && upgrade != nullptr;
  if (framing.upgrade && equals_lower(upgrade->value, "websocket") &&
      find(request.headers, "sec-websocket-key") == nullptr) {
    framing.refusal = 400;
  }
  const Header* expect = find(request.headers, "expect");
  framing.expects_continue = version11 && expect != nullptr && equals_lower(expect->value, "100-continue");
  return framing;
}

ResponseFraming frame_response(routing::Response& response, const ResponseVersion& version,
                               std::string_view request_method) {
  ResponseFraming framing;
  const Claims claims = read_claims(response.headers);
  const ConnectionTokens tokens = read_connection(response.headers);
  const bool version11 = version.minor >= 1;

  framing.ok = claims.length_ok && (!claims.has_encoding || (claims.encoding_ok && !claims.other_encoding));
  if (!framing.ok) return framing;
  reduce(response.headers, claims);
  framing.keep_alive = version11 ? !tokens.close : tokens.keep_alive && !tokens.close;
  framing.upgrade = response.status == routing::kSwitchingProtocols;

  const bool tunnel = request_method == "CONNECT" && response.status >= 200 && response.status < 300;
  if (tunnel) {
    framing.upgrade = true;
  } else if (request_method == "HEAD" || is_bodyless(response.status)) {
    // A 204 says nothing about a length; a 304 and the answer to HEAD tell what would have been.
    if (response.status < 200 || response.status == 204) {
      drop_all(response.headers, "content-length");
      drop_all(response.headers, "transfer-encoding");
    }
  } else if (claims.has_encoding) {
    framing.kind = BodyKind::chunked;
    if (claims.has_length || !version11) framing.keep_alive = false;
  } else if (claims.has_length) {
    framing.kind = claims.length > 0 ? BodyKind::length : BodyKind::none;
    framing.length = claims.length;
  } else {
    framing.kind = BodyKind::until_close;
    framing.keep_alive = false;
  }
  return framing;
}

}  // namespace hapax::runtime::http1
