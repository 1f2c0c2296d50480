#include "routing/http/connect.hpp"

#include <algorithm>

#include "routing/http/headers.hpp"
#include "routing/http/target.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// HOST:PORT with a user before it.
std::string_view whole_authority(std::string_view target, Version version) {
  if (version < Version::v3_0) {
    if (const auto authority = authority_of(target, version)) return *authority;
  }
  return target.substr(0, target.find_first_of(version >= Version::v3_2 ? "/?#" : "/"));
}

std::string_view authority_of_connect(std::string_view target, Version version) {
  const std::string_view authority = whole_authority(target, version);
  const auto user = authority.rfind('@');
  return user == std::string_view::npos ? authority : authority.substr(user + 1);
}

/// ":80" or ":443" at the end of it, else nothing.
std::string_view own_port(std::string_view authority) {
  for (const std::string_view port : {":80", ":443"}) {
    if (authority.ends_with(port)) return port;
  }
  return "";
}

}  // namespace

bool is_connect_target(std::string_view target, Version version) {
  const std::string_view authority = whole_authority(target, version);
  const auto colon = authority.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view port = authority.substr(colon + 1);
  return !port.empty() && std::all_of(port.begin(), port.end(), is_digit);
}

bool names_connect_target(const Request& request, Version version) {
  const auto host = find_header(request.headers, "host");
  if (!host) return true;
  const std::string_view authority = authority_of_connect(request.target, version);
  const std::string_view name = authority.substr(0, authority.size() - own_port(authority).size());
  return equal_ignoring_case(*host, authority) || equal_ignoring_case(*host, name);
}

bool tidy_connect_host(Request& request, Version version) {
  const std::string_view port = own_port(authority_of_connect(request.target, version));
  if (port.empty()) return false;
  bool changed = false;
  for (Header& header : request.headers) {
    if (!equal_ignoring_case(header.name, "host") || !header.value.ends_with(port)) continue;
    header.value.remove_suffix(port.size());
    changed = true;
  }
  return changed;
}

void drop_connect_length(Request& request, Version version) {
  const bool none = find_header(request.headers, "content-length").value_or("0") == "0";
  if (version >= Version::v3_0 || !none) remove_header(request.headers, "content-length");
}

bool opens_tunnel(std::uint16_t server_status) { return server_status >= 200 && server_status < 300; }

void drop_tunnel_length(Response& response, Version version) {
  if (version >= Version::v3_2) remove_header(response.headers, "content-length");
}

void settle_tunnel(Response& response, bool asked, Version version) {
  constexpr std::uint16_t kNotModified = 304;
  if (version < Version::v3_0) return;
  remove_header(response.headers, "content-length");
  remove_header(response.headers, "transfer-encoding");
  if ((!asked || !opens_tunnel(response.status)) && response.status != kNotModified) {
    response.headers.push_back({"transfer-encoding", "chunked"});
  }
}

}  // namespace hapax::routing
