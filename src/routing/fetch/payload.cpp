// Bodies of HTTP messages and the first bytes of TCP streams.

#include <array>
#include <optional>

#include "routing/balance/hash_key.hpp"
#include "routing/fetch/fetches.hpp"
#include "routing/fetch/tls.hpp"
#include "routing/http/first_bytes.hpp"
#include "routing/http/reception.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;

/// What payload fetches read: the bytes of a TCP stream. There are none in an HTTP proxy, nor where HAProxy has sent
/// them on already.
std::string_view request_bytes(const Context& c) {
  return c.request() == nullptr || c.http() || c.forwarded ? std::string_view{} : c.request()->payload;
}

bool fetch_req_body(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) return false;
  out.set_binary(c.request()->body);
  return true;
}

bool fetch_req_body_len(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) return false;
  out.set_integer(static_cast<std::int64_t>(c.request()->body.size()));
  return true;
}

/// The announced size, whatever rules have made of it, or what is there when none is announced.
std::int64_t announced_size(const Headers& headers, std::string_view body, Context& c) {
  Sample length;
  length.set_string(c.state != nullptr && c.state->length_touched
                        ? c.state->came_with
                        : find_header(headers, "content-length").value_or(""));
  return cast(length, SampleType::integer, c.arena) ? length.number : static_cast<std::int64_t>(body.size());
}

bool fetch_req_body_size(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) return false;
  out.set_integer(announced_size(c.request()->headers, c.request()->body, c));
  return true;
}

bool fetch_req_body_param(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  if (c.request() == nullptr) return false;
  const auto value = query_parameter(c.request()->body, {args[0].text, args[1].text == "i"}, iteration.cursor.index);
  if (!value) return false;
  iteration.more = iteration.wanted;
  // Declared to be binary, it is a text all the same, which shows behind converters that take anything.
  out.set_string(*value);
  return true;
}

bool fetch_req_len(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) {
    out.set_integer(0);  // what has gone
    return c.transaction != nullptr;
  }
  if (c.http()) {
    const Request& request = *c.request();
    const std::size_t start = request.method.size() + request.target.size() + sizeof "HTTP/1.1" - 1;
    const std::size_t end = find_header(request.headers, "transfer-encoding") ? 1 : 0;
    out.set_integer(static_cast<std::int64_t>(buffered_size(start, request.headers) + request.body.size() + end));
    return true;
  }
  out.set_integer(static_cast<std::int64_t>(request_bytes(c).size()));
  return true;
}

/// req.payload(OFFSET,LENGTH): length 0 is all the rest, of what was sent on an empty one.
bool fetch_req_payload(const Args& args, Context& c, Iteration&, Sample& out) {
  const std::string_view bytes = request_bytes(c);
  const bool came = c.request() != nullptr && !c.http() && !c.request()->payload.empty();
  const auto offset = static_cast<std::size_t>(args[0].number);
  const auto length = static_cast<std::size_t>(args[1].number);
  if (offset + length > bytes.size() || !came) return false;
  out.set_binary(length == 0 ? bytes.substr(offset) : bytes.substr(offset, length));
  return true;
}

/// req.payload_lv(OFFSET,LENGTH[,OFFSET2]): a big-endian length of LENGTH bytes, then that many bytes, right behind it
/// or where OFFSET2 says. With a sign it counts from behind the length; HAProxy halves one without, and lets its lowest
/// bit stand for the sign.
bool fetch_req_payload_lv(const Args& args, Context& c, Iteration&, Sample& out) {
  const std::string_view bytes = request_bytes(c);
  const auto offset = static_cast<std::size_t>(args[0].number);
  const auto length = static_cast<std::size_t>(args[1].number);
  if (length > 8 || offset + length > bytes.size()) return false;
  std::size_t size = 0;
  for (const char byte : bytes.substr(offset, length)) size = size << 8 | static_cast<unsigned char>(byte);
  std::int64_t begin = static_cast<std::int64_t>(offset + length);
  if (args[2].given() && !args[2].text.empty()) {
    Sample shift;
    shift.set_string(args[2].text);
    if (!cast(shift, SampleType::integer, c.arena)) return false;
    const bool with_sign = args[2].text.front() == '+' || args[2].text.front() == '-';
    const bool relative = with_sign || (shift.number & 1) != 0;
    begin = (relative ? begin : 0) + (with_sign ? shift.number : shift.number / 2);
  }
  if (begin < 0 || static_cast<std::size_t>(begin) > bytes.size()) return false;
  if (size == 0 || size > bytes.size() - static_cast<std::size_t>(begin)) return false;
  out.set_binary(bytes.substr(static_cast<std::size_t>(begin), size));
  return true;
}

/// The parameter of a distcc message and what stands behind it. Each token of four letters has eight digits behind it,
/// and, but for those that only count, so many bytes.
struct DistccPart {
  std::int64_t parameter = 0;
  std::string_view body;
};

std::optional<DistccPart> find_distcc(std::string_view bytes, std::string_view token, std::int64_t occurrence) {
  constexpr std::size_t kToken = 4;
  constexpr std::size_t kHead = 12;
  for (; bytes.size() >= kHead;) {
    DistccPart part;
    for (const char digit : bytes.substr(kToken, kHead - kToken)) {
      if (hex_value(digit) < 0) return std::nullopt;
      part.parameter = part.parameter << 4 | hex_value(digit);
    }
    const std::string_view name = bytes.substr(0, kToken);
    bytes.remove_prefix(kHead);
    const bool counts = name == "DIST" || name == "ARGC" || name == "NFIL" || name == "STAT" || name == "DONE";
    if (!counts) part.body = bytes.substr(0, static_cast<std::size_t>(part.parameter));
    if (name == token && --occurrence <= 0) return part;
    if (!counts && part.body.size() < static_cast<std::size_t>(part.parameter)) return std::nullopt;
    bytes.remove_prefix(part.body.size());
  }
  return std::nullopt;
}

bool fetch_distcc_param(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto part = find_distcc(request_bytes(c), args[0].text, args[1].number);
  if (part) out.set_integer(part->parameter);
  return part.has_value();
}

/// Of one that has not come as a whole HAProxy goes on reading in memory that is not its own; here it is what has come.
bool fetch_distcc_body(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto part = find_distcc(request_bytes(c), args[0].text, args[1].number);
  if (!part || part->body.empty()) return false;
  out.set_binary(part->body);
  return true;
}

bool fetch_req_proto_http(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) {
    // Of a request that a tarpit has kept for long it is still known, but not in an answer.
    out.set_boolean(true);
    return c.in_scope_of_request && c.state->applet.empty() && c.http();
  }
  out.set_boolean(c.http() || begins_with_request(request_bytes(c), c.world.model.target));
  return true;
}

/// A trace without bytes tells of TLS that passes by in the connection's TlsInfo.
std::optional<ClientHello> hello_of(const Context& c) {
  if (c.request() == nullptr || terminates_tls(c) || c.forwarded) return std::nullopt;
  if (const auto hello = parse_client_hello(c.request()->payload)) return hello;
  if (!c.connection().tls || !c.request()->payload.empty()) return std::nullopt;
  ClientHello told;
  told.type = 1;
  told.version = 0x0303;
  told.sni = c.connection().tls->sni;
  if (!c.connection().tls->alpn.empty()) told.alpn.push_back(c.connection().tls->alpn);
  return told;
}

template <auto Member>
bool fetch_hello_list(const Args&, Context& c, Iteration&, Sample& out) {
  const auto hello = hello_of(c);
  if (!hello || !((*hello).*Member)) return false;
  out.set_binary(*((*hello).*Member));
  return true;
}

bool fetch_req_ssl_keyshare_groups(const Args&, Context& c, Iteration&, Sample& out) {
  const auto hello = hello_of(c);
  if (!hello || !hello->key_share_groups) return false;
  out.set_binary(c.arena.copy(*hello->key_share_groups));
  return true;
}

/// An expression stands for the first protocol, an ACL tests all of them.
bool fetch_req_ssl_alpn(const Args&, Context& c, Iteration& iteration, Sample& out) {
  const auto hello = hello_of(c);
  if (!hello || iteration.cursor.index >= hello->alpn.size()) return false;
  out.set_string(hello->alpn[iteration.cursor.index++]);
  iteration.more = iteration.wanted;
  return true;
}

// Before 3.2 a client that names no groups is not told from one that says nothing.
bool fetch_req_ssl_ec_ext(const Args&, Context& c, Iteration&, Sample& out) {
  const auto hello = hello_of(c);
  if (!hello || !hello->names_groups || (!*hello->names_groups && c.world.model.target < Version::v3_2)) return false;
  out.set_boolean(*hello->names_groups);
  return true;
}

bool fetch_req_ssl_st_ext(const Args&, Context& c, Iteration&, Sample& out) {
  const auto hello = hello_of(c);
  if (!hello || !hello->ticket) return false;
  out.set_integer(static_cast<std::int64_t>(*hello->ticket));
  return true;
}

bool fetch_req_ssl_sni(const Args&, Context& c, Iteration&, Sample& out) {
  const auto hello = hello_of(c);
  if (!hello || hello->sni.empty()) return false;
  out.set_string(hello->sni);
  return true;
}

bool fetch_req_ssl_hello_type(const Args&, Context& c, Iteration&, Sample& out) {
  const auto hello = hello_of(c);
  if (!hello || !hello->type) return false;
  out.set_integer(*hello->type);
  return true;
}

/// The major version in the upper 16 bits, the minor in the lower ones: 3.3 is TLS 1.2.
bool fetch_req_ssl_ver(const Args&, Context& c, Iteration&, Sample& out) {
  const auto hello = hello_of(c);
  if (!hello || hello->version == 0) return false;
  out.set_integer(std::int64_t{hello->version >> 8} << 16 | (hello->version & 0xFF));
  return true;
}

bool fetch_rdp_cookie(const Args& args, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr || c.http()) return false;
  const auto value = find_rdp_cookie(request_bytes(c), args[0].given() ? args[0].text : std::string_view());
  if (!value) return false;
  out.set_string(*value);
  return true;
}

bool fetch_rdp_cookie_cnt(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  const bool found = fetch_rdp_cookie(args, c, iteration, out);
  out.set_integer(found ? 1 : 0);
  return true;
}

bool fetch_res_body(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.answer() == nullptr) return false;
  out.set_binary(c.answer()->body);
  return true;
}

bool fetch_res_body_len(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.answer() == nullptr) return false;
  out.set_integer(static_cast<std::int64_t>(c.answer()->body.size()));
  return true;
}

bool fetch_res_body_size(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.answer() == nullptr) return false;
  // To HEAD, as the server saw it, and with that status it is announced only.
  constexpr std::uint16_t kNotModified = 304;
  const bool none = c.transaction != nullptr && (c.transaction->request.method == "HEAD" ||
                                                 (c.state != nullptr && c.state->server_status == kNotModified));
  out.set_integer(none ? 0 : announced_size(c.answer()->headers, c.answer()->body, c));
  return true;
}

constexpr std::array kEntries = {
    FetchEntry{FetchId::req__body, fetch_req_body},
    FetchEntry{FetchId::req__body_len, fetch_req_body_len},
    FetchEntry{FetchId::req__body_size, fetch_req_body_size},
    FetchEntry{FetchId::req__body_param, fetch_req_body_param},
    FetchEntry{FetchId::req__len, fetch_req_len},
    FetchEntry{FetchId::req__payload, fetch_req_payload},
    FetchEntry{FetchId::req__payload_lv, fetch_req_payload_lv},
    FetchEntry{FetchId::distcc_param, fetch_distcc_param},
    FetchEntry{FetchId::distcc_body, fetch_distcc_body},
    FetchEntry{FetchId::req__proto_http, fetch_req_proto_http},
    FetchEntry{FetchId::req__ssl_sni, fetch_req_ssl_sni},
    FetchEntry{FetchId::req__ssl_hello_type, fetch_req_ssl_hello_type},
    FetchEntry{FetchId::req__ssl_ver, fetch_req_ssl_ver},
    FetchEntry{FetchId::req__ssl_alpn, fetch_req_ssl_alpn},
    FetchEntry{FetchId::req__ssl_ec_ext, fetch_req_ssl_ec_ext},
    FetchEntry{FetchId::req__ssl_st_ext, fetch_req_ssl_st_ext},
    FetchEntry{FetchId::req__ssl_cipherlist, fetch_hello_list<&ClientHello::ciphers>},
    FetchEntry{FetchId::req__ssl_supported_groups, fetch_hello_list<&ClientHello::groups>},
    FetchEntry{FetchId::req__ssl_sigalgs, fetch_hello_list<&ClientHello::signatures>},
    FetchEntry{FetchId::req__ssl_keyshare_groups, fetch_req_ssl_keyshare_groups},
    FetchEntry{FetchId::req__rdp_cookie, fetch_rdp_cookie},
    FetchEntry{FetchId::req__rdp_cookie_cnt, fetch_rdp_cookie_cnt},
    FetchEntry{FetchId::res__body, fetch_res_body},
    FetchEntry{FetchId::res__body_len, fetch_res_body_len},
    FetchEntry{FetchId::res__body_size, fetch_res_body_size},
};

}  // namespace

std::span<const FetchEntry> payload_fetches() { return kEntries; }

}  // namespace hapax::routing
