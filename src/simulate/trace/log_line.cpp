// One line by one template.
//
// The line is walked once. An item reaches to the first character of the literal behind it; quoted items reach to the
// closing quote, captures to the closing brace. HAProxy leaves out an empty `{...}` together with its blank, so blanks
// in literals match any run of blanks, also none before such an item. HAProxy encodes quotes, braces and bars inside
// values, so the first one is always the end.

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstring>

#include <hapax/simulate/log_trace.hpp>

namespace hapax::simulate {
namespace {

// What the items of one line say, before it is put together.
struct Facts {
  std::int64_t date = -1;  // seconds since 1970
  std::int64_t date_millis = 0;
  std::int64_t millis = -1;
  bool date_of_accept = false;
  routing::Time request = -1;  // timers, in nanoseconds; negative: not reached
  routing::Time handshake = -1;
  routing::Time idle = -1;
  routing::Time queue = -1;
  routing::Time connect = -1;
  routing::Time active = -1;
  routing::Time total = -1;
  std::string_view path;
  std::string_view query;
  std::string_view client;  // address and port, where they stand side by side as in "192.0.2.7:4711"
  bool has_port = false;
  bool http = false;  // it names a request
};

template <class Number>
bool whole_number(std::string_view text, Number& value) {
  if (text.starts_with('+')) text.remove_prefix(1);  // option logasap
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

bool timer(std::string_view text, routing::Time& value) {
  std::int64_t millis = 0;
  if (!whole_number(text, millis) || millis > 1'000'000'000'000) return false;
  value = millis < 0 ? -1 : millis * routing::kMillisecond;
  return true;
}

int month_of(std::string_view name) {
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = name.size() == 3 ? kMonths.find(name) : std::string_view::npos;
  return at == std::string_view::npos || at % 3 != 0 ? -1 : static_cast<int>(at / 3) + 1;
}

bool day_seconds(std::string_view text, std::int64_t& seconds) {  // "23/Nov/2026"
  unsigned day = 0;
  int year = 0;
  if (text.size() != 11 || text[2] != '/' || text[6] != '/') return false;
  const int month = month_of(text.substr(3, 3));
  if (month < 0 || !whole_number(text.substr(0, 2), day) || !whole_number(text.substr(7), year)) return false;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(day)};
  if (!date.ok()) return false;
  seconds = std::chrono::sys_days(date).time_since_epoch() / std::chrono::seconds(1);
  return true;
}

int two_digits(const char* at) {
  if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9') return -1;
  return (at[0] - '0') * 10 + (at[1] - '0');
}

// "22:07:27"
bool time_of_day(std::string_view text, std::int64_t& seconds) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return false;
  const int hours = two_digits(text.data());
  const int minutes = two_digits(text.data() + 3);
  const int secs = two_digits(text.data() + 6);
  if (hours < 0 || minutes < 0 || secs < 0 || hours > 23 || minutes > 59 || secs > 60) return false;
  seconds = hours * 3600 + minutes * 60 + secs;
  return true;
}

bool zone(std::string_view text, std::int64_t& seconds) {  // "+0130"
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return false;
  const int hours = two_digits(text.data() + 1);
  const int minutes = two_digits(text.data() + 3);
  if (hours < 0 || minutes < 0) return false;
  seconds = std::int64_t{hours * 3600 + minutes * 60} * (text[0] == '-' ? -1 : 1);
  return true;
}

void set_version(std::string_view version, TraceRequest& request) {  // "1.1"
  if (!version.empty()) request.request.major = static_cast<std::uint8_t>(version[0] - '0');
  request.request.minor = version.size() > 2 ? static_cast<std::uint8_t>(version[2] - '0') : 0;
}

void split_request_line(std::string_view line, TraceRequest& request) {
  const std::size_t first = line.find(' ');
  if (first == std::string_view::npos) {  // "<BADREQ>" and the like
    request.request.method = {};
    request.request.target = line;
    return;
  }
  request.request.method = line.substr(0, first);
  std::string_view rest = line.substr(first + 1);
  const std::size_t last = rest.rfind(' ');
  if (last != std::string_view::npos && rest.substr(last + 1).starts_with("HTTP/")) {
    set_version(rest.substr(last + 6), request);
    rest = rest.substr(0, last);
  }
  request.request.target = rest;
}

void captured_headers(std::string_view text, const std::vector<std::string>& names, TraceRequest& request) {
  for (const std::string& name : names) {
    const std::size_t bar = text.find('|');
    const std::string_view value = text.substr(0, bar);
    if (!value.empty()) request.request.headers.push_back({name, value});
    if (bar == std::string_view::npos) return;
    text.remove_prefix(bar + 1);
  }
}

bool read_item(const LogItem& item, std::string_view text, const LogTemplate& form, TraceRequest& request,
               Facts& facts) {
  switch (item.field) {
    case LogField::client_ip: {
      const std::uint16_t port = request.source.port;
      facts.client = text;
      if (!parse_address(text, request.source)) return text.starts_with("unix:") || text == "-" || text.empty();
      if (port != 0) request.source.port = port;
      return true;
    }
    case LogField::client_port:
      facts.has_port = facts.client.data() + facts.client.size() + 1 == text.data();
      if (facts.has_port) facts.client = {facts.client.data(), facts.client.size() + 1 + text.size()};
      return whole_number(text, request.source.port);
    case LogField::epoch_seconds:
      return whole_number(text, facts.date);
    case LogField::milliseconds:
      return whole_number(text, facts.millis);
    case LogField::frontend:
      request.tls = text.ends_with('~');
      request.frontend = request.tls ? text.substr(0, text.size() - 1) : text;
      return !text.empty();
    case LogField::backend:
      request.logged_backend = text;
      return !text.empty();
    case LogField::server:
      request.logged_server = text;
      return !text.empty();
    case LogField::timer_request:
      return timer(text, facts.request);
    case LogField::timer_handshake:
      return timer(text, facts.handshake);
    case LogField::timer_idle:
      return timer(text, facts.idle);
    case LogField::timer_queue:
      return timer(text, facts.queue);
    case LogField::timer_connect:
      return timer(text, facts.connect);
    case LogField::timer_response: {
      routing::Time first_byte = 0;
      return timer(text, first_byte);
    }
    case LogField::timer_active:
      return timer(text, facts.active);
    case LogField::timer_total:
      return timer(text, facts.total);
    case LogField::status:
      return whole_number(text, request.logged_status);
    case LogField::bytes_read:
      return text == "-" || whole_number(text, request.bytes_out);
    case LogField::bytes_uploaded:
      return whole_number(text, request.bytes_in);
    case LogField::request_cookie:
      if (text != "-" && text.find('=') != std::string_view::npos) request.request.headers.push_back({"cookie", text});
      return true;
    case LogField::termination:
      request.termination = text;
      return text.size() >= 2;
    case LogField::request_headers:
      captured_headers(text, form.captures, request);
      return true;
    case LogField::request_line:
      split_request_line(text, request);
      facts.http = true;
      return true;
    case LogField::method:
      request.request.method = text;
      facts.http = true;
      return true;
    case LogField::version:
      if (text.starts_with("HTTP/")) set_version(text.substr(5), request);
      return true;
    case LogField::sni:
      if (text == "-" || text.empty()) return true;
      request.tls = true;
      request.sni = text;
      return true;
    case LogField::path:
      facts.path = text;
      return true;
    case LogField::query:
      facts.query = text;
      return true;
    case LogField::uri:
      request.request.target = text;
      return true;
    case LogField::tls_version:
      request.tls = text != "-";
      return true;
    case LogField::header:
      if (text != "-" && !text.empty()) request.request.headers.push_back({item.header, text});
      return true;
    case LogField::user_agent:
      if (text != "-") request.request.headers.push_back({"user-agent", text});
      return true;
    case LogField::referer:
      if (text != "-") request.request.headers.push_back({"referer", text});
      return true;
    default:
      return true;
  }
}

// When the request's headers were complete, and what the server took, from the date and the timers.
bool put_together(const Facts& facts, TraceRequest& request) {
  if (facts.date < 0) return false;
  const std::int64_t millis = facts.millis >= 0 ? facts.millis : facts.date_millis;
  request.t = facts.date * routing::kSecond + millis * routing::kMillisecond;
  if (facts.date_of_accept)
    request.t += std::max<routing::Time>(facts.handshake, 0) + std::max<routing::Time>(facts.idle, 0);
  if (facts.request > 0) request.t += facts.request;
  const routing::Time before_server = std::max<routing::Time>(facts.request, 0) +
                                      std::max<routing::Time>(facts.queue, 0) +
                                      std::max<routing::Time>(facts.connect, 0);
  const routing::Time whole = facts.active >= 0 ? facts.active : facts.total;
  const bool reached = facts.connect >= 0 && request.logged_server != "<NOSRV>";
  // A request that HAProxy cut short (timeout, error) does not tell how long the server would have taken.
  const bool complete = request.termination.empty() || request.termination.starts_with("--");
  if (reached && complete && whole >= before_server) request.service = whole - before_server;
  request.logged_queue = facts.queue;
  request.logged_total = whole < 0 ? -1 : whole - std::max<routing::Time>(facts.request, 0);
  if (reached && complete && request.logged_status >= 100) {
    request.has_response = true;
    request.response.status = static_cast<std::uint16_t>(request.logged_status);
  }
  // The client went away: it had no more patience than that.
  if (request.termination.starts_with('C')) request.patience = request.logged_total;
  if (facts.has_port && facts.http && request.request.major == 1) {
    request.connection = facts.client;
    request.only_if_idle = true;
  }
  if (!facts.path.empty() && request.request.target == "/") request.request.target = facts.path;
  const bool joined = !facts.query.empty() && facts.path.data() + facts.path.size() == facts.query.data();
  if (joined) request.request.target = {facts.path.data(), facts.path.size() + facts.query.size()};
  return true;
}

void clear(TraceRequest& request) {
  std::vector<routing::Header> headers = std::move(request.request.headers);
  headers.clear();
  request = {};
  request.request.headers = std::move(headers);
  request.request.method = "GET";
  request.request.target = "/";
}

// Where the next `wanted` stands from `at` on, the end of the line when there is none. Most items are a few characters
// long: those are looked at before the library is called.
std::size_t end_of_item(std::string_view line, char wanted, std::size_t at) {
  constexpr std::size_t kShort = 12;
  const std::size_t near = std::min(line.size(), at + kShort);
  for (; at < near; ++at) {
    if (line[at] == wanted) return at;
  }
  return std::min(line.find(wanted, at), line.size());
}

// Matches a literal; its blanks stand for any run of blanks. Moves `at` behind it.
bool match_literal(std::string_view literal, std::string_view line, std::size_t& at) {
  for (const char c : literal) {
    if (c == ' ') {
      while (at < line.size() && line[at] == ' ') ++at;
      continue;
    }
    if (at >= line.size() || line[at] != c) return false;
    ++at;
  }
  return true;
}

}  // namespace

std::size_t skip_syslog_header(std::string_view line) {
  // Both forms put the process number in brackets or, in RFC 5424, between blanks. The message never begins before
  // "]: " of the tag, and nothing that HAProxy logs by default contains it earlier.
  const std::size_t tag = line.substr(0, 512).find("]: ");
  if (tag != std::string_view::npos) {
    std::size_t digit = tag;
    while (digit > 0 && line[digit - 1] >= '0' && line[digit - 1] <= '9') --digit;
    if (digit > 0 && digit < tag && line[digit - 1] == '[') return tag + 3;
  }
  if (!line.starts_with('<')) return 0;
  const std::size_t close = line.find('>');
  if (close == std::string_view::npos || close > 4) return 0;
  if (line.substr(close + 1).starts_with("1 ")) {  // RFC 5424: version, time, host, program, process, id, data
    std::size_t at = close + 1;
    for (int blanks = 0; blanks < 7 && at < line.size(); ++blanks)
      at = std::min(line.find(' ', at), line.size() - 1) + 1;
    return at;
  }
  return 0;
}

LogLineParser::LogLineParser(LogTemplate form) : form_(std::move(form)) {}

bool LogLineParser::parse(std::string_view message, TraceRequest& request) {
  clear(request);
  Facts facts;
  std::size_t at = 0;
  for (std::size_t i = 0; i < form_.items.size(); ++i) {
    const LogItem& item = form_.items[i];
    if (!match_literal(item.before, message, at)) return false;
    std::string_view text;
    const bool braces = item.field == LogField::request_headers || item.field == LogField::response_headers;
    if (braces) {
      if (at >= message.size() || message[at] != '{') continue;
      const std::size_t close = std::min(message.find('}', at), message.size());
      text = message.substr(at + 1, close - at - 1);
      at = std::min(close + 1, message.size());
    } else if (item.quoted && at < message.size() && message[at] == '"') {
      const std::size_t close = std::min(message.find('"', at + 1), message.size());
      text = message.substr(at + 1, close - at - 1);
      at = std::min(close + 1, message.size());
    } else {
      const std::string& next = i + 1 < form_.items.size() ? form_.items[i + 1].before : form_.after;
      std::size_t end = next.empty() ? message.size() : end_of_item(message, next.front(), at);
      if (item.field == LogField::client_ip && next == ":") {  // an IPv6 address has colons of its own
        end = std::min(message.rfind(':', message.find(' ', at)), message.size());
      }
      text = message.substr(at, end - at);
      at = end;
      if (text.empty() && item.field != LogField::ignored) return false;
    }
    const bool date =
        item.field == LogField::accept_date || item.field == LogField::request_date || item.field == LogField::clf_date;
    if (date ? !parse_date(item.field, text, facts.date, facts.date_millis)
             : !read_item(item, text, form_, request, facts)) {
      return false;
    }
    if (item.field == LogField::accept_date) facts.date_of_accept = true;
  }
  return match_literal(form_.after, message, at) && put_together(facts, request);
}

bool LogLineParser::parse_date(LogField field, std::string_view text, std::int64_t& seconds, std::int64_t& millis) {
  if (text.size() < 20 || text[11] != ':') return false;
  if (text.substr(0, 11) != day_) {
    if (!day_seconds(text.substr(0, 11), day_seconds_)) return false;
    day_ = text.substr(0, 11);
  }
  std::int64_t in_day = 0;
  if (!time_of_day(text.substr(12, 8), in_day)) return false;
  seconds = day_seconds_ + in_day;
  const std::string_view rest = text.substr(20);
  if (field == LogField::clf_date) {
    std::int64_t offset = 0;
    if (!rest.starts_with(' ') || !zone(rest.substr(1), offset)) return false;
    seconds -= offset;
    return true;
  }
  return rest.size() == 4 && rest[0] == '.' && whole_number(rest.substr(1), millis);
}

}  // namespace hapax::simulate
