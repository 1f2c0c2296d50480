// One request on a process that has just started: what `--request` and a case of a suite ask for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>

#include "cli/route/entrance.hpp"
#include "cli/route/journey.hpp"

namespace hapax::cli {

/// Who asks when nobody says: an address that is nobody's (RFC 5737), and a port as clients have them.
inline constexpr std::string_view kSomebody = "192.0.2.1";
inline constexpr std::uint16_t kSomePort = 49152;

struct SingleRequest {
  std::string line;                  ///< "GET https://host/path"
  std::vector<std::string> headers;  ///< "name: value"
  std::string source{kSomebody};
  std::optional<std::string> frontend;
  std::string alpn;  ///< of its TLS: "h2"; empty: none
};

/// Its way. The Error says what is wrong with the request, or which frontends it could mean.
Result<Journey> route_single(const model::RoutingModel& model, const SingleRequest& single);

/// A connection through that entrance, with TLS where it decrypts or where the client speaks it.
routing::ClientConnection connection_of(const model::RoutingModel& model, const Entrance& entrance,
                                        const Destination& to, const routing::Address& source);

}  // namespace hapax::cli
