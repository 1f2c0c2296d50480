// What can become of a request. The names are those of the decisions file and of `hapax route`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hapax::routing {

enum class Outcome : std::uint8_t {
  served,
  denied,
  redirected,
  returned,
  tarpitted,
  rejected,  ///< the connection was closed without an answer
  queue_timeout,
  queue_full,  ///< the chosen server's maxqueue
  connect_timeout,
  connect_failed,  ///< attempts exhausted
  server_timeout,
  server_error,  ///< the connection broke
  no_server,
  aborted  ///< the client gave up
};
inline constexpr std::size_t kOutcomes = 14;

/// "queue-timeout" for Outcome::queue_timeout.
std::string_view to_string(Outcome outcome);

}  // namespace hapax::routing
