#include "routing/http/reception.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "routing/http/connect.hpp"
#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr auto kTokenChars = [] {
  std::array<bool, 256> table{};
  for (unsigned c = 0; c < 128; ++c) {
    const char character = static_cast<char>(c);
    table[c] = is_alphanumeric(character) ||
               (c != 0 && std::string_view("!#$%&'*+-.^_`|~").find(character) != std::string_view::npos);
  }
  return table;
}();

// Loops without a way out in the middle: nearly every text is good, and the compiler makes more of them.
bool is_token(std::string_view text) {
  bool good = !text.empty();
  for (const char c : text) good = good && kTokenChars[static_cast<unsigned char>(c)];
  return good;
}

/// No control characters (before 3.0 DEL is none), blanks or, unless `lenient`, what is no ASCII.
bool has_target_chars(std::string_view text, Version version, bool lenient) {
  const bool del = version < Version::v3_0;
  bool good = true;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    good = good & (byte > ' ') & (del | (byte != 0x7F)) & (lenient | (byte < 0x80));
  }
  return good;
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '+' || c == '-' || c == '.';
  });
}

bool is_target(std::string_view target, std::string_view method, Version version, bool lenient) {
  if (!has_target_chars(target, version, lenient)) return false;
  if (!lenient && target.find('#') != std::string_view::npos) return false;
  if (lenient && version < Version::v3_0) return true;
  if (target.empty() || target.starts_with('/')) return method != "CONNECT";
  if (method == "CONNECT") return !target.starts_with('*') && (lenient || is_connect_target(target, version));
  const auto end_of_scheme = target.find("://");
  // Before 3.0 an asterisk is good for all methods. HTTP/2 begins with one.
  if (target == "*") return method == "OPTIONS" || method == "PRI" || version < Version::v3_0;
  return end_of_scheme != std::string_view::npos && is_scheme(target.substr(0, end_of_scheme));
}

/// Before 3.0 any other text will do, for the host that Host names, or where there is no such field.
bool is_taken_for_target(const Request& request, Version version, bool lenient) {
  if (version >= Version::v3_0 || request.method == "CONNECT") return false;
  return equal_ignoring_case(find_header(request.headers, "host").value_or(request.target), request.target) &&
         has_target_chars(request.target, version, lenient) && request.target.find('#') == std::string_view::npos;
}

/// Brackets only round an address at the beginning, a port behind them; no character that separates parts of addresses.
bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view port = host.substr(end + 1);
    if (!port.empty() && port.front() != ':') return false;
    host = port;
  }
  return std::all_of(host.begin(), host.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x7F &&
           std::string_view("#,/?@[\\]").find(c) == std::string_view::npos;
  });
}

bool hosts_are_good(const Headers& headers, Version version) {
  const Header* first = nullptr;
  for (const Header& header : headers) {
    if (header.name.size() != 4 || !equal_ignoring_case(header.name, "host")) continue;
    if (version >= Version::v3_0 && !is_host(header.value)) return false;
    if (first != nullptr && !equal_ignoring_case(first->value, header.value)) return false;
    if (first == nullptr) first = &header;
  }
  return true;
}

bool is_named(const Header& header, std::string_view name) {
  return header.name.size() == name.size() && equal_ignoring_case(header.name, name);
}

/// The tokens that `keep` wants, separated by commas.
template <typename Keep>
std::string kept_tokens(std::string_view value, Keep keep) {
  std::string kept;
  const Headers one = {{"", value}};
  HeaderCursor cursor;
  std::string_view token;
  while (next_value(one, "", false, cursor, token)) {
    if (token.empty() || !keep(token)) continue;
    if (!kept.empty()) kept += ", ";
    kept += token;
  }
  return kept;
}

bool is_kept_by_connection(std::string_view token) {
  return !equal_ignoring_case(token, "close") && !equal_ignoring_case(token, "keep-alive");
}

/// True: something went.
bool tidy_connection(Headers& headers, bool upgrade_too, Arena& arena) {
  bool changed = false;
  for (std::size_t i = 0; i < headers.size();) {
    if (headers[i].name.size() != 10 || !equal_ignoring_case(headers[i].name, "connection")) {
      ++i;
      continue;
    }
    const std::string kept = kept_tokens(headers[i].value, [&](std::string_view token) {
      return is_kept_by_connection(token) && !(upgrade_too && equal_ignoring_case(token, "upgrade"));
    });
    changed = changed || kept != headers[i].value;
    if (kept.empty()) {
      headers.erase(headers.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      headers[i++].value = arena.copy(kept);
    }
  }
  return changed;
}

/// One field of that name is left, with one value. True: more of them went.
bool merge(Headers& headers, std::string_view name) {
  Header* first = nullptr;
  bool changed = false;
  std::erase_if(headers, [&](Header& header) {
    if (header.name.size() != name.size() || !equal_ignoring_case(header.name, name)) return false;
    const bool repeated = first != nullptr;
    if (!repeated) first = &header;
    changed = changed || repeated;
    return repeated;
  });
  return changed;
}

/// "4, 4" is "4".
void shorten_length(Headers& headers) {
  for (Header& header : headers) {
    if (header.name.size() == 14 && equal_ignoring_case(header.name, "content-length")) {
      header.value = trim(header.value.substr(0, header.value.find(',')));
    }
  }
}

bool is_no_h2c(std::string_view token) { return !equal_ignoring_case(token, "h2c"); }

/// Since 3.0 nobody is asked for h2c.
bool asks_for_h2c_alone(const Header& header, Version version) {
  return version >= Version::v3_0 && is_named(header, "upgrade") && kept_tokens(header.value, is_no_h2c).empty();
}

bool drop_h2c(Headers& headers, Version version, Arena& arena) {
  if (version < Version::v3_0) return false;
  bool dropped = std::erase_if(headers, [version](const Header& one) { return asks_for_h2c_alone(one, version); }) > 0;
  for (Header& header : headers) {
    if (!is_named(header, "upgrade") || !has_value({header}, "upgrade", "h2c")) continue;
    header.value = arena.copy(kept_tokens(header.value, is_no_h2c));
    dropped = true;
  }
  return dropped;
}

bool drop_upgrade(Request& request, Version version, Arena& arena) {
  Headers& headers = request.headers;
  if (!find_header(headers, "upgrade")) return false;
  const bool asked = has_value(headers, "connection", "upgrade");
  const bool h2c = drop_h2c(headers, version, arena);
  const bool alone = version >= Version::v3_2 && !asked;
  const bool with_body = version < Version::v3_0 && asked && announces_body(request);
  if (alone || with_body) remove_header(headers, "upgrade");
  return h2c || alone || with_body;
}

/// Most messages have nothing to tidy, which one look at the names' lengths tells.
bool is_tidy(const Headers& headers) {
  unsigned hosts = 0;
  for (const Header& header : headers) {
    switch (header.name.size()) {
      case 4:
        if (equal_ignoring_case(header.name, "host") && ++hosts > 1) return false;
        break;
      case 7:
        if (equal_ignoring_case(header.name, "upgrade")) return false;
        break;
      case 10:
        if (equal_ignoring_case(header.name, "connection")) return false;
        break;
      case 14:
        if (equal_ignoring_case(header.name, "content-length")) return false;
        break;
      case 17:
        if (equal_ignoring_case(header.name, "transfer-encoding")) return false;
        break;
      default:
        break;
    }
  }
  return true;
}

/// Switching protocols, which the client has to have asked for. Whether the key fits does not matter.
bool is_good_switch(const Headers& headers, bool asked) {
  if (headers.empty()) return true;  // nobody told what it said
  return asked && has_value(headers, "connection", "upgrade") &&
         (!has_value(headers, "upgrade", "websocket") || find_header(headers, "sec-websocket-accept"));
}

/// A number, or the same one several times.
bool is_length(std::string_view value) {
  const Headers one = {{"", value}};
  HeaderCursor cursor;
  std::string_view first;
  std::string_view other;
  bool good = next_value(one, "", false, cursor, first) && !first.empty() && first.size() < 20 &&
              std::all_of(first.begin(), first.end(), is_digit);
  while (good && next_value(one, "", false, cursor, other)) good = other == first;
  return good;
}

/// `chunked`, at the end and once: 400 without it, 422 for other codings before it.
Refusal coding_error(const Headers& headers, Version version) {
  constexpr std::string_view kWrong = "Transfer-Encoding does not end with 'chunked', once";
  HeaderCursor cursor;
  std::string_view token;
  bool chunked = false;
  bool others = false;
  bool there = false;
  while (next_value(headers, "transfer-encoding", false, cursor, token)) {
    there = true;
    if (token.empty() && version >= Version::v3_0) return {400, kWrong};
    if (token.empty() && chunked) continue;
    if (chunked) return {400, kWrong};
    (equal_ignoring_case(token, "chunked") ? chunked : others) = true;
  }
  if (!there) return {};
  if (!chunked) return {400, kWrong};
  return others ? Refusal{422, "Transfer-Encoding names a coding beside 'chunked'"} : Refusal{};
}

/// An upgrade to WebSocket needs a key, 16 bytes in base64. Since 3.2 one is made for those who are treated leniently.
/// Before 3.0 a request with a body asks for no upgrade.
bool lacks_websocket_key(const Request& request, Version version, bool lenient) {
  const Headers& headers = request.headers;
  if ((lenient && version >= Version::v3_2) || !has_value(headers, "upgrade", "websocket") ||
      !has_value(headers, "connection", "upgrade") || (version < Version::v3_0 && announces_body(request))) {
    return false;
  }
  constexpr std::size_t kKeySize = 24;
  return std::none_of(headers.begin(), headers.end(), [](const Header& header) {
    return is_named(header, "sec-websocket-key") && header.value.size() == kKeySize;
  });
}

constexpr std::size_t kVersionSize = sizeof "HTTP/1.1" - 1;

constexpr std::size_t kEntry = 8;

/// The start line, each field, and their end have an entry each in the list of parts.
bool fits(std::size_t size, std::size_t fields, std::size_t bytes) {
  constexpr std::size_t kBookkeeping = 48;
  return size + kEntry * (fields + 2) + kBookkeeping <= bytes;
}

std::size_t start_of(const Request& request) { return request.method.size() + request.target.size() + kVersionSize; }

std::size_t start_of(const Response& response) {
  constexpr std::size_t kStatusSize = 3;
  return kVersionSize + kStatusSize + response.reason.size();
}

template <class Message>
bool fits_with_body(const Message& message, std::size_t bytes) {
  const std::size_t body = message.body.size();
  std::size_t counted = body == 0 || body > bytes / 2 ? 0 : body + kEntry;
  if (find_header(message.headers, "transfer-encoding")) counted += kEntry + 1;  // the end of the chunks
  return fits(buffered_size(start_of(message), message.headers) + counted, message.headers.size(), bytes);
}

/// Without those that go while the head is read: what says again what another one said, and what concerns one hop.
std::size_t counted_fields(const Request& request, Version version) {
  std::size_t count = 0;
  bool host = false;
  bool length = false;
  for (const Header& header : request.headers) {
    if (is_named(header, "connection") && kept_tokens(header.value, is_kept_by_connection).empty()) continue;
    if (is_named(header, "host") && std::exchange(host, true)) continue;
    if (is_named(header, "content-length") && std::exchange(length, true)) continue;
    if (asks_for_h2c_alone(header, version)) continue;
    ++count;
  }
  return count;
}

/// A body where the method means none.
bool has_strange_body(const Request& request) {
  constexpr std::array<std::string_view, 3> kBare = {"GET", "HEAD", "DELETE"};
  if (std::find(kBare.begin(), kBare.end(), request.method) == kBare.end()) return false;
  return find_header(request.headers, "transfer-encoding") ||
         find_header(request.headers, "content-length").value_or("0") != "0";
}

Refusal error_in_headers(const Request& request, Version version, bool lenient) {
  bool coded = false;
  bool upgrades = false;
  const Header* length = nullptr;
  for (const Header& header : request.headers) {
    if (!lenient && !is_token(header.name)) return {400, "the name of a field holds what no name can"};
    coded = coded || is_named(header, "transfer-encoding");
    upgrades = upgrades || is_named(header, "upgrade");
    if (!is_named(header, "content-length")) continue;
    if (!is_length(header.value)) return {400, "Content-Length is no number"};
    if (length != nullptr && length->value != header.value) return {400, "two Content-Length fields differ"};
    length = &header;
  }
  if (!hosts_are_good(request.headers, version)) return {400, "Host fields differ, or hold what no host name can"};
  if (upgrades && lacks_websocket_key(request, version, lenient))
    return {400, "an upgrade to WebSocket needs a Sec-WebSocket-Key of 24 characters"};
  return coded ? coding_error(request.headers, version) : Refusal{};
}

}  // namespace

Refusal parsing_error(const Request& request, Version version, bool lenient) {
  if (request.major != 1) return {};
  if (!request.method.empty() && !is_token(request.method)) return {400, "the method is none"};
  if (!is_target(request.target, request.method, version, lenient) && !is_taken_for_target(request, version, lenient))
    return {400, "the target is neither a path, an absolute address nor '*', or holds what none of them can"};
  return error_in_headers(request, version, lenient);
}

std::size_t buffered_size(std::size_t start, const Headers& headers) {
  constexpr std::size_t kStartLine = 20;
  std::size_t size = kStartLine + start + 1;
  for (const Header& header : headers) size += header.name.size() + header.value.size();
  return size;
}

Refusal size_error(const Request& request, const Room& room, Version version) {
  if (request.major != 1) return {};
  if (request.headers.size() > room.headers && counted_fields(request, version) > room.headers)
    return {400, "there are more fields than 'tune.http.maxhdr' allows"};
  if (!fits(buffered_size(start_of(request), request.headers), request.headers.size(), room.bytes)) {
    return {static_cast<std::uint16_t>(version >= Version::v3_2 ? 431 : 400),
            "its head does not fit into 'tune.bufsize' less 'tune.maxrewrite'"};
  }
  constexpr std::uint16_t kContentTooLarge = 413;
  if (request.minor != 0 || !has_strange_body(request)) return {};
  return {kContentTooLarge, "it is of HTTP/1.0 and has a body where its method means none"};
}

bool announces_body(const Request& request) {
  return !request.body.empty() || find_header(request.headers, "transfer-encoding");
}

bool fits_buffer(const Request& request, std::size_t bytes) { return fits_with_body(request, bytes); }

bool fits_buffer(const Response& response, std::size_t bytes) { return fits_with_body(response, bytes); }

bool asks_for_upgrade(const Request& request, Version version) {
  return request.major == 1 && request.method != "CONNECT" && has_value(request.headers, "connection", "upgrade") &&
         (version >= Version::v3_0 || !announces_body(request));
}

bool is_junk(const Response& response, const Room& room, bool upgrade_asked) {
  if (response.status == kSwitchingProtocols && !is_good_switch(response.headers, upgrade_asked)) return true;
  if (response.headers.size() > room.headers) return true;
  if (!fits(buffered_size(start_of(response), response.headers), response.headers.size(), room.bytes)) return true;
  const Header* length = nullptr;
  for (const Header& header : response.headers) {
    if (!is_named(header, "content-length")) continue;
    if (!is_length(header.value) || (length != nullptr && length->value != header.value)) return true;
    length = &header;
  }
  return false;
}

bool tidy_request_fields(Request& request, Version version, Arena& arena) {
  if (request.major != 1) return false;
  // Only what is treated leniently comes here with names that are none; since 3.2 they are dropped.
  const bool dropped = version >= Version::v3_2 &&
                       std::erase_if(request.headers, [](const Header& header) { return !is_token(header.name); }) > 0;
  if (is_tidy(request.headers)) return dropped;
  bool changed = merge(request.headers, "host") || dropped;
  changed = merge(request.headers, "content-length") || changed;
  shorten_length(request.headers);
  if (find_header(request.headers, "transfer-encoding")) remove_header(request.headers, "content-length");
  changed = drop_upgrade(request, version, arena) || changed;
  const bool without_upgrade = version >= Version::v3_2 && !find_header(request.headers, "upgrade");
  return tidy_connection(request.headers, without_upgrade, arena) || changed;
}

void tidy_response_fields(Response& response, Arena& arena) {
  if (is_tidy(response.headers)) return;
  merge(response.headers, "content-length");
  shorten_length(response.headers);
  tidy_connection(response.headers, false, arena);
  if (find_header(response.headers, "transfer-encoding")) return;
  if (const auto length = find_header(response.headers, "content-length")) {
    std::size_t announced = 0;
    std::from_chars(length->data(), length->data() + length->size(), announced);
    if (announced < response.body.size()) response.body = response.body.substr(0, announced);
  }
}

void tidy_forwarded_fields(Request& request, bool encoded) {
  std::erase_if(request.headers, [encoded](Header& header) {
    if (!encoded && is_named(header, "transfer-encoding")) return true;
    if (header.name.size() != 2 || !equal_ignoring_case(header.name, "te")) return false;
    const bool trailers = has_value({header}, "te", "trailers");
    header.value = "trailers";
    return !trailers;
  });
}

}  // namespace hapax::routing
