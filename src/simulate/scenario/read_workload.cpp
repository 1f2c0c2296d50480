// Reading a workload: how requests come, and what they are.

#include <cmath>
#include <string>

#include <fmt/format.h>

#include <simulate/scenario/sources.hpp>
#include <simulate/scenario/yaml_node.hpp>

namespace hapax::simulate::yaml {
namespace {

constexpr std::int64_t kMostClients = 10'000'000;

double rate(const YAML::Node& node, const std::string& what) {
  known_keys(node, what, {"rate"});
  return positive(required(node, what, "rate"), "'rate'");
}

Bursts bursts(const YAML::Node& node) {
  Bursts result;
  if (!node.IsSequence() || node.size() < 2) {
    complain(node, "'bursts' needs a list of at least two states, such as {rate: 100, mean_s: 10}");
  }
  bool any = false;
  for (const auto& state : node) {
    known_keys(state, "a state of 'bursts'", {"rate", "mean_s"});
    const double state_rate = not_negative(required(state, "a state of 'bursts'", "rate"), "'rate'");
    const double stay = positive(required(state, "a state of 'bursts'", "mean_s"), "'mean_s'");
    any = any || state_rate > 0;
    result.states.push_back({state_rate, stay * 1e9});
  }
  if (!any) complain(node, "one of the rates of 'bursts' must be greater than 0");
  return result;
}

Diurnal diurnal(const YAML::Node& node) {
  known_keys(node, "'diurnal'", {"rates", "period"});
  Diurnal result;
  const YAML::Node rates = required(node, "'diurnal'", "rates");
  if (!rates.IsSequence() || rates.size() == 0) complain(rates, "'rates' needs a list of requests a second");
  bool any = false;
  for (const auto& value : rates) {
    result.rates.push_back(not_negative(value, "a rate"));
    any = any || result.rates.back() > 0;
  }
  if (!any) complain(rates, "one of the 'rates' must be greater than 0");
  if (node["period"]) result.period = seconds(node["period"], "'period'");
  if (result.period <= 0) complain(node["period"], "'period' must be greater than 0");
  return result;
}

ClosedLoop closed_loop(const YAML::Node& node) {
  known_keys(node, "'closed'", {"clients", "think", "keep_alive"});
  ClosedLoop result;
  result.clients =
      static_cast<std::uint32_t>(whole(required(node, "'closed'", "clients"), "'clients'", 1, kMostClients));
  if (node["think"]) result.think = distribution(node["think"]);
  if (node["keep_alive"]) result.keep_alive = truth(node["keep_alive"], "'keep_alive'");
  return result;
}

Arrivals arrivals(const YAML::Node& node) {
  const std::string kind = only_key(node, "'arrivals'", {"poisson", "constant", "bursts", "diurnal", "closed"});
  const YAML::Node value = node.begin()->second;
  if (kind == "poisson") return Exponential{1e9 / rate(value, "'poisson'")};
  if (kind == "constant") return Constant{std::llround(1e9 / rate(value, "'constant'"))};
  if (kind == "bursts") return bursts(value);
  if (kind == "diurnal") return diurnal(value);
  return closed_loop(value);
}

TextTemplate text_template(const YAML::Node& node, std::string_view what) {
  auto result = parse_text_template(text(node, what));
  if (!result) complain(node, fmt::format("{}: {}", what, result.error().message));
  return std::move(*result);
}

// "192.0.2.7", "10.1.0.0/16", or {network: 10.1.0.0/16, clients: 500, zipf: 1.1}
Sources sources(const YAML::Node& node) {
  if (node.IsMap()) known_keys(node, "'src'", {"network", "clients", "zipf"});
  const YAML::Node network = node.IsMap() ? required(node, "'src'", "network") : node;
  auto result = parse_network(text(network, "'src'"));
  if (!result) complain(network, result.error().message);
  if (!node.IsMap()) return *result;
  if (const YAML::Node clients = node["clients"]) {
    const auto most = static_cast<std::int64_t>(std::min<std::uint64_t>(result->client.most, kMostClients - 1)) + 1;
    result->client.most = static_cast<std::uint64_t>(whole(clients, "'clients'", 1, most)) - 1;
  }
  if (node["zipf"]) result->client.zipf = positive(node["zipf"], "'zipf'");
  return *result;
}

RequestTemplate request_template(const YAML::Node& node) {
  known_keys(node, "a request", {"weight", "method", "path", "headers", "src", "time", "sni", "bytes_in", "bytes_out"});
  RequestTemplate result;
  if (node["weight"]) result.weight = positive(node["weight"], "'weight'");
  if (node["method"]) result.method = text(node["method"], "'method'");
  if (node["path"]) result.path = text_template(node["path"], "'path'");
  if (node["src"]) result.src = sources(node["src"]);
  if (node["time"]) result.time = distribution(node["time"]);
  if (node["sni"]) result.sni = text(node["sni"], "'sni'");
  constexpr std::int64_t kMostBytes = 1'000'000'000'000;
  if (node["bytes_in"]) {
    result.bytes_in = static_cast<std::uint64_t>(whole(node["bytes_in"], "'bytes_in'", 0, kMostBytes));
  }
  if (node["bytes_out"]) {
    result.bytes_out = static_cast<std::uint64_t>(whole(node["bytes_out"], "'bytes_out'", 0, kMostBytes));
  }
  if (node["headers"] && !node["headers"].IsMap()) complain(node["headers"], "'headers' must be a mapping");
  for (const auto& header : node["headers"]) {
    result.headers.emplace_back(text(header.first, "a header's name"),
                                text_template(header.second, "a header's value"));
  }
  return result;
}

}  // namespace

Workload workload(const YAML::Node& node) {
  known_keys(node, "'workload'", {"frontend", "duration", "arrivals", "requests"});
  Workload result;
  result.place = place(node["frontend"] ? node["frontend"] : node);
  if (node["frontend"]) result.frontend = text(node["frontend"], "'frontend'");
  const YAML::Node duration = required(node, "'workload'", "duration");
  positive(duration, "'duration'");
  result.duration = seconds(duration, "'duration'");
  result.arrivals = arrivals(required(node, "'workload'", "arrivals"));
  for (const auto& request : sequence(node["requests"], "'requests'")) {
    result.requests.push_back(request_template(request));
  }
  return result;
}

}  // namespace hapax::simulate::yaml
