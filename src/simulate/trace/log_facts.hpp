// What the items of one log line say, before a request is made of them.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>
#include <system_error>

#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

struct LogFacts {
  static constexpr routing::Time kUntold = -2;  // what the log's form has no item for

  std::int64_t date = -1;  // seconds since 1970
  std::int64_t date_millis = 0;
  std::int64_t millis = -1;
  bool date_of_accept = false;
  routing::Time request = -1;  // timers, in nanoseconds; negative: not reached
  routing::Time handshake = -1;
  routing::Time idle = -1;
  routing::Time queue = -1;
  routing::Time connect = kUntold;
  routing::Time active = -1;
  routing::Time total = -1;
  std::string_view path;
  std::string_view query;
  std::string_view client;  // address and port, where they stand side by side as in "192.0.2.7:4711"
  bool has_port = false;
  bool http = false;  // it names a request
};

/// A number that takes up the whole text.
template <class Number>
bool whole_number(std::string_view text, Number& value) {
  if (text.starts_with('+')) text.remove_prefix(1);  // option logasap
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

/// The request as it is before its line is read.
void clear(TraceRequest& request);
/// When the request's headers were complete, and what the server took, from the date and the timers. False without a
/// date, or with one after the year 2160.
bool put_together(const LogFacts& facts, TraceRequest& request);

}  // namespace hapax::simulate
