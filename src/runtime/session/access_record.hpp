// What is known about a request, or a TCP session, when it is over: what a line of the access log is made of.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

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
  routing::Address destination;
  std::uint16_t status = 0;  ///< 0: none was sent, logged as -1
  std::uint64_t bytes_to_client = 0;
  std::uint64_t bytes_to_server = 0;
  char cause = '-';  ///< first letter of the termination state
  char stage = '-';  ///< second letter
  bool server_reached = false;
  std::string_view request_line;                    ///< as it came, or as much of it as was understood
  std::vector<std::string_view> captures;           ///< of the request, by slot; empty where there was none
  std::vector<std::string_view> response_captures;  ///< of the answer
  // Counters at the end of the request, itself included.
  std::int64_t process_sessions = 0;
  std::int64_t frontend_sessions = 0;
  std::uint32_t backend_requests = 0;
  std::uint32_t server_requests = 0;
  std::uint32_t server_queue = 0;   ///< who was in the server's queue before it
  std::uint32_t backend_queue = 0;  ///< likewise the backend's
};

}  // namespace hapax::runtime
