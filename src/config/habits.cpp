#include "config/habits.hpp"

#include <algorithm>
#include <iterator>
#include <span>

#include <fmt/format.h>

#include "config/reading.hpp"

namespace hapax::config {
namespace {

constexpr std::string_view kDigits = "0123456789";

struct Habit {
  std::string_view word;
  std::string_view help;
};

constexpr std::string_view kSideBySide = "leave it out: ACLs that stand side by side must all hold";
constexpr std::string_view kNoBraces = "remove it: a section has no braces, and ends where the next one begins";

constexpr Habit kInConditions[]{
    {"&&", kSideBySide},
    {"and", kSideBySide},
    {"AND", kSideBySide},
    {"not", "write '!' before the ACL"},
    {"NOT", "write '!' before the ACL"},
    {"if", "a rule has one condition: write its ACLs side by side, or with 'or' between them"},
    {"unless", "a rule has one condition: write '!' before an ACL that must not hold"},
    {"=", "write the test in braces: '{ path /x }', '{ src_port gt 1024 }'"},
    {"==", "write the test in braces: '{ path /x }', '{ src_port gt 1024 }'"},
};

constexpr Habit kAtLineStart[]{
    {"include", "HAProxy includes no files: name each with '-f FILE', or their folder"},
    {"Include", "HAProxy includes no files: name each with '-f FILE', or their folder"},
    {"if", "a condition stands behind its rule, in the same line"},
    {"unless", "a condition stands behind its rule, in the same line"},
    {"{", kNoBraces},
    {"}", kNoBraces},
    {"};", kNoBraces},
    {"upstream", "servers stand in a section of their own: 'backend NAME'"},
    {"location", "write 'use_backend NAME if { path_beg PATH }' in the frontend"},
    {"proxy_pass", "write 'use_backend NAME' or 'default_backend NAME' in the frontend"},
    {"server_name", "write 'use_backend NAME if { req.hdr(host),host_only -i HOST }' in the frontend"},
    {"ProxyPass", "write 'use_backend NAME if { path_beg PATH }' in the frontend"},
};

constexpr std::string_view kUnits[]{"us", "ms",  "s",      "m",       "h",   "d",       "k",    "K",     "M",   "G",
                                    "g",  "sec", "second", "seconds", "min", "minutes", "hour", "hours", "days"};

constexpr Habit kFetches[]{
    {"src_ip", "src"},
    {"client_ip", "src"},
    {"remote_addr", "src"},
    {"remote_ip", "src"},
    {"dst_ip", "dst"},
    {"server_addr", "dst"},
    {"host", "req.hdr(host)"},
    {"http_host", "req.hdr(host)"},
    {"header", "req.hdr(NAME)"},
    {"cookie", "req.cook(NAME)"},
    {"uri", "path"},
    {"request_uri", "pathq"},
    {"query_string", "query"},
    {"args", "query"},
    {"request_method", "method"},
    {"scheme", "ssl_fc"},
    {"user_agent", "req.hdr(user-agent)"},
    {"status_code", "status"},
    {"uuid4", "uuid(4)"},
    {"hour", "date,ltime(%H)"},
    {"time", "date,ltime(%H:%M)"},
    {"weekday", "date,ltime(%u)"},
};

constexpr Habit kOptions[]{
    {"certificate", "write 'crt FILE'"},
    {"cert", "write 'crt FILE'"},
    {"ssl_certificate", "write 'crt FILE'"},
    {"key", "the key stands in the file of the certificate, or beside it in FILE.key"},
    {"http/1.1", "names of ALPN are one word with commas: 'alpn h2,http/1.1'"},
    {"h2", "names of ALPN are one word with commas: 'alpn h2,http/1.1'"},
    {"http2", "write 'alpn h2,http/1.1'"},
    {"tls", "write 'ssl'"},
    {"https", "write 'ssl'"},
    {"healthcheck", "write 'check'"},
    {"health_check", "write 'check'"},
    {"max_conn", "write 'maxconn N'"},
    {"down", "write 'disabled'"},
};

std::string_view find(std::span<const Habit> habits, std::string_view word) {
  const auto found = std::find_if(habits.begin(), habits.end(), [word](const Habit& h) { return h.word == word; });
  return found == habits.end() ? std::string_view() : found->help;
}

}  // namespace

std::string habit_of_condition(std::string_view word) {
  if (word.starts_with('(') || word.ends_with(')'))
    return "a condition has no parentheses: write each part of an 'or' in full, 'a c or b c'";
  return std::string(find(kInConditions, word));
}

std::string habit_of_line(std::string_view word) { return std::string(find(kAtLineStart, word)); }

std::string habit_of_fetch(std::string_view name) {
  const std::string_view ours = find(kFetches, name);
  return ours.empty() ? std::string() : "write " + quote(ours);
}

std::string habit_of_option(std::string_view name) { return std::string(find(kOptions, name)); }

std::string habit_of_unit(std::string_view number, std::string_view word) {
  const bool counts = !number.empty() && number.find_first_not_of(kDigits) == std::string_view::npos;
  if (!counts || std::find(std::begin(kUnits), std::end(kUnits), word) == std::end(kUnits)) return {};
  const std::size_t letters = word.size() > 2 ? 1 : word.size();  // "30 sec" is 30s, too
  return fmt::format("write '{}{}', without a blank", number, word.substr(0, letters));
}

std::string habit_of_number(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of(kDigits), text.size());
  const std::string_view unit = text.substr(digits);
  if (digits == 0 || text.front() == '0') return {};
  if (unit == "k" || unit == "K") return fmt::format("write '{}000': numbers have no units", text.substr(0, digits));
  if (unit == "m" || unit == "M") return fmt::format("write '{}000000': numbers have no units", text.substr(0, digits));
  return {};
}

std::string habit_of_blanks(std::string_view written) {
  constexpr std::size_t kLongest = 120;
  // Within double quotes these still mean something, and a value may have been meant to have some of its own.
  const bool plain = written.size() <= kLongest && written.find_first_of("\"$\\\r\n") == std::string_view::npos;
  return plain ? fmt::format("a value that holds blanks stands in quotes: \"{}\"", written)
               : "a value that holds blanks stands in quotes";
}

Assignment assignment(std::string_view word) {
  const std::size_t sign = word.find_first_of("=:");
  if (sign == std::string_view::npos) return {};
  return {word.substr(0, sign), word.substr(sign + 1)};
}

}  // namespace hapax::config
