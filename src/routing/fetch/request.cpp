// The request line and what is made of it.

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "routing/balance/hash_functions.hpp"
#include "routing/fetch/fetches.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;

bool set_text(std::optional<std::string_view> text, Sample& out) {
  if (!text) return false;
  out.set_string(*text);
  return true;
}

/// A name that HAProxy knows is remembered from the parsing of the request: set-method does not change it.
bool fetch_method(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.state == nullptr || c.state->first_method.empty()) return false;
  const bool known = is_known_method(c.state->first_method);
  // Any other name is read from the request, which is gone when the answer comes.
  if (!known && c.response) return false;
  out.type = SampleType::method;
  out.number = known ? 0 : Sample::kUnknownMethod;
  out.text = known ? c.state->first_method : c.transaction->request.method;
  return true;
}

bool fetch_path(const Args&, Context& c, Iteration&, Sample& out) {
  return c.request() != nullptr && set_text(path_of(c.request()->target, c.world.model.target), out);
}

bool fetch_pathq(const Args&, Context& c, Iteration&, Sample& out) {
  return c.request() != nullptr && set_text(path_and_query(c.request()->target, c.world.model.target), out);
}

/// query: with the argument `with_qm` it includes its question mark, unless it is empty.
bool fetch_query(const Args& args, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) return false;
  const auto query = query_of(c.request()->target);
  if (!query) return false;
  out.set_string(args[0].text == "with_qm" && !query->empty() ? std::string_view(query->data() - 1, query->size() + 1)
                                                              : *query);
  return true;
}

bool fetch_url(const Args&, Context& c, Iteration&, Sample& out) {
  return c.request() != nullptr && set_text(c.request()->target, out);
}

/// The address that an absolute target names instead of a host, and what follows it.
struct NumericHost {
  std::array<std::uint8_t, 4> address{};
  std::string_view rest;
  bool https = false;
};

/// Four numbers with dots between them, up to the first byte that cannot belong to them.
std::optional<NumericHost> numeric_host(const Context& c) {
  if (c.request() == nullptr) return std::nullopt;
  NumericHost host;
  host.rest = c.request()->target;
  host.https = host.rest.starts_with("https://");
  if (!host.https && !host.rest.starts_with("http://")) return std::nullopt;
  host.rest.remove_prefix(host.https ? 8 : 7);
  for (std::size_t i = 0; i < host.address.size(); ++i) {
    if (i > 0 && !host.rest.starts_with('.')) return std::nullopt;
    if (i > 0) host.rest.remove_prefix(1);
    const auto [end, error] = std::from_chars(host.rest.data(), host.rest.data() + host.rest.size(), host.address[i]);
    if (error != std::errc{}) return std::nullopt;
    host.rest.remove_prefix(static_cast<std::size_t>(end - host.rest.data()));
  }
  if (host.rest.starts_with('.')) return std::nullopt;
  return host;
}

bool fetch_url_ip(const Args&, Context& c, Iteration&, Sample& out) {
  const auto host = numeric_host(c);
  if (!host) return false;
  out.type = SampleType::ipv4;
  out.address = {};
  std::copy(host->address.begin(), host->address.end(), out.address.begin());
  return true;
}

/// Nothing where the target names a host; as far as it is a number, in 16 bits.
bool fetch_url_port(const Args&, Context& c, Iteration&, Sample& out) {
  const auto host = numeric_host(c);
  if (!host) return false;
  out.set_integer(host->https ? 443 : 80);
  if (!host->rest.starts_with(':')) return true;
  std::uint16_t port = 0;
  for (std::size_t i = 1; i < host->rest.size() && is_digit(host->rest[i]); ++i) {
    port = static_cast<std::uint16_t>(port * 10 + (host->rest[i] - '0'));
  }
  out.set_integer(port);
  return true;
}

/// What parameters begin with: `?`, or the delimiter that is given.
char delimiter_of(const Args& args) { return args[1].given() && !args[1].text.empty() ? args[1].text.front() : '?'; }

std::optional<std::string_view> parameters(const Args& args, std::string_view target) {
  const auto mark = target.find(delimiter_of(args));
  if (mark == std::string_view::npos) return std::nullopt;
  return target.substr(mark + 1);
}

bool fetch_url_param(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  if (c.request() == nullptr) return false;
  const auto query = parameters(args, c.request()->target);
  if (!query) return false;
  const auto value =
      query_parameter(*query, {args[0].text, args[2].text == "i", delimiter_of(args)}, iteration.cursor.index);
  iteration.more = iteration.wanted && value.has_value();
  return set_text(value, out);
}

bool fetch_urlp_val(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  if (!fetch_url_param(args, c, iteration, out)) return false;
  out.set_integer(wrapping_number(out.text, c.world.strict_numbers));
  return true;
}

/// The first value of Host, before a path.
std::optional<std::string_view> host_of(const Request& request) {
  const auto host = header_value(request.headers, "host", 1, false);
  return host && !host->empty() ? host : std::nullopt;
}

std::string_view with_host(std::optional<std::string_view> path, Context& c) {
  const std::string_view host = host_of(*c.request()).value_or("");
  const std::string_view rest = path && path->starts_with('/') ? *path : std::string_view{};
  if (host.empty()) return rest;
  char* out = c.arena.allocate(host.size() + rest.size());
  std::copy(host.begin(), host.end(), out);
  std::copy(rest.begin(), rest.end(), out + host.size());
  return {out, host.size() + rest.size()};
}

bool fetch_base(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) return false;
  const auto path = path_of(c.request()->target, c.world.model.target);
  if (!path && !host_of(*c.request())) return false;
  out.set_string(with_host(path, c));
  return true;
}

bool fetch_baseq(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) return false;
  const auto path = path_and_query(c.request()->target, c.world.model.target);
  if (!path && !host_of(*c.request())) return false;
  out.set_string(with_host(path, c));
  return true;
}

bool fetch_base32(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) return false;
  out.set_integer(mix(sdbm(with_host(path_of(c.request()->target, c.world.model.target), c))));
  return true;
}

bool fetch_url32(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.request() == nullptr) return false;
  out.set_integer(mix(sdbm(with_host(path_and_query(c.request()->target, c.world.model.target), c))));
  return true;
}

/// The 32 bits, then the client's address.
bool append_source(Context& c, Sample& out) {
  const auto hash = static_cast<std::uint32_t>(out.number);
  const Address& source = c.source();
  const std::size_t size = source.family == Address::Family::ipv4 ? 4 : source.family == Address::Family::ipv6 ? 16 : 0;
  char* text = c.arena.allocate(4 + size);
  for (int i = 0; i < 4; ++i) text[i] = static_cast<char>(hash >> (24 - 8 * i));
  std::copy_n(source.bytes.begin(), size, text + 4);
  out.set_binary({text, 4 + size});
  return true;
}

bool fetch_base32_src(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  return fetch_base32(args, c, iteration, out) && append_source(c, out);
}

bool fetch_url32_src(const Args& args, Context& c, Iteration& iteration, Sample& out) {
  return fetch_url32(args, c, iteration, out) && append_source(c, out);
}

std::string_view version(const Request& request, std::string_view prefix, Context& c) {
  if (request.major <= 1) return c.arena.copy(fmt::format("{}{}.{}", prefix, request.major, request.minor));
  return c.arena.copy(fmt::format("{}{}.0", prefix, request.major));
}

bool fetch_req_ver(const Args&, Context& c, Iteration&, Sample& out) {
  return c.request() != nullptr && set_text(version(*c.request(), "", c), out);
}

/// Whatever came later counts as 1.1.
bool fetch_capture_ver(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.state == nullptr) return false;
  const Request& request = c.transaction->request;
  const bool old = request.major == 0 || (request.major == 1 && request.minor == 0);
  out.set_string(old ? "HTTP/1.0" : "HTTP/1.1");
  return true;
}

/// Of the answer of a server; the proxy's own answers have none.
bool fetch_capture_answer_ver(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.state == nullptr || !c.http_rules || c.state->server_status == 0) return false;
  out.set_string("HTTP/1.1");
  return true;
}

bool fetch_capture_method(const Args&, Context& c, Iteration&, Sample& out) {
  if (!c.request_line_is_kept() || c.state->first_method.empty()) return false;
  out.set_string(c.state->first_method);
  return true;
}

bool fetch_capture_uri(const Args&, Context& c, Iteration&, Sample& out) {
  // Of an absolute target only what follows the authority.
  return c.request_line_is_kept() && set_text(path_and_query(c.state->first_target, c.world.model.target), out);
}

bool fetch_capture(const std::vector<std::string_view>& slots, std::int64_t index, Sample& out) {
  if (index < 0 || index >= static_cast<std::int64_t>(slots.size())) return false;
  const std::string_view text = slots[static_cast<std::size_t>(index)];
  if (text.data() == nullptr) return false;
  out.set_string(text);
  return true;
}

bool fetch_capture_req_hdr(const Args& args, Context& c, Iteration&, Sample& out) {
  return c.state != nullptr && fetch_capture(c.state->captures, args[0].number, out);
}

bool fetch_capture_res_hdr(const Args& args, Context& c, Iteration&, Sample& out) {
  return c.state != nullptr && fetch_capture(c.state->response_captures, args[0].number, out);
}

bool fetch_http_first_req(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(c.state != nullptr && c.state->first_request);
  return true;
}

constexpr std::array kEntries = {
    FetchEntry{FetchId::method, fetch_method},
    FetchEntry{FetchId::path, fetch_path},
    FetchEntry{FetchId::pathq, fetch_pathq},
    FetchEntry{FetchId::query, fetch_query},
    FetchEntry{FetchId::url, fetch_url},
    FetchEntry{FetchId::url_ip, fetch_url_ip},
    FetchEntry{FetchId::url_port, fetch_url_port},
    FetchEntry{FetchId::url32, fetch_url32},
    FetchEntry{FetchId::url32_src, fetch_url32_src},
    FetchEntry{FetchId::url_param, fetch_url_param},
    FetchEntry{FetchId::urlp_val, fetch_urlp_val},
    FetchEntry{FetchId::base, fetch_base},
    FetchEntry{FetchId::baseq, fetch_baseq},
    FetchEntry{FetchId::base32, fetch_base32},
    FetchEntry{FetchId::base32_src, fetch_base32_src},
    FetchEntry{FetchId::req__ver, fetch_req_ver},
    FetchEntry{FetchId::http_first_req, fetch_http_first_req},
    FetchEntry{FetchId::capture__req__method, fetch_capture_method},
    FetchEntry{FetchId::capture__req__uri, fetch_capture_uri},
    FetchEntry{FetchId::capture__req__ver, fetch_capture_ver},
    FetchEntry{FetchId::capture__res__ver, fetch_capture_answer_ver},
    FetchEntry{FetchId::capture__req__hdr, fetch_capture_req_hdr},
    FetchEntry{FetchId::capture__res__hdr, fetch_capture_res_hdr},
};

}  // namespace

std::span<const FetchEntry> request_fetches() { return kEntries; }

}  // namespace hapax::routing
