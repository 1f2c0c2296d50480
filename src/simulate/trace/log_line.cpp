// One line by one template.
//
// The line is walked once. An item reaches to the first character of the literal behind it; quoted items reach to the
// closing quote, captures to the closing brace. HAProxy leaves out an empty `{...}` together with its blank, so blanks
// in literals match any run of blanks, also none before such an item. HAProxy encodes quotes, braces and bars inside
// values, so the first one is always the end.

#include <algorithm>
#include <optional>

#include <hapax/base/ascii_case.hpp>
#include <hapax/simulate/log_trace.hpp>
#include <simulate/trace/item_scanner.hpp>
#include <simulate/trace/log_facts.hpp>
#include <simulate/trace/log_object.hpp>

namespace hapax::simulate {
namespace {

bool timer(std::string_view text, routing::Time& value) {
  std::int64_t millis = 0;
  if (!whole_number(text, millis) || millis > 1'000'000'000'000) return false;
  value = millis < 0 ? -1 : millis * routing::kMillisecond;
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

/// One that the log tells; empty: the request had none.
void add_header(std::string_view name, std::string_view value, TraceRequest& request) {
  if (equal_ignoring_case(name, "host")) request.request.host_unknown = false;
  if (!value.empty()) request.request.headers.push_back({name, value});
}

void captured_headers(std::string_view text, const std::vector<std::string>& names, TraceRequest& request) {
  for (const std::string& name : names) {
    const std::size_t bar = text.find('|');
    const std::string_view value = text.substr(0, bar);
    add_header(name, value, request);
    if (bar == std::string_view::npos) return;
    text.remove_prefix(bar + 1);
  }
}

// The client's port, which belongs to its address if it stands right behind it.
void join_port(std::string_view port, LogFacts& facts) {
  facts.has_port = facts.client.data() + facts.client.size() + 1 == port.data();
  if (facts.has_port) facts.client = {facts.client.data(), facts.client.size() + 1 + port.size()};
}

bool read_item(const LogItem& item, std::string_view text, const LogTemplate& form, TraceRequest& request,
               LogFacts& facts) {
  switch (item.field) {
    case LogField::client_ip: {
      const std::uint16_t port = request.source.port;
      facts.client = text;
      if (!parse_address(text, request.source)) return text.starts_with("unix:") || text == "-" || text.empty();
      if (port != 0) request.source.port = port;
      return true;
    }
    case LogField::client_port:
      join_port(text, facts);
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
      if (text != "-") facts.query = text;
      return true;
    case LogField::uri:
      request.request.target = text;
      return true;
    case LogField::tls_version:
      request.tls = text != "-";
      return true;
    case LogField::header:
      add_header(item.header, text == "-" ? std::string_view() : text, request);
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

bool is_number(LogField field) {
  switch (field) {
    case LogField::client_port:
    case LogField::timer_request:
    case LogField::timer_handshake:
    case LogField::timer_idle:
    case LogField::timer_queue:
    case LogField::timer_connect:
    case LogField::timer_response:
    case LogField::timer_active:
    case LogField::timer_total:
    case LogField::status:
    case LogField::bytes_read:
    case LogField::bytes_uploaded:
      return true;
    default:
      return false;
  }
}

// The item is a plain number. False when that is beyond what it can be, which read_item() decides.
bool read_number(LogField field, std::uint64_t number, std::string_view text, TraceRequest& request, LogFacts& facts) {
  if (number > 1'000'000'000'000) return false;
  const auto nanoseconds = static_cast<routing::Time>(number) * routing::kMillisecond;
  switch (field) {
    case LogField::client_port:
      if (number > 0xFFFF) return false;
      request.source.port = static_cast<std::uint16_t>(number);
      join_port(text, facts);
      return true;
    case LogField::timer_request:
      facts.request = nanoseconds;
      return true;
    case LogField::timer_handshake:
      facts.handshake = nanoseconds;
      return true;
    case LogField::timer_idle:
      facts.idle = nanoseconds;
      return true;
    case LogField::timer_queue:
      facts.queue = nanoseconds;
      return true;
    case LogField::timer_connect:
      facts.connect = nanoseconds;
      return true;
    case LogField::timer_response:
      return true;
    case LogField::timer_active:
      facts.active = nanoseconds;
      return true;
    case LogField::timer_total:
      facts.total = nanoseconds;
      return true;
    case LogField::status:
      if (number > 0xFFFF) return false;
      request.logged_status = static_cast<std::int32_t>(number);
      return true;
    case LogField::bytes_read:
      request.bytes_out = number;
      return true;
    case LogField::bytes_uploaded:
      request.bytes_in = number;
      return true;
    default:
      return false;
  }
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

// "192.0.2.7" with a port behind it: the address is read on the way. False for everything else, also for what has more
// colons.
bool read_ipv4_before_port(std::string_view line, std::size_t at, routing::Address& address, std::size_t& end) {
  std::array<std::uint8_t, 16> bytes{};
  std::uint64_t port = 0;
  std::size_t behind_port = 0;
  if (!plain_ipv4(line, at, bytes, end) || end >= line.size() || line[end] != ':') return false;
  if (!plain_number(line, end + 1, port, behind_port) || behind_port >= line.size() || line[behind_port] != ' ') {
    return false;
  }
  address.family = routing::Address::Family::ipv4;
  address.bytes = bytes;
  return true;
}

// The items that are read on the way to their end, by far the most. False when it is not one, or not a plain one.
bool parse_plain(const LogStep& step, std::string_view message, std::size_t& at, TraceRequest& request,
                 LogFacts& facts) {
  std::size_t end = 0;
  if (step.number) {
    std::uint64_t number = 0;
    if (!plain_number(message, at, number, end)) return false;
    if (end < message.size() && (step.to_the_end || message[end] != step.until)) return false;
    if (!read_number(step.field, number, message.substr(at, end - at), request, facts)) return false;
  } else if (step.skipped) {
    end = step.to_the_end ? message.size() : end_of_item(message, step.until, at);
  } else if (step.address_and_port && read_ipv4_before_port(message, at, request.source, end)) {
    facts.client = message.substr(at, end - at);
  } else {
    return false;
  }
  at = end;
  return true;
}

// Room for all that a message may make is taken once: what is made first stays where it is.
std::size_t room_for(std::string_view message) { return 4 * message.size() + 1; }

// Where an item of the converter `json` ends: behind a backslash its end is a part of it.
std::size_t end_of_json(std::string_view line, char until, std::size_t at) {
  for (; at < line.size() && line[at] != until; ++at)
    if (line[at] == '\\') ++at;
  return std::min(at, line.size());
}

bool may_be_empty(LogField field) {
  return field == LogField::ignored || field == LogField::query || field == LogField::header ||
         field == LogField::sni || field == LogField::request_cookie;
}

// Takes the next item's text; nothing when its form is wrong. What is left out, an empty capture, has none.
std::optional<std::string_view> take_text(const LogStep& step, std::string_view message, std::size_t& at) {
  if (step.braces || (step.quoted && at < message.size() && message[at] == '"')) {
    if (step.braces && (at >= message.size() || message[at] != '{')) return std::string_view();
    const char end = step.braces ? '}' : '"';
    const std::size_t close =
        std::min(step.item->json ? end_of_json(message, end, at + 1) : message.find(end, at + 1), message.size());
    const std::string_view text = message.substr(at + 1, close - at - 1);
    at = std::min(close + 1, message.size());
    return text;
  }
  std::size_t end = step.to_the_end ? message.size() : end_of_item(message, step.until, at);
  if (step.item->json && !step.to_the_end) end = end_of_json(message, step.until, at);
  if (step.address_and_port) {  // an IPv6 address has colons of its own
    end = std::min(message.rfind(':', message.find(' ', at)), message.size());
  }
  const std::string_view text = message.substr(at, end - at);
  at = end;
  if (text.empty() && !may_be_empty(step.field)) return std::nullopt;
  return text;
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

LogLineParser::LogLineParser(LogLineParser&&) noexcept = default;
LogLineParser::~LogLineParser() = default;

LogLineParser::LogLineParser(LogTemplate form) : form_(std::move(form)) {
  for (std::size_t i = 0; i < form_.items.size(); ++i) {
    const LogField field = form_.items[i].field;
    const std::string& next = i + 1 < form_.items.size() ? form_.items[i + 1].before : form_.after;
    LogStep& step = steps_.emplace_back();
    step.item = &form_.items[i];
    step.field = field;
    if (step.item->before.size() == 1) step.literal = step.item->before.front();
    step.quoted = step.item->quoted;
    step.to_the_end = next.empty();
    if (!next.empty()) step.until = next.front();
    step.braces = field == LogField::request_headers || field == LogField::response_headers;
    step.date = field == LogField::accept_date || field == LogField::request_date || field == LogField::clf_date;
    step.skipped = field == LogField::ignored && !step.quoted && !step.item->json;
    step.number = is_number(field) && (step.until < '0' || step.until > '9');
    step.address_and_port = field == LogField::client_ip && next == ":";
  }
}

std::string_view LogLineParser::without_escapes(std::string_view text, std::size_t room) {
  made_.reserve(room);
  const std::size_t first = made_.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\' && i + 1 < text.size() && text[i + 1] != 'u';
    made_ += text[escaped ? ++i : i];
  }
  return std::string_view(made_).substr(first);
}

// The two may stand anywhere in the message, and the fetch `query` gives it without its '?'.
std::string_view LogLineParser::with_query(std::string_view path, std::string_view query, std::size_t room) {
  if (path.empty() || query.empty()) return path;
  const bool marked = query.starts_with('?');
  if (marked && path.data() + path.size() == query.data()) return {path.data(), path.size() + query.size()};
  made_.reserve(room);
  const std::size_t first = made_.size();
  made_.append(path).append(marked ? "" : "?").append(query);
  return std::string_view(made_).substr(first);
}

bool LogLineParser::parse(std::string_view message, TraceRequest& request) {
  clear(request);
  made_.clear();
  lacks_time_ = false;
  LogFacts facts;
  const bool read = form_.encoding == model::Encoding::none ? parse_text(message, request, facts)
                                                            : parse_object(message, request, facts);
  if (!read) return false;
  lacks_time_ = facts.date < 0;
  facts.path = with_query(facts.path, facts.query, room_for(message));
  return put_together(facts, request);
}

// Items that an object lacks were never in the format that wrote it; members beyond the format's came on the way.
bool LogLineParser::parse_object(std::string_view message, TraceRequest& request, LogFacts& facts) {
  made_.reserve(room_for(message));
  members_.clear();
  const bool json = form_.encoding == model::Encoding::json;
  if (!(json ? read_json_members : read_cbor_members)(message, made_, members_)) return false;
  std::size_t next = 0;  // where the item's member stands unless some came in between
  for (const LogStep& step : steps_) {
    const std::string_view name = step.item->name;
    if (name.empty()) continue;
    const auto named = [name](const LogMember& member) { return member.name == name; };
    auto member = members_.begin() + static_cast<std::ptrdiff_t>(next);
    if (member == members_.end() || !named(*member)) member = std::find_if(members_.begin(), members_.end(), named);
    if (member == members_.end()) return false;
    next = static_cast<std::size_t>(member - members_.begin()) + 1;
    std::string_view text = member->value;
    if (text.empty()) continue;
    if (step.braces && text.size() >= 2) text = text.substr(1, text.size() - 2);
    if (!read_step(step, text, request, facts)) return false;
  }
  return true;
}

bool LogLineParser::parse_text(std::string_view message, TraceRequest& request, LogFacts& facts) {
  std::size_t at = 0;
  for (const LogStep& step : steps_) {
    if (step.literal == ' ') {
      while (at < message.size() && message[at] == ' ') ++at;
    } else if (step.literal != '\0') {
      if (at >= message.size() || message[at] != step.literal) return false;
      ++at;
    } else if (!match_literal(step.item->before, message, at)) {
      return false;
    }
    if (parse_plain(step, message, at, request, facts)) continue;
    auto text = take_text(step, message, at);
    if (!text) return false;
    if (step.item->json && text->find('\\') != std::string_view::npos) {
      text = without_escapes(*text, room_for(message));
    }
    if (!read_step(step, *text, request, facts)) return false;
  }
  return match_literal(form_.after, message, at);
}

bool LogLineParser::read_step(const LogStep& step, std::string_view text, TraceRequest& request, LogFacts& facts) {
  if (step.field == LogField::accept_date) facts.date_of_accept = true;
  if (step.date) return parse_date(step.field, text, facts.date, facts.date_millis);
  return read_item(*step.item, text, form_, request, facts);
}

}  // namespace hapax::simulate
