#include "runtime/log/syslog.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <optional>

#include <fmt/format.h>

#include <hapax/base/syslog.hpp>

namespace hapax::runtime {
namespace {

template <std::size_t N>
std::optional<unsigned> find(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto* at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<unsigned>(at - names.begin());
}

}  // namespace

Result<LogSender> LogSender::open(const model::LogTarget& target, std::string tag, std::string host) {
  LogSender sender;
  sender.tag_ = std::move(tag);
  sender.host_ = std::move(host);
  sender.facility_ = find(kSyslogFacilities, target.facility).value_or(16);
  sender.most_ = static_cast<LogLevel>(find(kSyslogLevels, target.level).value_or(7));
  sender.least_ = static_cast<LogLevel>(find(kSyslogLevels, target.minimum).value_or(0));
  sender.max_length_ = target.max_length;
  using Family = model::Endpoint::Family;
  const bool descriptor = target.address.family == Family::fd;
  sender.form_ = descriptor ? Form::bare : Form::rfc3164;
  if (target.format == "raw") sender.form_ = Form::raw;
  if (target.format == "rfc3164") sender.form_ = Form::rfc3164;
  if (target.format == "rfc5424") sender.form_ = Form::rfc5424;
  if (descriptor) {
    const std::string& number = target.address.host;
    std::from_chars(number.data(), number.data() + number.size(), sender.descriptor_);
    return sender;
  }
  constexpr std::uint16_t kSyslogPort = 514;
  const Result<SocketAddress> address =
      to_socket_address(target.address, target.address.port == 0 ? kSyslogPort : target.address.port);
  if (!address) return fail(address.error().message);
  sender.address_ = *address;
  sender.fd_ = Fd(socket(address->family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  return sender;
}

std::string LogSender::prefix(LogLevel level, std::int64_t unix_us) const {
  const unsigned priority = facility_ * 8 + static_cast<unsigned>(level);
  const std::time_t seconds = unix_us / 1'000'000;
  std::tm time{};
  localtime_r(&seconds, &time);
  std::array<char, 64> stamp{};
  switch (form_) {
    case Form::bare:
      return fmt::format("<{}>", static_cast<unsigned>(level));
    case Form::raw:
      return {};
    case Form::rfc3164:
      std::strftime(stamp.data(), stamp.size(), "%b %e %H:%M:%S", &time);
      return fmt::format("<{}>{} {}{}{}[{}]: ", priority, stamp.data(), host_, host_.empty() ? "" : " ", tag_,
                         getpid());
    case Form::rfc5424: {
      std::strftime(stamp.data(), stamp.size(), "%Y-%m-%dT%H:%M:%S", &time);
      const long minutes = time.tm_gmtoff / 60;
      return fmt::format("<{}>1 {}.{:06}{}{:02}:{:02} {} {} {} - - ", priority, stamp.data(), unix_us % 1'000'000,
                         minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60,
                         host_.empty() ? "-" : host_, tag_, getpid());
    }
  }
  return {};
}

void LogSender::send(LogLevel level, std::string_view line, std::int64_t unix_us) const {
  if (level > most_) return;
  std::string message = prefix(std::max(level, least_), unix_us);
  message += line;
  if (message.size() >= max_length_) message.resize(max_length_ - 1);
  message += '\n';
  if (descriptor_ >= 0) {
    // A reader that is gone must not end us, and one that is slow must not stop us: the line is lost.
    const ssize_t written = ::write(descriptor_, message.data(), message.size());
    static_cast<void>(written);
    return;
  }
  sendto(fd_.get(), message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL, address_.get(), address_.length);
}

}  // namespace hapax::runtime
