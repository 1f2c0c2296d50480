// Reading a scenario's YAML, one function per kind of node in the order in which a file holds them.
//
// Every node is checked for keys that it does not know, since a misspelt key that is ignored gives a wrong answer that
// looks right.

#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/simulate/scenario.hpp>

namespace hapax::simulate {
namespace {

// Leaves parse_scenario() only: yaml-cpp reports its own errors by exceptions, so ours take the same way up to there.
struct Complaint {
  YAML::Mark mark;
  std::string message;
};

[[noreturn]] void complain(const YAML::Node& node, std::string message) {
  throw Complaint{node.Mark(), std::move(message)};
}

void known_keys(const YAML::Node& node, std::string_view what, std::initializer_list<std::string_view> keys) {
  if (!node.IsMap()) complain(node, fmt::format("{} must be a mapping", what));
  const std::vector<std::string_view> known(keys);
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const auto near = nearest(key, known);
    complain(entry.first, near ? fmt::format("{} has no key '{}'; did you mean '{}'?", what, key, *near)
                               : fmt::format("{} has no key '{}'; it knows {}", what, key, fmt::join(known, ", ")));
  }
}

YAML::Node required(const YAML::Node& node, std::string_view what, const char* key) {
  const YAML::Node value = node[key];
  if (!value) complain(node, fmt::format("{} needs '{}'", what, key));
  return value;
}

double number(const YAML::Node& node, std::string_view what) {
  double value = 0;
  if (!node.IsScalar() || !YAML::convert<double>::decode(node, value) || !std::isfinite(value)) {
    complain(node, fmt::format("{} must be a number", what));
  }
  return value;
}

double positive(const YAML::Node& node, std::string_view what) {
  const double value = number(node, what);
  if (value <= 0) complain(node, fmt::format("{} must be greater than 0, not {}", what, value));
  return value;
}

double not_negative(const YAML::Node& node, std::string_view what) {
  const double value = number(node, what);
  if (value < 0) complain(node, fmt::format("{} must not be negative, it is {}", what, value));
  return value;
}

routing::Time seconds(const YAML::Node& node, std::string_view what) {
  return static_cast<routing::Time>(std::llround(not_negative(node, what) * 1e9));
}

std::string text(const YAML::Node& node, std::string_view what) {
  if (!node.IsScalar()) complain(node, fmt::format("{} must be a text", what));
  return node.as<std::string>();
}

Distribution empirical(const YAML::Node& node) {
  Empirical result;
  if (!node.IsSequence() || node.size() == 0) complain(node, "'empirical' needs a list of times in milliseconds");
  for (const auto& value : node) {
    result.values.push_back(static_cast<routing::Time>(std::llround(not_negative(value, "a time") * 1e6)));
  }
  return result;
}

Distribution distribution(const YAML::Node& node) {
  known_keys(node, "a time", {"constant", "exponential", "lognormal", "pareto", "empirical"});
  if (node.size() != 1)
    complain(node, "a time needs exactly one of constant, exponential, lognormal, pareto, empirical");
  const auto kind = node.begin()->first.as<std::string>();
  const YAML::Node value = node.begin()->second;
  if (kind == "empirical") return empirical(value);
  if (kind == "constant") {
    known_keys(value, "'constant'", {"ms"});
    return Constant{
        static_cast<routing::Time>(std::llround(not_negative(required(value, "'constant'", "ms"), "'ms'") * 1e6))};
  }
  if (kind == "exponential") {
    known_keys(value, "'exponential'", {"mean_ms"});
    return Exponential{positive(required(value, "'exponential'", "mean_ms"), "'mean_ms'") * 1e6};
  }
  if (kind == "lognormal") {
    known_keys(value, "'lognormal'", {"median_ms", "sigma"});
    return Lognormal{positive(required(value, "'lognormal'", "median_ms"), "'median_ms'") * 1e6,
                     not_negative(required(value, "'lognormal'", "sigma"), "'sigma'")};
  }
  known_keys(value, "'pareto'", {"min_ms", "shape"});
  return Pareto{positive(required(value, "'pareto'", "min_ms"), "'min_ms'") * 1e6,
                positive(required(value, "'pareto'", "shape"), "'shape'")};
}

ServiceRule service_rule(const YAML::Node& node) {
  known_keys(node, "a service rule", {"server", "time"});
  return {node["server"] ? text(node["server"], "'server'") : "*",
          distribution(required(node, "a service rule", "time"))};
}

template <class Period>
void period(const YAML::Node& node, std::string_view what, Period& into) {
  into.server = text(required(node, what, "server"), "'server'");
  into.from = node["from"] ? seconds(node["from"], "'from'") : 0;
  into.to = node["to"] ? seconds(node["to"], "'to'") : routing::kNever;
  if (into.to <= into.from) complain(node, fmt::format("{} must end after it begins", what));
}

Outage outage(const YAML::Node& node) {
  known_keys(node, "an outage", {"server", "from", "to", "kind"});
  Outage result;
  period(node, "an outage", result);
  const std::string kind = node["kind"] ? text(node["kind"], "'kind'") : "refuse";
  if (kind == "refuse") {
    result.kind = Outage::Kind::refuse;
  } else if (kind == "blackhole") {
    result.kind = Outage::Kind::blackhole;
  } else if (kind == "reset") {
    result.kind = Outage::Kind::reset;
  } else if (kind == "error-500") {
    result.kind = Outage::Kind::error_500;
  } else {
    complain(node["kind"], fmt::format("an outage's kind is refuse, blackhole, reset or error-500, not '{}'", kind));
  }
  return result;
}

Slowdown slowdown(const YAML::Node& node) {
  known_keys(node, "a slowdown", {"server", "from", "to", "factor"});
  Slowdown result;
  period(node, "a slowdown", result);
  result.factor = positive(required(node, "a slowdown", "factor"), "'factor'");
  return result;
}

Distribution arrivals(const YAML::Node& node) {
  known_keys(node, "'arrivals'", {"poisson", "constant"});
  if (node.size() != 1) complain(node, "'arrivals' needs exactly one of poisson, constant");
  const auto kind = node.begin()->first.as<std::string>();
  const YAML::Node value = node.begin()->second;
  known_keys(value, fmt::format("'{}'", kind), {"rate"});
  const double rate = positive(required(value, fmt::format("'{}'", kind), "rate"), "'rate'");
  if (kind == "poisson") return Exponential{1e9 / rate};
  return Constant{static_cast<routing::Time>(std::llround(1e9 / rate))};
}

RequestTemplate request_template(const YAML::Node& node) {
  known_keys(node, "a request", {"weight", "method", "path", "headers", "src"});
  RequestTemplate result;
  if (node["weight"]) result.weight = positive(node["weight"], "'weight'");
  if (node["method"]) result.method = text(node["method"], "'method'");
  if (node["path"]) result.path = text(node["path"], "'path'");
  if (node["src"]) result.src = text(node["src"], "'src'");
  for (const auto& header : node["headers"]) {
    result.headers.emplace_back(text(header.first, "a header's name"), text(header.second, "a header's value"));
  }
  return result;
}

Workload workload(const YAML::Node& node) {
  known_keys(node, "'workload'", {"frontend", "duration", "arrivals", "requests"});
  Workload result;
  if (node["frontend"]) result.frontend = text(node["frontend"], "'frontend'");
  result.duration =
      static_cast<routing::Time>(std::llround(positive(required(node, "'workload'", "duration"), "'duration'") * 1e9));
  result.between = arrivals(required(node, "'workload'", "arrivals"));
  for (const auto& request : node["requests"]) result.requests.push_back(request_template(request));
  return result;
}

Scenario scenario(const YAML::Node& node) {
  Scenario result;
  if (node.IsNull()) return result;
  known_keys(node, "a scenario", {"service", "outages", "slowdowns", "workload"});
  for (const auto& rule : node["service"]) result.service.push_back(service_rule(rule));
  for (const auto& entry : node["outages"]) result.outages.push_back(outage(entry));
  for (const auto& entry : node["slowdowns"]) result.slowdowns.push_back(slowdown(entry));
  if (node["workload"]) result.workload = workload(node["workload"]);
  return result;
}

}  // namespace

Result<Scenario> parse_scenario(std::string_view yaml, std::string_view file_name) {
  try {
    return scenario(YAML::Load(std::string(yaml)));
  } catch (const Complaint& complaint) {
    return fail(fmt::format("{}:{}: {}", file_name, complaint.mark.line + 1, complaint.message));
  } catch (const YAML::Exception& error) {
    return fail(fmt::format("{}:{}: not readable as YAML: {}", file_name, error.mark.line + 1, error.msg));
  }
}

}  // namespace hapax::simulate
