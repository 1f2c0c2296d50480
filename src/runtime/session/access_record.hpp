// What is known about a request, or a TCP session, when it is over: what a line of the access log is made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <hapax/model/common.hpp>
#include <hapax/routing/router.hpp>

namespace hapax::runtime {

/// Points in time on the monotonic clock; 0: not reached.
struct Timeline {
  routing::Time accepted = 0;
  routing::Time idle_until = 0;     ///< first byte of the request
  routing::Time head_complete = 0;  ///< TCP: the session's begin
  routing::Time dequeued = 0;
  routing::Time connected = 0;
  routing::Time answered = 0;  ///< head of the answer complete
  routing::Time ended = 0;
};

struct AccessRecord {
  model::Index frontend = model::kNone;
  const routing::Transaction* transaction = nullptr;  ///< null: no request was understood
  Timeline timeline;
  std::int64_t accepted_unix_us = 0;  ///< wall clock
  routing::Address client;
  std::uint16_t status = 0;  ///< 0: none was sent, logged as -1
  std::uint64_t bytes_to_client = 0;
  std::uint64_t bytes_to_server = 0;
  char cause = '-';  ///< first letter of the termination state
  char stage = '-';  ///< second letter
  bool server_reached = false;
  std::string_view bad_request;  ///< first line of a request that was not understood
};

}  // namespace hapax::runtime
