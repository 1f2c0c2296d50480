#include "config/samples/points.hpp"

#include <array>

namespace hapax::config {
namespace {

struct Sides {
  Points front, back;
};

Points pick(Sides sides, const Section& section) {
  const bool both = section.kind == SectionKind::listen || section.kind == SectionKind::defaults;
  if (both) return sides.front | sides.back;
  return section.kind == SectionKind::backend ? sides.back : sides.front;
}

constexpr Sides sides_of(RuleSet set) {
  switch (set) {
    case RuleSet::quic_initial:
    case RuleSet::tcp_request_connection:
      return {point(FetchPoint::fe_tcp_connection), 0};
    case RuleSet::tcp_request_session:
      return {point(FetchPoint::fe_tcp_session), 0};
    case RuleSet::tcp_request_content:
      return {point(FetchPoint::fe_tcp_content), point(FetchPoint::be_tcp_content)};
    case RuleSet::tcp_response_content:
      return {point(FetchPoint::fe_tcp_response), point(FetchPoint::be_tcp_response)};
    case RuleSet::http_request:
      return {point(FetchPoint::fe_http_request), point(FetchPoint::be_http_request)};
    case RuleSet::http_response:
    case RuleSet::http_after_response:
      return {point(FetchPoint::fe_http_response), point(FetchPoint::be_http_response)};
    case RuleSet::http_check:
    case RuleSet::tcp_check:
      return {point(FetchPoint::be_check), point(FetchPoint::be_check)};
  }
  return {};
}

struct Entry {
  std::string_view directive;
  Sides sides;
};

constexpr Sides kRequest = sides_of(RuleSet::http_request);
constexpr Sides kResponse = sides_of(RuleSet::http_response);
constexpr Points kServer = point(FetchPoint::be_set_server);

constexpr std::array kEntries{
    Entry{"use_backend", {point(FetchPoint::fe_use_backend), point(FetchPoint::fe_use_backend)}},
    Entry{"use-server", {kServer, kServer}},
    Entry{"force-persist", {kRequest.front | kServer, kRequest.back | kServer}},
    Entry{"ignore-persist", {kRequest.front | kServer, kRequest.back | kServer}},
    // HAProxy does not ask what is there when it answers a monitor.
    Entry{"monitor", {kEverywhere, kEverywhere}},
    Entry{"http-error", {kRequest.front | kResponse.front, kRequest.back | kResponse.back}},
    Entry{"log-format", {point(FetchPoint::logs), point(FetchPoint::logs)}},
    Entry{"log-format-sd", {point(FetchPoint::logs), point(FetchPoint::logs)}},
    Entry{"error-log-format", {point(FetchPoint::logs), point(FetchPoint::logs)}},
    Entry{"server", {point(FetchPoint::server_source), point(FetchPoint::server_source)}},
    Entry{"server-template", {point(FetchPoint::server_source), point(FetchPoint::server_source)}},
    Entry{"default-server", {point(FetchPoint::server_source), point(FetchPoint::server_source)}},
    Entry{"stick", {kServer, kServer}},
    Entry{"balance", {kServer, kServer}},
    Entry{"source", {point(FetchPoint::server_source), point(FetchPoint::server_source)}},
    Entry{"http-check", {point(FetchPoint::be_check), point(FetchPoint::be_check)}},
    Entry{"tcp-check", {point(FetchPoint::be_check), point(FetchPoint::be_check)}},
    Entry{"stick store-response", {point(FetchPoint::be_stick_store), point(FetchPoint::be_stick_store)}},
    Entry{"set-var", {point(FetchPoint::config_parser), point(FetchPoint::config_parser)}},
    Entry{"set-var-fmt", {point(FetchPoint::config_parser), point(FetchPoint::config_parser)}},
};

constexpr std::array<std::string_view, 22> kNames{"tcp-request connection rules of a frontend",
                                                  "tcp-request session rules of a frontend",
                                                  "tcp-request content rules of a frontend",
                                                  "http-request rules of a frontend",
                                                  "the request's body in a frontend",
                                                  "use_backend rules",
                                                  "tcp-request content rules of a backend",
                                                  "http-request rules of a backend",
                                                  "the request's body in a backend",
                                                  "balance, use-server and stick rules",
                                                  "the choice of a server's source address",
                                                  "tcp-response content rules of a backend",
                                                  "http-response rules of a backend",
                                                  "the response's body in a backend",
                                                  "stick store-response rules",
                                                  "tcp-response content rules of a frontend",
                                                  "http-response rules of a frontend",
                                                  "the response's body in a frontend",
                                                  "log lines",
                                                  "check rules",
                                                  "the configuration's own variables",
                                                  "the command line interface"};

}  // namespace

Points points_of(RuleSet set, const Section& section) { return pick(sides_of(set), section); }

Points points_of(std::string_view directive, const Section& section) {
  for (const Entry& e : kEntries) {
    if (e.directive == directive) return pick(e.sides, section);
  }
  return pick(kRequest, section);
}

bool is_below_http(std::string_view fetch) {
  for (const std::string_view start :
       {"req.ssl_", "req_ssl_", "req.payload", "payload", "req.rdp_cookie", "rdp_cookie", "req.len", "req_len",
        "res.len", "res.payload", "res.ssl_", "rep_ssl_", "distcc_"})
    if (fetch.starts_with(start)) return true;
  return false;
}

std::string_view point_name(Points points) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if ((points >> i) & 1U) return kNames[i];
  }
  return "this place";
}

}  // namespace hapax::config
