// hapax simulate: traffic through a configuration on a virtual clock.

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/simulate/report.hpp>
#include <hapax/simulate/simulator.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/compiled.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/output_file.hpp"
#include "cli/frame/terminal.hpp"
#include "cli/simulate/page.hpp"
#include "cli/simulate/progress.hpp"
#include "cli/simulate/sweep.hpp"
#include "cli/simulate/traffic.hpp"

namespace hapax::cli {

extern const Command simulate_command;

namespace {

// As a shell says it of a program that Ctrl-C ended.
constexpr int kInterrupted = 130;

struct Wanted {
  TrafficOptions traffic;
  std::string decisions;
  std::string series;
  std::string report;
  std::string format = "text";
  bool strict = false;
  std::vector<std::string> sweep;
  std::uint64_t replications = 1;
  std::uint64_t jobs = 0;
};

void declare(Options& options, Wanted& wanted) {
  options.section("Traffic")
      .value("--trace", "FILE", wanted.traffic.trace,
             "requests: JSON Lines or an access log, packed or plain; - is standard input")
      .value("--workload", "FILE", wanted.traffic.workload, "requests to be made (YAML)")
      .value("--scenario", "FILE", wanted.traffic.scenario,
             "service times, outages, slow-downs, agents, patience, a workload (YAML)")
      .value("--frontend", "NAME", wanted.traffic.frontend, "where requests come in that do not say it")
      .number("--seed", "N", wanted.traffic.seed, "of everything random; the same seed gives the same result")
      .flag("--strict", wanted.strict, "a damaged line of the trace is an error");
  options.section("Many runs")
      .list("--sweep", "TARGET=VALUES", wanted.sweep,
            "vary a number: 'web/s1.weight=1..10', 'www.maxconn=100,200', '12.gt=50..200:50' (behind 'gt' on line 12), "
            "'scenario.workload.arrivals.poisson.rate=500..900:100'; several make a grid")
      .number("--replications", "N", wanted.replications,
              "play each N times with other seeds, for confidence intervals")
      .number("--jobs", "N", wanted.jobs, "threads of a sweep (default: as many as the machine has)");
  options.section("Output")
      .choice("--format", wanted.format, {"text", "json", "csv"}, "how to print the figures; csv: of a sweep only")
      .value("--decisions", "FILE", wanted.decisions, "write what became of each request (JSON Lines)")
      .value("--series", "FILE", wanted.series, "write how everything went over time (CSV)")
      .value("--report", "FILE", wanted.report, "write a page with plots, tables and the topology (HTML)")
      .note(
          "Ctrl-C prints what was simulated so far; the status is 130 then. samples/shop/scenario.yaml and "
          "workload.yaml show what these files may say.");
}

// Plays the traffic; decisions go to `decisions` if there is one.
Result<simulate::SimulationResult> play(const Wanted& wanted, const model::RoutingModel& model,
                                        const simulate::Scenario& scenario, model::Index frontend, Traffic& traffic,
                                        const std::optional<OutputFile>& decisions) {
  const InterruptHandler handler;
  ProgressLine progress;
  simulate::SimulateOptions how;
  how.seed = wanted.traffic.seed;
  how.default_frontend = frontend;
  how.strict = wanted.strict;
  how.series = !wanted.series.empty() || !wanted.report.empty();
  how.progress = [&](std::uint64_t requests, routing::Time now) {
    progress.update(requests, now, traffic.fraction(now));
    return !InterruptHandler::interrupted();
  };
  if (decisions) {
    how.decided = [&](const simulate::Decision& decision) {
      const std::string line = simulate::decision_line(decision, model);
      std::fwrite(line.data(), 1, line.size(), decisions->stream());
    };
  }
  auto result = simulate::simulate(model, scenario, *traffic.reader, how);
  if (result && wanted.strict && result->damage.count > 0) {
    const simulate::DamagedLine& first = result->damage.first.front();
    return fail(fmt::format("{}:{}: damaged line: {}", wanted.traffic.trace, first.line, first.why));
  }
  return result;
}

int report(const Wanted& wanted, const simulate::SimulationResult& result, const simulate::ReportContext& context) {
  fmt::print("{}", wanted.format == "json" ? simulate::json_report(result, context)
                                           : simulate::text_report(result, context, wants_colour(stdout)));
  if (result.requests == 0 && result.damage.count > 0) {
    const simulate::DamagedLine& first = result.damage.first.front();
    return complain(
        fmt::format("no line of '{}' can be played; line {}: {}", wanted.traffic.trace, first.line, first.why));
  }
  if (result.interrupted && !wanted.decisions.empty()) {
    fmt::print(stderr, "hapax: '{}' has the decisions of the part that was simulated\n", wanted.decisions);
  }
  return result.interrupted ? kInterrupted : kClean;
}

int sweep(const Wanted& wanted, const ConfigurationOptions& input, const Options& options) {
  if (!wanted.decisions.empty() || !wanted.series.empty() || !wanted.report.empty()) {
    return options.usage_error("--decisions, --series and --report are of one run, not of a sweep");
  }
  SweepOptions how;
  how.replications = std::max<std::uint64_t>(1, wanted.replications);
  how.jobs = wanted.jobs;
  how.strict = wanted.strict;
  for (const std::string& text : wanted.sweep) {
    auto axis = parse_sweep(text);
    if (!axis) return complain(axis.error().message);
    how.axes.push_back(std::move(*axis));
  }
  const auto loaded = input.load_accepted(options);
  if (!loaded) return loaded.error();
  const auto result = run_sweep(how, wanted.traffic, input, options, *loaded);
  if (!result) return complain(result.error().message);
  fmt::print("{}", show_sweep(*result, how, wanted.format, wants_colour(stdout)));
  return result->interrupted ? kInterrupted : kClean;
}

/// Nothing where no file is asked for.
Result<std::optional<OutputFile>> open_output(const std::string& path) {
  if (path.empty()) return std::optional<OutputFile>{};
  auto file = OutputFile::open(path);
  if (!file) return tl::unexpected(file.error());
  return std::optional<OutputFile>{std::move(*file)};
}

int run_simulate(Arguments arguments) {
  ConfigurationOptions input;
  input.places_of_more = "a log goes behind '--trace', files that belong together behind '-f'";
  Wanted wanted;
  Options options(simulate_command, "PATH --trace FILE [--scenario FILE]");
  input.declare(options);
  declare(options, wanted);
  if (const auto status = options.parse(arguments)) return *status;
  if (!wanted.sweep.empty() || wanted.replications > 1) return sweep(wanted, input, options);
  if (wanted.format == "csv") return options.usage_error("--format csv is for --sweep; --series writes CSV of one run");

  auto compiled = compile_accepted(input, options);
  if (!compiled) return compiled.error();
  const model::RoutingModel& model = compiled->model;
  const auto texts = read_scenario_texts(wanted.traffic);
  if (!texts) return complain(texts.error().message);
  const auto scenario = make_scenario(wanted.traffic, *texts, model);
  if (!scenario) return complain(scenario.error().message);
  if (wanted.traffic.trace.empty() == scenario->workloads.empty()) {
    return options.usage_error(wanted.traffic.trace.empty()
                                   ? "there is no traffic; give --trace FILE or --workload FILE"
                                   : "there is a trace and a workload; give only one of them");
  }
  const auto frontend = find_frontend(wanted.traffic.frontend, model);
  if (!frontend) return complain(frontend.error().message);
  auto traffic = open_traffic(wanted.traffic, *scenario, model);
  if (!traffic) return complain(traffic.error().message);
  // Files that cannot be written are complained of before the run, not after it.
  auto decisions = open_output(wanted.decisions);
  if (!decisions) return complain(decisions.error().message);
  auto series = open_output(wanted.series);
  if (!series) return complain(series.error().message);
  auto page = open_output(wanted.report);
  if (!page) return complain(page.error().message);
  const auto result = play(wanted, model, *scenario, *frontend, *traffic, *decisions);
  if (!result) return complain(result.error().message);
  if (*decisions) {
    if (const auto ok = (*decisions)->commit(); !ok) return complain(ok.error().message);
  }
  if (*series) {
    const std::string text = simulate::series_csv(result->series);
    std::fwrite(text.data(), 1, text.size(), (*series)->stream());
    if (const auto ok = (*series)->commit(); !ok) return complain(ok.error().message);
  }
  const simulate::ReportContext context = context_of(wanted.traffic, *traffic, compiled->loaded.name, model);
  if (*page) {
    const int status = write_page(**page, *result, context, *compiled, input, options);
    if (status != kClean) return status;
  }
  return report(wanted, *result, context);
}

}  // namespace

extern const Command simulate_command{"simulate", Topic::understand,
                                      "play traffic through a configuration on a virtual clock", run_simulate};

}  // namespace hapax::cli
