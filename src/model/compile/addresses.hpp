// Addresses of bind and server lines, of checks and log targets.
#pragma once

#include <string_view>
#include <vector>

#include <hapax/model/model.hpp>

namespace hapax::compile {

/// One address. Family none when it is wrong (config has said so).
model::Endpoint endpoint(std::string_view text);

/// A server's: without a port, or with one that has a sign, the port follows the client's destination port.
model::Endpoint server_endpoint(std::string_view text);

/// The addresses of a bind line, separated by commas, each with its own text.
struct BindAddress {
  model::Endpoint endpoint;
  std::string_view text;
  bool quic = false;
};
std::vector<BindAddress> bind_endpoints(std::string_view text);

}  // namespace hapax::compile
