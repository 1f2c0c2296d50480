#include <simulate/scenario/yaml_node.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>

namespace hapax::simulate::yaml {
namespace {

// Times beyond a century are mistakes, and would overflow when they are added up.
constexpr double kMostSeconds = 100.0 * 366 * 86'400;

routing::Time time(const YAML::Node& node, std::string_view what, double unit) {
  const double nanoseconds = not_negative(node, what) * unit;
  if (nanoseconds > kMostSeconds * 1e9) complain(node, fmt::format("{} is longer than a hundred years", what));
  return static_cast<routing::Time>(std::llround(nanoseconds));
}

Empirical empirical(const YAML::Node& node) {
  Empirical result;
  if (!node.IsSequence() || node.size() == 0) complain(node, "'empirical' needs a list of times in milliseconds");
  for (const auto& value : node) result.values.push_back(milliseconds(value, "a time"));
  return result;
}

}  // namespace

void complain(const YAML::Node& node, std::string message) { throw Complaint{node.Mark(), std::move(message)}; }

void known_keys(const YAML::Node& node, std::string_view what, std::initializer_list<std::string_view> keys) {
  const std::vector<std::string_view> known(keys);
  if (!node.IsMap()) complain(node, fmt::format("{} must be a mapping with {}", what, fmt::join(known, ", ")));
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const auto near = nearest(key, known);
    complain(entry.first, near ? fmt::format("{} has no key '{}'; did you mean '{}'?", what, key, *near)
                               : fmt::format("{} has no key '{}'; it knows {}", what, key, fmt::join(known, ", ")));
  }
}

std::string only_key(const YAML::Node& node, std::string_view what, std::initializer_list<std::string_view> kinds) {
  known_keys(node, what, kinds);
  if (node.size() != 1) complain(node, fmt::format("{} needs exactly one of {}", what, fmt::join(kinds, ", ")));
  return node.begin()->first.as<std::string>();
}

YAML::Node required(const YAML::Node& node, std::string_view what, const char* key) {
  const YAML::Node value = node[key];
  if (!value) complain(node, fmt::format("{} needs '{}'", what, key));
  return value;
}

YAML::Node sequence(const YAML::Node& node, std::string_view what) {
  if (node && !node.IsSequence() && !node.IsNull()) complain(node, fmt::format("{} must be a list", what));
  return node;
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

std::int64_t whole(const YAML::Node& node, std::string_view what, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  if (!node.IsScalar() || !YAML::convert<std::int64_t>::decode(node, value) || value < least || value > most) {
    complain(node, fmt::format("{} must be a whole number from {} to {}", what, least, most));
  }
  return value;
}

bool truth(const YAML::Node& node, std::string_view what) {
  bool value = false;
  if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value)) {
    complain(node, fmt::format("{} must be true or false", what));
  }
  return value;
}

std::string text(const YAML::Node& node, std::string_view what) {
  if (!node.IsScalar()) complain(node, fmt::format("{} must be a text", what));
  return node.as<std::string>();
}

routing::Time seconds(const YAML::Node& node, std::string_view what) { return time(node, what, 1e9); }

routing::Time milliseconds(const YAML::Node& node, std::string_view what) { return time(node, what, 1e6); }

ScenarioPlace place(const YAML::Node& node) { return {node.Mark().line + 1, node.Mark().column + 1}; }

Distribution distribution(const YAML::Node& node) {
  const std::string kind = only_key(node, "a time", {"constant", "exponential", "lognormal", "pareto", "empirical"});
  const YAML::Node value = node.begin()->second;
  if (kind == "empirical") return empirical(value);
  if (kind == "constant") {
    known_keys(value, "'constant'", {"ms"});
    return Constant{milliseconds(required(value, "'constant'", "ms"), "'ms'")};
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

}  // namespace hapax::simulate::yaml
