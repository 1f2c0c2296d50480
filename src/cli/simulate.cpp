// hapax simulate: traffic through a configuration on a virtual clock.

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/base/read_source.hpp>
#include <hapax/simulate/open_trace.hpp>
#include <hapax/simulate/report.hpp>
#include <hapax/simulate/simulator.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/compiled.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/output_file.hpp"
#include "cli/frame/terminal.hpp"
#include "cli/simulate/page.hpp"

namespace hapax::cli {

extern const Command simulate_command;

namespace {

// Set by Ctrl-C; the run stops at the next look and what was simulated so far is printed.
volatile std::sig_atomic_t interrupted = 0;

void interrupt(int /*signal*/) {
  interrupted = 1;
  std::signal(SIGINT, SIG_DFL);  // a second Ctrl-C ends the process at once
}

struct Wanted {
  std::string trace;
  std::string workload;
  std::string scenario;
  std::string frontend;
  std::string decisions;
  std::string series;
  std::string report;
  std::string format = "text";
  std::uint64_t seed = 1;
  bool strict = false;
};

// Rate and virtual time on one line of a terminal, a few times a second.
class ProgressLine {
 public:
  ProgressLine() : shown_(isatty(STDERR_FILENO) != 0), begin_(Clock::now()), last_(begin_) {}
  void update(std::uint64_t requests, routing::Time now) {
    if (!shown_) return;
    const auto time = Clock::now();
    if (time - last_ < std::chrono::milliseconds(200)) return;
    last_ = time;
    const double seconds = std::chrono::duration<double>(time - begin_).count();
    fmt::print(stderr, "\r{} requests, {:.0f} a second, at {:.1f} s of virtual time\x1b[K", requests,
               static_cast<double>(requests) / seconds, static_cast<double>(now) / 1e9);
    std::fflush(stderr);
    dirty_ = true;
  }
  void clear() {
    if (dirty_) fmt::print(stderr, "\r\x1b[K");
    dirty_ = false;
  }

 private:
  using Clock = std::chrono::steady_clock;
  bool shown_;
  bool dirty_ = false;
  Clock::time_point begin_;
  Clock::time_point last_;
};

Result<simulate::Scenario> read_scenario(const std::string& path, const model::RoutingModel& model) {
  if (path.empty()) return simulate::Scenario{};
  auto text = read_source(path);
  if (!text) return tl::unexpected(text.error());
  auto scenario = simulate::parse_scenario(*text, path);
  if (!scenario) return scenario;
  if (auto ok = simulate::check_scenario(*scenario, model, path); !ok) return tl::unexpected(ok.error());
  return scenario;
}

// The scenario, with the workload of a file of its own in place of the scenario's.
Result<simulate::Scenario> read_scenarios(const Wanted& wanted, const model::RoutingModel& model) {
  auto scenario = read_scenario(wanted.scenario, model);
  if (!scenario || wanted.workload.empty()) return scenario;
  auto workload = read_scenario(wanted.workload, model);
  if (!workload) return workload;
  if (!workload->workload) return fail(fmt::format("{}: there is no 'workload' in it", wanted.workload));
  scenario->workload = std::move(workload->workload);
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

// What is simulated: the trace, or the scenario's workload.
struct Traffic {
  std::unique_ptr<simulate::TraceReader> reader;
  const simulate::LogReader* log = nullptr;
};

Result<Traffic> open_traffic(const Wanted& wanted, const simulate::Scenario& scenario,
                             const model::RoutingModel& model) {
  if (wanted.trace.empty()) return Traffic{simulate::generate(*scenario.workload, wanted.seed), nullptr};
  auto opened = simulate::open_trace(wanted.trace, model);
  if (!opened) return tl::unexpected(opened.error());
  return Traffic{std::move(opened->reader), opened->log};
}

simulate::ReportContext context_of(const Wanted& wanted, const Traffic& traffic, const std::string& configuration,
                                   const model::RoutingModel& model) {
  simulate::ReportContext context;
  context.configuration = configuration;
  context.seed = wanted.seed;
  context.not_modelled = model.not_modelled.size();
  if (wanted.trace.empty()) {
    context.traffic = "the workload of " + (wanted.workload.empty() ? wanted.scenario : wanted.workload);
  } else if (traffic.log == nullptr || traffic.log->form().empty()) {
    context.traffic = wanted.trace;
  } else {
    context.traffic = fmt::format("{} ({})", wanted.trace, traffic.log->form());
    context.late = traffic.log->late();
    context.bad_requests = traffic.log->bad_requests();
  }
  return context;
}

void declare(Options& options, Wanted& wanted) {
  options.section("Traffic")
      .value("--trace", "FILE", wanted.trace,
             "requests: JSON Lines or an access log, packed or plain; - is standard input")
      .value("--workload", "FILE", wanted.workload, "requests to be made (YAML)")
      .value("--scenario", "FILE", wanted.scenario, "service times, outages, slow-downs, a workload (YAML)")
      .value("--frontend", "NAME", wanted.frontend, "where requests come in that do not say it")
      .number("--seed", "N", wanted.seed, "of everything random; the same seed gives the same result")
      .flag("--strict", wanted.strict, "a damaged line of the trace is an error");
  options.section("Output")
      .choice("--format", wanted.format, {"text", "json"}, "how to print the figures")
      .value("--decisions", "FILE", wanted.decisions, "write what became of each request (JSON Lines)")
      .value("--series", "FILE", wanted.series, "write how everything went over time (CSV)")
      .value("--report", "FILE", wanted.report, "write a page with plots, tables and the topology (HTML)");
}

// Plays the traffic; decisions go to `decisions` if there is one.
Result<simulate::SimulationResult> play(const Wanted& wanted, const model::RoutingModel& model,
                                        const simulate::Scenario& scenario, model::Index frontend, Traffic& traffic,
                                        const std::optional<OutputFile>& decisions) {
  ProgressLine progress;
  simulate::SimulateOptions how;
  how.seed = wanted.seed;
  how.default_frontend = frontend;
  how.series = !wanted.series.empty() || !wanted.report.empty();
  how.progress = [&](std::uint64_t requests, routing::Time now) {
    progress.update(requests, now);
    return interrupted == 0;
  };
  if (decisions) {
    how.decided = [&](const simulate::Decision& decision) {
      const std::string line = simulate::decision_line(decision, model);
      std::fwrite(line.data(), 1, line.size(), decisions->stream());
    };
  }
  std::signal(SIGINT, interrupt);
  auto result = simulate::simulate(model, scenario, *traffic.reader, how);
  progress.clear();
  if (result && wanted.strict && result->damage.count > 0) {
    const simulate::DamagedLine& first = result->damage.first.front();
    return fail(fmt::format("{}:{}: damaged line: {}", wanted.trace, first.line, first.why));
  }
  return result;
}

int report(const Wanted& wanted, const simulate::SimulationResult& result, const simulate::ReportContext& context) {
  fmt::print("{}", wanted.format == "json" ? simulate::json_report(result, context)
                                           : simulate::text_report(result, context, wants_colour(stdout)));
  if (result.requests == 0 && result.damage.count > 0) {
    return complain(fmt::format("no line of '{}' is a request", wanted.trace));
  }
  return kClean;
}

int run_simulate(Arguments arguments) {
  ConfigurationOptions input;
  Wanted wanted;
  Options options(simulate_command, "PATH --trace FILE [--scenario FILE]");
  input.declare(options);
  declare(options, wanted);
  if (const auto status = options.parse(arguments)) return *status;

  auto compiled = compile_accepted(input, options);
  if (!compiled) return compiled.error();
  const model::RoutingModel& model = compiled->model;
  const auto scenario = read_scenarios(wanted, model);
  if (!scenario) return complain(scenario.error().message);
  if (wanted.trace.empty() != scenario->workload.has_value()) {
    return options.usage_error(wanted.trace.empty() ? "there is no traffic; give --trace FILE or --workload FILE"
                                                    : "there is a trace and a workload; give only one of them");
  }
  const auto frontend = find_frontend(
      wanted.frontend.empty() && scenario->workload ? scenario->workload->frontend : wanted.frontend, model);
  if (!frontend) return complain(frontend.error().message);
  auto traffic = open_traffic(wanted, *scenario, model);
  if (!traffic) return complain(traffic.error().message);
  std::optional<OutputFile> decisions;
  if (!wanted.decisions.empty()) {
    auto file = OutputFile::open(wanted.decisions);
    if (!file) return complain(file.error().message);
    decisions.emplace(std::move(*file));
  }
  const auto result = play(wanted, model, *scenario, *frontend, *traffic, decisions);
  if (!result) return complain(result.error().message);
  if (decisions) {
    if (const auto ok = decisions->commit(); !ok) return complain(ok.error().message);
  }
  if (!wanted.series.empty()) {
    const auto ok = write_file(wanted.series, simulate::series_csv(result->series));
    if (!ok) return complain(ok.error().message);
  }
  const simulate::ReportContext context = context_of(wanted, *traffic, compiled->loaded.name, model);
  if (!wanted.report.empty()) {
    const int status = write_page(wanted.report, *result, context, *compiled, input, options);
    if (status != kClean) return status;
  }
  return report(wanted, *result, context);
}

}  // namespace

extern const Command simulate_command{"simulate", Topic::understand,
                                      "play traffic through a configuration on a virtual clock", run_simulate};

}  // namespace hapax::cli
