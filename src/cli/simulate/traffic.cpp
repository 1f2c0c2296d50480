#include "cli/simulate/traffic.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/base/read_source.hpp>
#include <hapax/simulate/simulator.hpp>

namespace hapax::cli {
namespace {

Result<simulate::Scenario> parse(const std::string& text, const std::string& path, const model::RoutingModel& model) {
  if (path.empty()) return simulate::Scenario{};
  auto scenario = simulate::parse_scenario(text, path);
  if (!scenario) return scenario;
  if (auto ok = simulate::check_scenario(*scenario, model, path); !ok) return tl::unexpected(ok.error());
  return scenario;
}

}  // namespace

Result<ScenarioTexts> read_scenario_texts(const TrafficOptions& wanted) {
  ScenarioTexts texts;
  for (const auto& [path, text] :
       {std::pair{&wanted.scenario, &texts.scenario}, std::pair{&wanted.workload, &texts.workload}}) {
    if (path->empty()) continue;
    auto read = read_source(*path);
    if (!read) return tl::unexpected(read.error());
    *text = std::move(*read);
  }
  return texts;
}

Result<simulate::Scenario> make_scenario(const TrafficOptions& wanted, const ScenarioTexts& texts,
                                         const model::RoutingModel& model) {
  auto scenario = parse(texts.scenario, wanted.scenario, model);
  if (!scenario || wanted.workload.empty()) return scenario;
  auto workload = parse(texts.workload, wanted.workload, model);
  if (!workload) return workload;
  if (workload->workloads.empty()) return fail(fmt::format("{}: there is no 'workload' in it", wanted.workload));
  scenario->workloads = std::move(workload->workloads);
  scenario->service.insert(scenario->service.end(), workload->service.begin(), workload->service.end());
  return scenario;
}

Result<model::Index> find_frontend(const std::string& name, const model::RoutingModel& model) {
  if (name.empty()) return model::kNone;
  std::vector<std::string_view> names;
  for (model::Index i = 0; i < model.proxies.size(); ++i) {
    if (model.proxies[i].kind == model::Proxy::Kind::backend) continue;
    if (model.proxies[i].name == name) return i;
    names.push_back(model.proxies[i].name);
  }
  const auto near = nearest(name, names);
  return fail(fmt::format("there is no frontend '{}'; {}", name,
                          near ? fmt::format("did you mean '{}'?", *near)
                               : fmt::format("the configuration has {}", fmt::join(names, ", "))));
}

double Traffic::fraction(routing::Time now) const {
  return duration > 0 ? static_cast<double>(now) / static_cast<double>(duration) : reader->fraction();
}

namespace {

bool comes_plain(const simulate::Workload& workload) {
  return std::all_of(workload.requests.begin(), workload.requests.end(),
                     [](const simulate::RequestTemplate& request) { return request.sni.empty(); });
}

bool has_tls(const model::RoutingModel& model, std::string_view frontend) {
  for (const model::Proxy& proxy : model.proxies) {
    if (proxy.kind == model::Proxy::Kind::backend || proxy.name != frontend) continue;
    for (model::Index i = proxy.binds.first; i < proxy.binds.end(); ++i)
      if (model.binds[i].tls) return true;
  }
  return false;
}

}  // namespace

Result<Traffic> open_traffic(const TrafficOptions& wanted, const simulate::Scenario& scenario,
                             const model::RoutingModel& model) {
  if (wanted.trace.empty()) {
    Traffic traffic;
    traffic.reader = simulate::generate(scenario.workloads, wanted.seed);
    for (const simulate::Workload& workload : scenario.workloads) {
      traffic.duration = std::max(traffic.duration, workload.duration);
      if (comes_plain(workload) && has_tls(model, workload.frontend)) traffic.plain_at_tls = workload.frontend;
    }
    return traffic;
  }
  auto opened = simulate::open_trace(wanted.trace, model);
  if (!opened) return tl::unexpected(opened.error());
  return Traffic{std::move(opened->reader), opened->log};
}

simulate::ReportContext context_of(const TrafficOptions& wanted, const Traffic& traffic,
                                   const std::string& configuration, const model::RoutingModel& model) {
  simulate::ReportContext context;
  context.configuration = configuration;
  context.seed = wanted.seed;
  context.not_modelled = model.not_modelled.size();
  context.caches = !model.caches.empty();
  context.plain_at_tls = traffic.plain_at_tls;
  const std::string trace = wanted.trace == "-" ? "standard input" : wanted.trace;
  if (wanted.trace.empty()) {
    context.traffic = "the workload of " + (wanted.workload.empty() ? wanted.scenario : wanted.workload);
  } else if (traffic.log == nullptr || traffic.log->form().empty()) {
    context.traffic = trace;
  } else {
    context.traffic = fmt::format("{} ({})", trace, traffic.log->form());
    context.late = traffic.log->late();
    context.bad_requests = traffic.log->bad_requests();
  }
  return context;
}

}  // namespace hapax::cli
