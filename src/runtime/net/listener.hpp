// Listening sockets: made once, before any thread runs, and then shared by the loops of all threads.
#pragma once

#include <hapax/base/result.hpp>
#include <hapax/model/proxy.hpp>

#include "runtime/net/fd.hpp"

namespace hapax::runtime {

/// Opens the socket of one address of a `bind` line and listens on it. SO_REUSEPORT is not set: a second process on
/// the same port is a mistake more often than a wish, and this is how it shows. An `fd@N` address is taken as it was
/// inherited. The Error says what failed and why, without the line.
Result<Fd> listen_on(const model::Endpoint& endpoint, std::uint16_t port, bool v6only);

}  // namespace hapax::runtime
