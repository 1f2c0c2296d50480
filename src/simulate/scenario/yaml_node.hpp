// Reading nodes of a scenario's YAML with complaints that name the place.
//
// Every mapping is checked for keys that it does not know, since a misspelt key that is ignored gives a wrong answer
// that looks right.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include <yaml-cpp/yaml.h>

#include <hapax/routing/time.hpp>
#include <hapax/simulate/scenario.hpp>

namespace hapax::simulate::yaml {

// Leaves parse_scenario() only: yaml-cpp reports its own errors by exceptions, so ours take the same way up to there.
struct Complaint {
  YAML::Mark mark;
  std::string message;
};

[[noreturn]] void complain(const YAML::Node& node, std::string message);

/// Complains unless `node` is a mapping with no other keys than these.
void known_keys(const YAML::Node& node, std::string_view what, std::initializer_list<std::string_view> keys);
/// The only key of a mapping that chooses one of several kinds.
std::string only_key(const YAML::Node& node, std::string_view what, std::initializer_list<std::string_view> kinds);
YAML::Node required(const YAML::Node& node, std::string_view what, const char* key);
/// `node` if it is a sequence; complains otherwise. An absent one is empty.
YAML::Node sequence(const YAML::Node& node, std::string_view what);

double number(const YAML::Node& node, std::string_view what);
double positive(const YAML::Node& node, std::string_view what);
double not_negative(const YAML::Node& node, std::string_view what);
/// A whole number between the two.
std::int64_t whole(const YAML::Node& node, std::string_view what, std::int64_t least, std::int64_t most);
bool truth(const YAML::Node& node, std::string_view what);
std::string text(const YAML::Node& node, std::string_view what);
/// Nanoseconds, written in seconds.
routing::Time seconds(const YAML::Node& node, std::string_view what);
/// Nanoseconds, written in milliseconds.
routing::Time milliseconds(const YAML::Node& node, std::string_view what);
ScenarioPlace place(const YAML::Node& node);

/// A random time.
Distribution distribution(const YAML::Node& node);
/// One workload.
Workload workload(const YAML::Node& node);

}  // namespace hapax::simulate::yaml
