// Configurations are made and compiled one after the other, which takes milliseconds each and may complain; then all
// runs are played on as many threads as there are processors. Runs share nothing but the models, which nobody changes,
// so the result does not depend on the number of threads.

#include "cli/simulate/sweep.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include <hapax/model/compile/compile.hpp>
#include <hapax/simulate/simulator.hpp>

#include "cli/simulate/progress.hpp"
#include "cli/simulate/sweep_place.hpp"

namespace hapax::cli {
namespace {

constexpr std::size_t kMostRuns = 100'000;

// What one combination is played with.
struct Prepared {
  std::unique_ptr<model::RoutingModel> model;
  simulate::Scenario scenario;
  model::Index frontend = model::kNone;
};

// "web/s1.weight=3, www.maxconn=100"
std::string name_of(const SweepOptions& how, const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    text += fmt::format("{}{}={}", i == 0 ? "" : ", ", how.axes[i].target, values[i]);
  }
  return text;
}

std::vector<std::vector<std::string>> grid_of(const std::vector<SweepAxis>& axes) {
  std::vector<std::vector<std::string>> grid{{}};
  for (const SweepAxis& axis : axes) {
    std::vector<std::vector<std::string>> longer;
    for (const auto& values : grid) {
      for (const std::string& value : axis.values) {
        longer.push_back(values);
        longer.back().push_back(value);
      }
    }
    grid = std::move(longer);
  }
  return grid;
}

class Preparation {
 public:
  Preparation(const SweepOptions& how, const TrafficOptions& traffic, const ConfigurationOptions& input,
              const Options& options, const LoadedConfiguration& loaded)
      : how_(how), traffic_(traffic), input_(input), options_(options), loaded_(loaded) {}

  // Finds the numbers and reads the scenario, once for all.
  Result<void> begin() {
    for (const SweepAxis& axis : how_.axes) {
      std::optional<SweepPlace> place;
      if (!is_in_scenario(axis.target)) {
        auto found = find_place(axis.target, *loaded_.config);
        if (!found) return tl::unexpected(found.error());
        place = *found;
      }
      places_.push_back(place);
    }
    auto texts = read_scenario_texts(traffic_);
    if (!texts) return tl::unexpected(texts.error());
    texts_ = std::move(*texts);
    const auto files = input_.find(options_);
    if (!files) return fail("the configuration is gone");
    files_ = files->front();
    auto settings = find_settings(files_.paths.front());
    if (!settings) return tl::unexpected(settings.error());
    settings_ = std::move(*settings);
    return {};
  }

  Result<Prepared> prepare(const std::vector<std::string>& values) const {
    ScenarioTexts texts = texts_;
    std::vector<std::pair<SweepPlace, std::string>> edits;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (places_[i]) {
        edits.emplace_back(*places_[i], values[i]);
        continue;
      }
      // The workload of a file of its own takes the place of the scenario's.
      const bool of_workload = !traffic_.workload.empty() && how_.axes[i].target.starts_with("scenario.workload");
      std::string& yaml = of_workload ? texts.workload : texts.scenario;
      auto changed = with_value(yaml, how_.axes[i].target, values[i]);
      if (!changed) return tl::unexpected(changed.error());
      yaml = std::move(*changed);
    }
    auto model = compile(edits, values);
    if (!model) return tl::unexpected(model.error());
    Prepared prepared;
    prepared.model = std::move(*model);
    auto scenario = make_scenario(traffic_, texts, *prepared.model);
    if (!scenario) return tl::unexpected(scenario.error());
    prepared.scenario = std::move(*scenario);
    if (traffic_.trace.empty() == prepared.scenario.workloads.empty()) {
      return fail(traffic_.trace.empty() ? "there is no traffic; give --trace FILE or --workload FILE"
                                         : "there is a trace and a workload; give only one of them");
    }
    auto frontend = find_frontend(traffic_.frontend, *prepared.model);
    if (!frontend) return tl::unexpected(frontend.error());
    prepared.frontend = *frontend;
    return prepared;
  }

 private:
  [[nodiscard]] Result<std::unique_ptr<model::RoutingModel>> compile(
      const std::vector<std::pair<SweepPlace, std::string>>& edits, const std::vector<std::string>& values) const {
    auto loaded = input_.load_texts(files_, with_values(*loaded_.sources, edits), settings_, loaded_.target);
    if (!loaded) return fail(fmt::format("with {} the configuration cannot be read", name_of(how_, values)));
    for (const Diagnostic& finding : loaded->findings.list()) {
      if (finding.origin != Origin::haproxy || finding.severity != Severity::error) continue;
      return fail(fmt::format("with {} HAProxy would refuse the configuration: {}{}", name_of(how_, values),
                              finding.message, finding.help.empty() ? "" : "; " + finding.help.front()));
    }
    return std::make_unique<model::RoutingModel>(
        compile::compile(*loaded->config, loaded->files.get(), loaded->findings, &loaded->environment));
  }

  const SweepOptions& how_;
  const TrafficOptions& traffic_;
  const ConfigurationOptions& input_;
  const Options& options_;
  const LoadedConfiguration& loaded_;
  std::vector<std::optional<SweepPlace>> places_;
  ScenarioTexts texts_;
  ConfigurationFiles files_;
  Settings settings_;
};

// Plays all runs; the first error ends it.
class Players {
 public:
  Players(const SweepOptions& how, const TrafficOptions& traffic, const std::string& configuration,
          std::vector<Prepared> prepared, Sweep& sweep)
      : how_(how), traffic_(traffic), configuration_(configuration), prepared_(std::move(prepared)), sweep_(sweep) {}

  Result<void> play() {
    const std::size_t runs = prepared_.size() * how_.replications;
    const std::size_t machine = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t threads = std::min(runs, how_.jobs > 0 ? how_.jobs : machine);
    std::vector<std::thread> pool;
    for (std::size_t i = 1; i < threads; ++i) pool.emplace_back([&] { work(false); });
    work(true);
    for (std::thread& thread : pool) thread.join();
    progress_.clear();
    sweep_.interrupted = InterruptHandler::interrupted();
    if (error_) return fail(error_->message);
    return {};
  }

 private:
  void work(bool shows_progress) {
    const std::size_t runs = prepared_.size() * how_.replications;
    for (std::size_t run = next_++; run < runs && !stopped_; run = next_++) {
      const auto result = play_one(run, shows_progress);
      if (result || stopped_.exchange(true)) continue;
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = result.error();
    }
  }

  Result<void> play_one(std::size_t run, bool shows_progress) {
    const std::size_t point = run / how_.replications;
    const std::size_t replication = run % how_.replications;
    const Prepared& with = prepared_[point];
    TrafficOptions wanted = traffic_;
    wanted.seed += replication;
    auto traffic = open_traffic(wanted, with.scenario, *with.model);
    if (!traffic) return tl::unexpected(traffic.error());
    simulate::SimulateOptions how;
    how.seed = wanted.seed;
    how.default_frontend = with.frontend;
    how.strict = how_.strict;
    std::uint64_t counted = 0;
    how.progress = [&](std::uint64_t requests, routing::Time now) {
      requests_ += requests - counted;
      counted = requests;
      if (shows_progress) progress_.update(requests_, now, done_share(traffic->fraction(now)));
      return !stopped_ && !InterruptHandler::interrupted();
    };
    auto result = simulate::simulate(*with.model, with.scenario, *traffic->reader, how);
    if (!result) return tl::unexpected(result.error());
    if (how_.strict && result->damage.count > 0) {
      const simulate::DamagedLine& first = result->damage.first.front();
      return fail(fmt::format("{}:{}: damaged line: {}", wanted.trace, first.line, first.why));
    }
    ++done_;
    if (result->interrupted) return {};
    SweepPoint& into = sweep_.points[point];
    const std::lock_guard lock(mutex_);
    into.results[replication] = std::move(*result);
    into.complete[replication] = true;
    if (replication == 0) into.context = context_of(wanted, *traffic, configuration_, *with.model);
    return {};
  }

  // Of all runs, while this thread's has come so far.
  [[nodiscard]] double done_share(double of_this) const {
    const auto runs = static_cast<double>(prepared_.size() * how_.replications);
    return (static_cast<double>(done_.load()) + std::max(0.0, of_this)) / runs;
  }

  const SweepOptions& how_;
  const TrafficOptions& traffic_;
  const std::string& configuration_;
  std::vector<Prepared> prepared_;
  Sweep& sweep_;
  InterruptHandler handler_;
  ProgressLine progress_;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> done_{0};
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::optional<Error> error_;
};

}  // namespace

Result<Sweep> run_sweep(const SweepOptions& how, const TrafficOptions& traffic, const ConfigurationOptions& input,
                        const Options& options, const LoadedConfiguration& loaded) {
  if (traffic.trace == "-") return fail("a sweep reads the trace once for each run, and '-' can be read only once");
  const auto grid = grid_of(how.axes);
  if (grid.size() * how.replications > kMostRuns) {
    return fail(
        fmt::format("that would be {} simulations; {} are the most", grid.size() * how.replications, kMostRuns));
  }
  Preparation preparation(how, traffic, input, options, loaded);
  if (auto ok = preparation.begin(); !ok) return tl::unexpected(ok.error());
  Sweep sweep;
  std::vector<Prepared> prepared;
  for (const auto& values : grid) {
    auto one = preparation.prepare(values);
    if (!one) return tl::unexpected(one.error());
    prepared.push_back(std::move(*one));
    SweepPoint& point = sweep.points.emplace_back();
    point.values = values;
    point.results.resize(how.replications);
    point.complete.resize(how.replications);
  }
  Players players(how, traffic, loaded.name, std::move(prepared), sweep);
  if (auto ok = players.play(); !ok) return tl::unexpected(ok.error());
  return sweep;
}

}  // namespace hapax::cli
