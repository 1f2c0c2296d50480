#include "routing/http/framing.hpp"

#include "routing/http/headers.hpp"

namespace hapax::routing {
namespace {

constexpr std::uint16_t kNoContent = 204;

void drop_framing(Response& response) {
  remove_header(response.headers, "content-length");
  remove_header(response.headers, "transfer-encoding");
}

}  // namespace

void drop_framing_of_server(Response& response, std::uint16_t server_status, Version version) {
  if (version >= Version::v3_2 && server_status == kNoContent) drop_framing(response);
}

void drop_framing_at_end(Response& response, Version version) {
  if (version < Version::v3_2 && response.status == kNoContent) drop_framing(response);
}

}  // namespace hapax::routing
