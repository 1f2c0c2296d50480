// Starting a connection.
#pragma once

#include <hapax/base/result.hpp>

#include "runtime/net/address.hpp"
#include "runtime/net/fd.hpp"

namespace hapax::runtime {

/// A non-blocking socket on which connect() is under way, or an invalid one when that failed at once.
Fd start_connecting(const SocketAddress& to);
/// No delay for small packets: what is written is written in whole messages.
void send_at_once(int fd);

}  // namespace hapax::runtime
