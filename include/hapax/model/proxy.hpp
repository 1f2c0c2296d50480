// Frontends, backends and listens.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <hapax/model/common.hpp>
#include <hapax/model/rule.hpp>
#include <hapax/model/server.hpp>

namespace hapax::model {

enum class Mode : std::uint8_t { tcp, http, log, spop, haterm };

/// `verify` of a bind or server line: what the other side's certificate must be.
enum class TlsVerify : std::uint8_t { none, optional, required };

/// One listening address.
struct Bind {
  Endpoint address;
  std::string name;
  std::uint32_t id = 0;  ///< explicit, or its number within the proxy
  bool tls = false;
  bool accept_proxy = false;
  bool quic = false;
  bool v6only = false;
  std::int64_t maxconn = 0;  ///< 0: no limit of its own
  std::vector<std::string> certificates;
  std::vector<std::string> alpn;
  TlsVerify verify = TlsVerify::none;
  std::string ca_file;
  bool strict_sni = false;
  Place place;
  std::string text;  ///< the address as written
};

/// `cookie NAME ...` of a backend.
struct CookiePersistence {
  enum class Mode : std::uint8_t { none, passive, insert, rewrite, prefix };
  Mode mode = Mode::none;  ///< passive: none of the three others
  std::string name;
  bool indirect = false;
  bool nocache = false;
  bool postonly = false;
  bool preserve = false;
  bool dynamic = false;
  bool httponly = false;
  bool secure = false;
  std::string dynamic_key;
  std::string domain;      ///< as it is to appear: several are joined by "; domain="; empty: none
  std::string attributes;  ///< further attributes, joined by "; "
  Nanoseconds maxidle = kUnset;
  Nanoseconds maxlife = kUnset;
};

/// The timeouts of a proxy. kUnset: not configured, so endless.
struct Timeouts {
  Nanoseconds client = kUnset;
  Nanoseconds server = kUnset;
  Nanoseconds connect = kUnset;
  Nanoseconds queue = kUnset;  ///< kUnset: connect applies
  Nanoseconds check = kUnset;
  Nanoseconds tarpit = kUnset;  ///< kUnset: connect applies
  Nanoseconds http_request = kUnset;
  Nanoseconds http_keep_alive = kUnset;
  Nanoseconds tunnel = kUnset;
  Nanoseconds client_fin = kUnset;
  Nanoseconds server_fin = kUnset;
};

/// A header field of a page.
struct PageHeader {
  std::string name;
  Index value = kNone;  ///< into formats
};

/// The answer for a status that HAProxy makes itself: `errorfile`, `http-error`.
struct ErrorPage {
  std::uint16_t status = 0;
  std::string content;    ///< status line, headers and body, as they are sent
  bool composed = false;  ///< instead of them is put together what follows
  std::string content_type;
  Index body = kNone;  ///< into formats
  std::vector<PageHeader> headers;
};

/// A slot for what is captured for the log: `capture request header`, `declare capture`, `http-request capture ...
/// len`.
struct Capture {
  std::string name;          ///< the header or cookie; empty for a declared slot
  std::uint32_t length = 0;  ///< longest text in bytes
};

/// `log` of a proxy, `log global` replaced by the lines of the global section.
struct LogTarget {
  Endpoint address;      ///< family other: a ring, as in `host`
  std::string format;    ///< "rfc3164", "rfc5424", "raw", ...; empty: the default
  std::string facility;  ///< "local0"
  std::string level;     ///< highest level sent; empty: all
  std::string minimum;   ///< levels above it are lowered to it; empty: none
  std::uint32_t max_length = 1024;
  Place place;
};

/// One step of an HTTP or TCP health check, in order.
struct CheckStep {
  enum class Kind : std::uint8_t {
    connect,
    send,           ///< TCP: `text`
    send_http,      ///< HTTP: method, uri, version, headers, `text` is the body
    expect_string,  ///< TCP: within what came; HTTP: within the body
    expect_regex,   ///< likewise
    expect_status,  ///< HTTP: `text` is a list of codes and ranges as written
    expect_status_regex,
    expect_header  ///< HTTP: not modelled further than `text` as written
  };
  Kind kind = Kind::connect;
  bool negated = false;
  std::string text;  ///< bytes; escapes and hexadecimal forms resolved
  std::string method;
  std::string uri;
  std::string version;
  std::vector<std::string> headers;  ///< "name: value"
  std::uint16_t port = 0;            ///< connect: 0: the check's own
  bool tls = false;                  ///< connect
  Place place;
};

/// `http-reuse`.
enum class HttpReuse : std::uint8_t { never, safe, aggressive, always };

/// Bits of Proxy::retry_on.
enum RetryOn : std::uint32_t {
  kRetryConnFailure = 1U << 0,
  kRetryEmptyResponse = 1U << 1,
  kRetryResponseTimeout = 1U << 2,
  kRetryJunkResponse = 1U << 3,
  kRetry0Rtt = 1U << 4,
  kRetry401 = 1U << 5,
  kRetry403 = 1U << 6,
  kRetry404 = 1U << 7,
  kRetry408 = 1U << 8,
  kRetry425 = 1U << 9,
  kRetry429 = 1U << 10,
  kRetry500 = 1U << 11,
  kRetry501 = 1U << 12,
  kRetry502 = 1U << 13,
  kRetry503 = 1U << 14,
  kRetry504 = 1U << 15,
};

/// The reason to try again that the status of an answer is; 0: it is none.
constexpr std::uint32_t retry_on_status(int status) {
  switch (status) {
    case 401:
      return kRetry401;
    case 403:
      return kRetry403;
    case 404:
      return kRetry404;
    case 408:
      return kRetry408;
    case 425:
      return kRetry425;
    case 429:
      return kRetry429;
    case 500:
      return kRetry500;
    case 501:
      return kRetry501;
    case 502:
      return kRetry502;
    case 503:
      return kRetry503;
    case 504:
      return kRetry504;
    default:
      return 0;
  }
}

/// `compression`: what the proxy asks to be done to servers' answers (also in a backend, which goes before the frontend
/// in each of its wishes).
struct Compression {
  std::vector<std::string> algorithms;  ///< the last one written first, which is the order that `*` takes them in
  std::vector<std::string> types;       ///< beginnings of Content-Type; empty: all
  std::int64_t minimum = 0;             ///< bytes that an answer must have (3.2)
  bool only_requests = false;           ///< direction request
  bool offload = false;                 ///< servers are not told that the client takes compressed answers
};

/// A frontend, backend or listen. Members of a role that it does not have keep their defaults.
struct Proxy {
  enum class Kind : std::uint8_t { frontend, backend, listen };
  std::string name;
  Kind kind = Kind::frontend;
  Mode mode = Mode::tcp;
  std::uint32_t id = 0;
  bool disabled = false;
  Place place;

  // As a frontend.
  Range binds;                             ///< into binds
  std::array<Range, kRuleSets> rules{};    ///< into rules, indexed by RuleSet (backends have some of them too)
  Range backend_rules;                     ///< into backend_rules
  Index default_backend = kNone;           ///< into proxies
  std::vector<Index> force_switch;         ///< into conditions: any that holds lets disabled backends be chosen (3.4)
  std::int64_t maxconn = 0;                ///< 0: the process's
  std::int64_t rate_limit_sessions = 0;    ///< 0: none
  Nanoseconds inspect_delay = 0;           ///< tcp-request inspect-delay
  Nanoseconds response_inspect_delay = 0;  ///< tcp-response inspect-delay (of a backend)
  std::string monitor_uri;                 ///< empty: none
  std::vector<Index> monitor_fail;         ///< into conditions: any that holds makes monitor-uri answer 503
  std::string stats_uri;                   ///< where `stats` answers (also in a backend); empty: nowhere
  std::vector<std::string> stats_users;    ///< stats auth: "user:password", 401 for all others; empty: anyone may
  std::string stats_realm;                 ///< of that 401; empty: HAProxy's own
  std::int64_t stats_refresh = 0;          ///< seconds; 0: the page does not ask to be loaded again
  Index log_format = kNone;                ///< into formats; of the access log, `option httplog` and the like resolved
  std::vector<LogTarget> logs;
  bool dontlognull = false;
  bool dontlog_normal = false;
  bool log_as_soon_as_possible = false;
  std::vector<Capture> captures;           ///< of the request: the slots of capture.req.hdr, in order
  std::vector<Capture> response_captures;  ///< the slots of capture.res.hdr
  Capture cookie_capture;                  ///< `capture cookie`; length 0: none
  Index unique_id_format = kNone;          ///< into formats
  std::string unique_id_header;            ///< empty: none is added
  bool forward_for = false;                ///< option forwardfor (also in a backend)
  std::string forward_for_header = "x-forwarded-for";
  bool forward_for_if_none = false;
  std::string forward_for_except;  ///< network as written; empty: none
  bool original_to = false;        ///< option originalto (also in a backend)
  std::string original_to_header = "x-original-to";
  bool original_to_if_none = false;
  std::string original_to_except;
  bool http_server_close = false;
  bool http_close = false;
  bool buffer_request = false;  ///< option http-buffer-request
  bool proxy_header = false;    ///< option http-use-proxy-header: clients whose targets are not paths log in to a proxy
  bool lenient_requests = false;  ///< option accept-unsafe-violations-in-http-request
  /// What becomes of header names with other characters than letters, digits and hyphens (also in a backend).
  enum class OddNames : std::uint8_t { preserve, remove, reject };
  OddNames odd_names = OddNames::preserve;
  /// option forwarded (in a backend): the parts of its header in order, of "proto", "host", "by", "by_port", "for" and
  /// "for_port"; all but the first also with "-expr" behind them; empty: off.
  std::vector<std::string> forwarded;
  std::vector<Index> forwarded_expressions;  ///< into expressions: of the parts with "-expr", in order
  Compression compression;

  // As a backend.
  Range servers;  ///< into servers
  Balance balance;
  bool allbackups = false;
  bool persist = false;  ///< option persist
  bool redispatch = false;
  std::int32_t redispatch_interval = -1;  ///< of option redispatch; -1: on the last retry
  bool abort_on_close = false;
  bool prefer_last_server = false;
  std::uint32_t retries = 3;
  std::uint32_t retry_on = kRetryConnFailure;  ///< bits of RetryOn
  std::int64_t fullconn = 0;                   ///< with the computed default filled in
  CookiePersistence cookie;
  std::string rdp_cookie_persist;  ///< persist rdp-cookie(NAME); empty: none
  Range persist_rules;             ///< into persist_rules
  Range server_rules;              ///< into server_rules
  Range stick_rules;               ///< into stick_rules
  Index stick_table = kNone;       ///< into stick_tables (also of a frontend)
  HttpReuse reuse = HttpReuse::safe;
  std::string send_name_header;       ///< http-send-name-header; empty: none
  Range check_steps;                  ///< into check_steps, for servers whose check is http or tcp_script
  bool check_disable_on_404 = false;  ///< http-check disable-on-404

  Timeouts timeouts;
  std::vector<ErrorPage> error_pages;
};

}  // namespace hapax::model
