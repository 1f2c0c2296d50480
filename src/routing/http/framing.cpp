#include "routing/http/framing.hpp"

#include "routing/http/headers.hpp"

namespace hapax::routing {
namespace {

constexpr std::uint16_t kNoContent = 204;

void drop_framing(Response& response) {
  remove_header(response.headers, "content-length");
  remove_header(response.headers, "transfer-encoding");
}

bool says_where_it_ends(const Headers& headers) {
  return find_header(headers, "content-length") || find_header(headers, "transfer-encoding");
}

}  // namespace

bool may_have_encoding(const Headers& headers, Version version) {
  return version < Version::v3_0 || find_header(headers, "transfer-encoding").has_value();
}

void drop_framing_of_server(Response& response, std::uint16_t server_status, Version version) {
  if (version >= Version::v3_2 && server_status == kNoContent) drop_framing(response);
}

void drop_framing_at_end(Response& response, Version version) {
  if (version < Version::v3_2 && response.status == kNoContent) drop_framing(response);
}

void replace_deleted_length(Request& request, std::string_view deleted, Version version) {
  if (deleted.empty() || says_where_it_ends(request.headers)) return;
  if (version >= Version::v3_0) {
    request.headers.push_back({"content-length", "0"});
  } else if (deleted != "0") {
    request.headers.push_back({"transfer-encoding", "chunked"});
  }
}

void replace_deleted_length(Response& response, std::string_view deleted, std::string_view method, Version version) {
  constexpr std::uint16_t kNotModified = 304;
  const bool has_body = method != "HEAD" && response.status != kNoContent && response.status != kNotModified;
  if (version >= Version::v3_0 || deleted.empty() || !has_body || says_where_it_ends(response.headers)) return;
  response.headers.push_back({"transfer-encoding", "chunked"});
}

}  // namespace hapax::routing
