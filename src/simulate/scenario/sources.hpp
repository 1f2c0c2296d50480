// Client addresses of a workload.
#pragma once

#include <string>

#include <hapax/base/result.hpp>
#include <hapax/simulate/scenario.hpp>

namespace hapax::simulate {

/// The clients of a network ("10.1.0.0/16", "2001:db8::/64"), or the one of a single address. The Error says what a
/// network looks like.
Result<Sources> parse_network(const std::string& text);

/// The address of the n-th client.
routing::Address client_address(const Sources& sources, std::uint64_t n);

}  // namespace hapax::simulate
