#include "graph/describe.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace hapax::graph {
namespace {

using model::BalanceAlgorithm;
using model::Endpoint;
using model::HealthCheck;

std::string ports(const Endpoint& endpoint) {
  if (endpoint.port_relative) return fmt::format(":{:+}", endpoint.port_offset);
  if (endpoint.last_port > endpoint.port) return fmt::format(":{}-{}", endpoint.port, endpoint.last_port);
  return endpoint.port == 0 ? "" : fmt::format(":{}", endpoint.port);
}

std::string_view algorithm_name(BalanceAlgorithm algorithm) {
  static constexpr std::array<std::string_view, 13> kNames{
      "roundrobin", "static-rr", "leastconn",  "first", "random", "source",  "uri",
      "url_param",  "hdr",       "rdp-cookie", "hash",  "sticky", "log-hash"};
  return kNames.at(static_cast<std::size_t>(algorithm));
}

std::string_view check_name(HealthCheck::Kind kind) {
  static constexpr std::array<std::string_view, 12> kNames{
      "", "connect", "http", "tcp-check", "mysql", "pgsql", "redis", "smtp", "ldap", "ssl-hello", "spop", "external"};
  return kNames.at(static_cast<std::size_t>(kind));
}

bool hashes(BalanceAlgorithm algorithm) {
  switch (algorithm) {
    case BalanceAlgorithm::source:
    case BalanceAlgorithm::uri:
    case BalanceAlgorithm::url_param:
    case BalanceAlgorithm::hdr:
    case BalanceAlgorithm::rdp_cookie:
    case BalanceAlgorithm::hash:
      return true;
    default:
      return false;
  }
}

std::size_t count_rules(const model::Proxy& proxy) {
  std::size_t count = proxy.stick_rules.count + proxy.server_rules.count + proxy.persist_rules.count;
  for (const model::Range& set : proxy.rules) count += set.count;
  return count;
}

}  // namespace

std::string describe_time(model::Nanoseconds time) {
  static constexpr std::array<std::pair<model::Nanoseconds, std::string_view>, 6> kUnits{{{86'400'000'000'000, "d"},
                                                                                          {3'600'000'000'000, "h"},
                                                                                          {60'000'000'000, "m"},
                                                                                          {1'000'000'000, "s"},
                                                                                          {1'000'000, "ms"},
                                                                                          {1'000, "us"}}};
  for (const auto& [unit, name] : kUnits) {
    if (time >= unit && time % unit == 0) return fmt::format("{}{}", time / unit, name);
  }
  return fmt::format("{}ns", time);
}

std::string describe(const Endpoint& endpoint) {
  switch (endpoint.family) {
    case Endpoint::Family::none:
      return "";
    case Endpoint::Family::ipv6:
      return fmt::format("[{}]{}", endpoint.host, ports(endpoint));
    case Endpoint::Family::abstract_socket:
      return "abns@" + endpoint.host;
    case Endpoint::Family::fd:
      return "fd@" + endpoint.host;
    case Endpoint::Family::unix_socket:
      return endpoint.host;
    case Endpoint::Family::ipv4:
    case Endpoint::Family::name:
    case Endpoint::Family::other:
      return endpoint.host + ports(endpoint);
  }
  return "";
}

std::string describe(const HealthCheck& check) {
  std::string text(check_name(check.kind));
  if (check.kind == HealthCheck::Kind::http) text += fmt::format(" {} {}", check.method, check.uri);
  if (check.agent) text += text.empty() ? "agent" : " + agent";
  return text;
}

std::string describe(const model::Balance& balance) {
  std::string text = fmt::format("balance {}", algorithm_name(balance.algorithm));
  if (!balance.argument.empty()) text += fmt::format(" {}", balance.argument);
  if (hashes(balance.algorithm) && balance.hash_method == model::HashMethod::consistent) text += ", consistent hash";
  return text;
}

std::string describe(const model::StickTable& table) {
  static constexpr std::array<std::string_view, 5> kKeys{"ip", "ipv6", "integer", "string", "binary"};
  std::string text = fmt::format("stick table: {}", kKeys.at(static_cast<std::size_t>(table.key)));
  for (const model::StoredData& data : table.data) {
    text += ", " + data.name;
    if (data.period > 0) text += fmt::format("({})", describe_time(data.period));
  }
  return text;
}

std::string describe(model::Mode mode) {
  static constexpr std::array<std::string_view, 5> kNames{"tcp", "http", "log", "spop", "haterm"};
  return std::string(kNames.at(static_cast<std::size_t>(mode)));
}

std::vector<std::string> details(const model::RoutingModel& model, const model::Proxy& proxy) {
  std::vector<std::string> lines;
  const bool front = proxy.kind != model::Proxy::Kind::backend;
  const bool back = proxy.kind != model::Proxy::Kind::frontend && !proxy.servers.empty();
  std::string first = "mode " + describe(proxy.mode);
  if (front && proxy.maxconn > 0) first += fmt::format(" · maxconn {}", proxy.maxconn);
  lines.push_back(std::move(first));
  if (back) lines.push_back(describe(proxy.balance));
  if (back && !proxy.cookie.name.empty()) lines.push_back("cookie " + proxy.cookie.name);
  if (proxy.stick_table != model::kNone) lines.push_back(describe(model.stick_tables[proxy.stick_table]));
  if (!proxy.stats_uri.empty()) lines.push_back("statistics at " + proxy.stats_uri);
  if (const std::size_t rules = count_rules(proxy); rules > 0) {
    lines.push_back(fmt::format("{} rule{} on its traffic", rules, rules == 1 ? "" : "s"));
  }
  return lines;
}

}  // namespace hapax::graph
