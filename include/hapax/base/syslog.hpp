// What HAProxy calls the facilities and levels of syslog. The place of a name is its number in the protocol (RFC 5424,
// 6.2.1).
#pragma once

#include <array>
#include <string_view>

namespace hapax {

inline constexpr std::array<std::string_view, 24> kSyslogFacilities{
    "kern", "user",  "mail",  "daemon", "auth",   "syslog", "lpr",    "news",   "uucp",   "cron",   "auth2",  "ftp",
    "ntp",  "audit", "alert", "cron2",  "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"};

/// From the most urgent; requests are logged at "info".
inline constexpr std::array<std::string_view, 8> kSyslogLevels{"emerg",   "alert",  "crit", "err",
                                                               "warning", "notice", "info", "debug"};

}  // namespace hapax
