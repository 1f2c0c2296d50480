// Sending log lines: syslog datagrams (RFC 3164, RFC 5424), or plain lines on a descriptor.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/model/proxy.hpp>

#include "runtime/net/address.hpp"
#include "runtime/net/fd.hpp"

namespace hapax::runtime {

enum class LogLevel : std::uint8_t { emerg, alert, crit, err, warning, notice, info, debug };

/// Where lines go. Safe to use from several threads; a line that cannot be sent at once is lost, as a datagram is.
class LogSender {
 public:
  static Result<LogSender> open(const model::LogTarget& target, std::string tag, std::string host);

  void send(LogLevel level, std::string_view line, std::int64_t unix_us) const;

 private:
  enum class Form : std::uint8_t { rfc3164, rfc5424, raw, bare };

  [[nodiscard]] std::string prefix(LogLevel level, std::int64_t unix_us) const;

  Fd fd_;
  int descriptor_ = -1;  ///< plain lines go here
  SocketAddress address_;
  Form form_ = Form::rfc3164;
  unsigned facility_ = 16;
  LogLevel most_ = LogLevel::debug;   ///< what is less urgent is not sent
  LogLevel least_ = LogLevel::emerg;  ///< what is more urgent is lowered to this
  std::size_t max_length_ = 1024;
  std::string tag_;
  std::string host_;
};

}  // namespace hapax::runtime
