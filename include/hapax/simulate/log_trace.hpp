// Access logs as traces.
//
// A log line is read by the format that wrote it: a LogTemplate, made from the configuration's own log-format string or
// from one of the well-known ones. The line says when the request began, how long each phase took and what became of
// it; the reader turns that into a TraceRequest.
//
// A log is sorted by the end of its requests, a trace by the beginning. The reader therefore holds back up to kReorder
// requests and gives out the earliest; one that began before something already given out is moved to that time and
// counted in late().
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>
#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

/// What a log-format item says that a trace can use.
enum class LogField : std::uint8_t {
  ignored,
  client_ip,         ///< %ci
  client_port,       ///< %cp
  accept_date,       ///< %t: day/Mon/year:h:m:s.ms
  request_date,      ///< %tr
  clf_date,          ///< %T, %Tl, %trg, %trl: day/Mon/year:h:m:s +zone
  epoch_seconds,     ///< %Ts
  milliseconds,      ///< %ms
  frontend,          ///< %f, %ft
  backend,           ///< %b
  server,            ///< %s
  timer_request,     ///< %TR
  timer_handshake,   ///< %Th
  timer_idle,        ///< %Ti
  timer_queue,       ///< %Tw
  timer_connect,     ///< %Tc
  timer_response,    ///< %Tr
  timer_active,      ///< %Ta
  timer_total,       ///< %Tt
  status,            ///< %ST
  bytes_read,        ///< %B
  bytes_uploaded,    ///< %U
  request_cookie,    ///< %CC
  termination,       ///< %ts, %tsc
  request_headers,   ///< %hr: {a|b}
  response_headers,  ///< %hs
  request_line,      ///< %r
  method,            ///< %HM
  path,              ///< %HP, %HPO
  query,             ///< %HQ, with its '?'; the fetch 'query' in a variable is without
  uri,               ///< %HU
  version,           ///< %HV
  tls_version,       ///< %sslv
  sni,               ///< %[ssl_fc_sni]
  header,            ///< %[capture.req.hdr(n)], and %[var(v)] where a rule sets v to req.hdr(name)
  user_agent,        ///< combined log format
  referer,           ///< combined log format
};

/// One item of a format with the text that stands before it.
struct LogItem {
  LogField field = LogField::ignored;
  std::string before;   ///< literal; any run of blanks in it stands for one or more blanks
  bool quoted = false;  ///< written between double quotes
  std::string header;   ///< header: its name, in lower case
  bool json = false;    ///< its quotes and backslashes stand behind backslashes: the converter `json`, or `%{+json}ci`
  std::string name;     ///< its key, in a format that is one object
};

/// A log-format string as a sequence of items.
struct LogTemplate {
  std::string name;  ///< for people: "HAProxy HTTP log", "log-format of 'www'"
  std::vector<LogItem> items;
  std::string after;  ///< literal behind the last item
  /// Not none: a line is one object, the items are found by their names, and literals do not count.
  model::Encoding encoding = model::Encoding::none;
  std::vector<std::string> captures;  ///< names of the captured request headers, for %hr
};

/// The formats of `option httplog`, `option httpslog`, `option tcplog`, `option httplog clf`, and the Common and
/// Combined Log Format of other servers.
LogTemplate http_log_template();
LogTemplate https_log_template();
LogTemplate tcp_log_template();
LogTemplate common_log_template();
LogTemplate combined_log_template();

/// The template of a proxy's own log-format string.
LogTemplate template_of(const model::RoutingModel& model, const model::Proxy& proxy);

/// Every template that could have written a log of this configuration: its proxies' formats first (each different one
/// once), then the well-known ones with the configuration's captures.
std::vector<LogTemplate> templates_for(const model::RoutingModel& model);

/// Where the message starts behind a syslog header (RFC 3164 or 5424), 0 when there is none.
std::size_t skip_syslog_header(std::string_view line);

/// How an item is read: what its template says, made ready.
struct LogStep {
  const LogItem* item = nullptr;
  LogField field = LogField::ignored;
  char literal = '\0';  ///< the whole literal before it, if that is one character; a blank stands for any run of them
  char until = '\0';    ///< the first character behind it
  bool to_the_end = false;  ///< there is none
  bool quoted = false;
  bool braces = false;
  bool date = false;
  bool skipped = false;           ///< nothing is read from it
  bool number = false;            ///< it usually is a plain number
  bool address_and_port = false;  ///< a colon follows, and IPv6 addresses have some of their own
};

struct LogFacts;
struct LogMember;

/// Reads one line. False when it does not have this form; `request` is then undefined.
class LogLineParser {
 public:
  explicit LogLineParser(LogTemplate form);
  LogLineParser(LogLineParser&&) noexcept;
  ~LogLineParser();
  LogLineParser(const LogLineParser&) = delete;
  LogLineParser& operator=(const LogLineParser&) = delete;
  /// `request.t` is in nanoseconds since 1970 (of the log's own time zone). Texts are views into the message, or into
  /// made().
  bool parse(std::string_view message, TraceRequest& request);
  /// What was put together from several places of the message that was read last; good until the next one.
  [[nodiscard]] std::string_view made() const { return made_; }
  /// Whether the message that was read last has this form, and only says no time.
  [[nodiscard]] bool lacks_time() const { return lacks_time_; }
  [[nodiscard]] const LogTemplate& form() const { return form_; }

 private:
  bool parse_text(std::string_view message, TraceRequest& request, LogFacts& facts);
  bool read_step(const LogStep& step, std::string_view text, TraceRequest& request, LogFacts& facts);
  bool parse_object(std::string_view message, TraceRequest& request, LogFacts& facts);
  bool parse_date(LogField field, std::string_view text, std::int64_t& seconds, std::int64_t& millis);
  std::string_view without_escapes(std::string_view text, std::size_t room);
  std::string_view with_query(std::string_view path, std::string_view query, std::size_t room);

  LogTemplate form_;
  std::vector<LogStep> steps_;
  std::vector<LogMember> members_;  ///< of the object that was read last; kept for its memory
  std::string day_;                 ///< the date that was read last, and its seconds since 1970
  std::int64_t day_seconds_ = 0;
  std::string made_;
  bool lacks_time_ = false;
};

/// A log as a trace.
class LogReader : public TraceReader {
 public:
  static constexpr std::size_t kReorder = 8192;
  /// Requests that came out later than they began, because more than kReorder others ended before them.
  [[nodiscard]] virtual std::uint64_t late() const = 0;
  /// Lines of requests that HAProxy could not parse (`<BADREQ>`): they never came to a decision and are left out.
  [[nodiscard]] virtual std::uint64_t bad_requests() const = 0;
  /// The form that most lines had, for people; empty when no line was read yet.
  [[nodiscard]] virtual std::string_view form() const = 0;
};

/// Reads a log in any of the given forms; each line is tried with the form that matched last, then with the others.
/// Times are counted from the first request.
std::unique_ptr<LogReader> read_log(std::unique_ptr<ByteSource> source, std::vector<LogTemplate> forms);

}  // namespace hapax::simulate
