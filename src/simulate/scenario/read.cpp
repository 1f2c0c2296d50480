// Reading a scenario's YAML, one function per kind of node in the order in which a file holds them.

#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <simulate/scenario/yaml_node.hpp>

namespace hapax::simulate {
namespace {

using namespace yaml;  // NOLINT(google-build-using-namespace): this file is made of its words

// The value of a word; complains with all of them.
template <class Value, std::size_t Size>
Value one_of(const YAML::Node& node, std::string_view what,
             const std::array<std::pair<std::string_view, Value>, Size>& words) {
  const std::string word = text(node, what);
  std::string known;
  for (const auto& [name, value] : words) {
    if (word == name) return value;
    known += known.empty() ? name : fmt::format(", {}", name);
  }
  complain(node, fmt::format("{} is one of {}, not '{}'", what, known, word));
}

constexpr std::array<std::pair<std::string_view, bool>, 2> kDisciplines{
    {{"processor-sharing", true}, {"separate", false}}};
constexpr std::array<std::pair<std::string_view, Outage::Kind>, 4> kOutages{{{"refuse", Outage::Kind::refuse},
                                                                             {"blackhole", Outage::Kind::blackhole},
                                                                             {"reset", Outage::Kind::reset},
                                                                             {"error-500", Outage::Kind::error_500}}};
constexpr std::array<std::pair<std::string_view, routing::AdminState>, 3> kStates{
    {{"ready", routing::AdminState::ready},
     {"drain", routing::AdminState::drain},
     {"maint", routing::AdminState::maint}}};

ServiceRule service_rule(const YAML::Node& node) {
  known_keys(node, "a service rule", {"server", "time", "discipline", "cores"});
  if (!node["time"] && !node["discipline"]) complain(node, "a service rule needs 'time' or 'discipline'");
  ServiceRule rule;
  rule.server = node["server"] ? text(node["server"], "'server'") : "*";
  rule.place = place(node["server"] ? node["server"] : node);
  if (node["time"]) rule.time = distribution(node["time"]);
  if (node["discipline"]) rule.shares = one_of(node["discipline"], "'discipline'", kDisciplines);
  if (node["cores"]) rule.cores = positive(node["cores"], "'cores'");
  if (node["cores"] && !rule.shares) complain(node["cores"], "'cores' needs 'discipline: processor-sharing'");
  return rule;
}

template <class Period>
void period(const YAML::Node& node, std::string_view what, Period& into) {
  into.server = text(required(node, what, "server"), "'server'");
  into.place = place(node["server"]);
  into.from = node["from"] ? seconds(node["from"], "'from'") : 0;
  into.to = node["to"] ? seconds(node["to"], "'to'") : routing::kNever;
  if (into.to <= into.from) complain(node, fmt::format("{} must end after it begins", what));
}

Outage outage(const YAML::Node& node) {
  known_keys(node, "an outage", {"server", "from", "to", "kind"});
  Outage result;
  period(node, "an outage", result);
  if (node["kind"]) result.kind = one_of(node["kind"], "an outage's kind", kOutages);
  return result;
}

Slowdown slowdown(const YAML::Node& node) {
  known_keys(node, "a slowdown", {"server", "from", "to", "factor"});
  Slowdown result;
  period(node, "a slowdown", result);
  result.factor = positive(required(node, "a slowdown", "factor"), "'factor'");
  return result;
}

AgentAnswer agent_answer(const YAML::Node& node) {
  known_keys(node, "an agent's answer", {"server", "at", "says"});
  const YAML::Node server = required(node, "an agent's answer", "server");
  return {text(server, "'server'"), node["at"] ? seconds(node["at"], "'at'") : 0,
          text(required(node, "an agent's answer", "says"), "'says'"), place(server)};
}

AdminChange admin_change(const YAML::Node& node) {
  known_keys(node, "an admin's change", {"server", "at", "state", "weight", "maxconn"});
  AdminChange result;
  const YAML::Node server = required(node, "an admin's change", "server");
  result.server = text(server, "'server'");
  result.place = place(server);
  if (node["at"]) result.at = seconds(node["at"], "'at'");
  if (node["state"]) result.state = one_of(node["state"], "'state'", kStates);
  if (node["weight"]) result.weight = static_cast<std::uint32_t>(whole(node["weight"], "'weight'", 0, 256));
  if (node["maxconn"]) result.maxconn = whole(node["maxconn"], "'maxconn'", 0, 1'000'000'000);
  if (!result.state && !result.weight && !result.maxconn) {
    complain(node, "an admin's change needs 'state', 'weight' or 'maxconn'");
  }
  return result;
}

PatienceRule patience_rule(const YAML::Node& node) {
  known_keys(node, "a patience rule", {"frontend", "time"});
  const YAML::Node frontend = node["frontend"];
  return {frontend ? text(frontend, "'frontend'") : "*", distribution(required(node, "a patience rule", "time")),
          place(frontend ? frontend : node)};
}

template <class Entry>
void read_list(const YAML::Node& node, std::string_view what, Entry (*read)(const YAML::Node&),
               std::vector<Entry>& into) {
  for (const auto& entry : sequence(node, what)) into.push_back(read(entry));
}

Scenario scenario(const YAML::Node& node) {
  Scenario result;
  if (node.IsNull()) return result;
  known_keys(node, "a scenario", {"service", "outages", "slowdowns", "agents", "admin", "patience", "workload"});
  read_list(node["service"], "'service'", service_rule, result.service);
  read_list(node["outages"], "'outages'", outage, result.outages);
  read_list(node["slowdowns"], "'slowdowns'", slowdown, result.slowdowns);
  read_list(node["agents"], "'agents'", agent_answer, result.agents);
  read_list(node["admin"], "'admin'", admin_change, result.admin);
  read_list(node["patience"], "'patience'", patience_rule, result.patience);
  const YAML::Node load = node["workload"];
  if (load && load.IsSequence()) {
    read_list(load, "'workload'", workload, result.workloads);
  } else if (load) {
    result.workloads.push_back(workload(load));
  }
  return result;
}

std::string at(std::string_view file_name, const YAML::Mark& mark, const std::string& message) {
  return fmt::format("{}:{}:{}: {}", file_name, mark.line + 1, mark.column + 1, message);
}

}  // namespace

Result<Scenario> parse_scenario(std::string_view yaml, std::string_view file_name) {
  try {
    return scenario(YAML::Load(std::string(yaml)));
  } catch (const yaml::Complaint& complaint) {
    return fail(at(file_name, complaint.mark, complaint.message));
  } catch (const YAML::Exception& error) {
    return fail(at(file_name, error.mark, "not readable as YAML: " + error.msg));
  }
}

}  // namespace hapax::simulate
