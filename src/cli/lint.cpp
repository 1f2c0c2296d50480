// hapax lint: every finding on each configuration, for each target.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/frame/command.hpp"
#include "cli/frame/configuration.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/terminal.hpp"
#include "cli/lint/baseline.hpp"
#include "cli/lint/checker.hpp"
#include "cli/lint/print.hpp"
#include "cli/lint/repair.hpp"

namespace hapax::cli {

extern const Command lint_command;

namespace {

void declare(Options& options, LintOptions& given) {
  given.input.declare(options);
  options.section("Findings")
      .choice("--format", given.format, {"text", "json", "sarif", "github", "gitlab", "junit", "checkstyle"},
              "how to print them (default text)")
      .list("--select", "RULE", given.selection.select, "only this rule; may be repeated; 'all' for every one")
      .list("--ignore", "RULE", given.selection.ignore, "not this rule; may be repeated")
      .value("--baseline", "FILE", given.baseline, "hide what this file knows; written when it is missing")
      .value("--fail-on", "SEVERITY", given.fail_on, "status 1 from this severity on: error (default), warning, info")
      .number("--max-per-rule", "N", given.max_per_rule,
              "print at most N warnings and infos of a rule as text (default 20; 0 for all)")
      .flag("--exit-zero", given.exit_zero, "status 0 whatever is found")
      .flag("--show-config", given.show_config, "only say which settings apply, and why")
      .section("Repairs")
      .flag("--fix", given.fix, "repair what can be repaired without a change of behaviour")
      .flag("--unsafe-fixes", given.unsafe_fixes, "with --fix or --diff: also repairs that change behaviour")
      .flag("--diff", given.diff, "print the repairs as a patch instead of making them")
      .section("Other")
      .note(
          "Status: 0 clean, 1 findings at or above --fail-on, 2 usage or unreadable input.\n"
          "'# hapax: ignore=RULE reason' in the configuration silences a rule for its line or the next one.\n"
          "'hapax rule NAME' explains a rule. What a team settles once stands in hapax.toml.");
}

// What is kept from one configuration to the next.
struct Progress {
  bool failed = false;
  std::vector<Checked> kept;     ///< for a report on all of them
  std::vector<Checked> printed;  ///< the last one of those that are reported at once
};

// Here to the end of the process, which main() ends without taking things apart: that costs a large configuration more
// time than its report does.
Progress& begin_progress() {
  static Progress progress;
  progress = {};
  return progress;
}

int show_diff(const LintOptions& given, const Task& task, Progress& progress) {
  const auto repaired = repair(given, task);
  if (!repaired) return repaired.error();
  fmt::print("{}", repaired->diff);
  progress.failed = progress.failed || !repaired->diff.empty();
  return kClean;
}

// One configuration from the beginning to its report; gives kFailure when a complaint has been made.
int lint_one(const LintOptions& given, const ConfigurationFiles& files, Baseline* baseline, Progress& progress) {
  const auto task = prepare(given, files);
  if (!task) return task.error();
  if (given.show_config) {
    fmt::print("{}", describe(*task, given));
    return kClean;
  }
  if (given.diff) return show_diff(given, *task, progress);
  if (given.fix) {
    const auto repaired = repair(given, *task);
    if (!repaired) return repaired.error();
    fmt::print(stderr, "{}: {} repaired\n", files.name, repaired->fixes);
  }
  auto checked = check_targets(given, *task);
  if (!checked) return checked.error();
  std::size_t known = 0;
  for (Checked& one : *checked) {
    if (baseline != nullptr) known += baseline->take(one.outcome);
    const auto& list = one.outcome.diagnostics;
    progress.failed = progress.failed || std::any_of(list.begin(), list.end(),
                                                     [&](const Diagnostic& d) { return d.severity <= task->fail_on; });
  }
  if (given.format == "text") {
    print_text(*checked, given.max_per_rule);
    print_summary(*checked, known);
    progress.printed = std::move(*checked);
  } else {
    std::move(checked->begin(), checked->end(), std::back_inserter(progress.kept));
  }
  return kClean;
}

int save_baseline(const Baseline& baseline, const std::string& path) {
  if (const auto saved = baseline.save(); !saved) return complain(saved.error().message);
  fmt::print(stderr, "hapax: '{}' is written: from now on only new findings are reported\n", path);
  return kClean;
}

int run_lint(Arguments arguments) {
  LintOptions given;
  Options options(lint_command, "PATH... [OPTION...]");
  declare(options, given);
  if (const auto status = options.parse(arguments)) return *status;
  if (!given.fail_on.empty() && !parse_severity(given.fail_on)) {
    return options.usage_error(fmt::format("'--fail-on' takes error, warning or info, not '{}'", given.fail_on));
  }
  if (given.unsafe_fixes && !given.fix && !given.diff) {
    return options.usage_error("'--unsafe-fixes' goes with '--fix' or '--diff'");
  }
  const auto configurations = given.input.find(options);
  if (!configurations) return configurations.error();
  std::optional<Baseline> baseline;
  if (!given.baseline.empty()) {
    auto opened = Baseline::open(given.baseline);
    if (!opened) return complain(opened.error().message);
    baseline = std::move(*opened);
  }

  Progress& progress = begin_progress();
  for (const ConfigurationFiles& files : *configurations) {
    const int status = lint_one(given, files, baseline ? &*baseline : nullptr, progress);
    if (status != kClean) return status;
  }
  if (given.format != "text" && !given.diff && !given.show_config) {
    std::vector<lint::Outcome> outcomes;
    for (Checked& one : progress.kept) outcomes.push_back(std::move(one.outcome));
    fmt::print("{}", render_as(given.format, outcomes));
  }
  if (baseline && baseline->is_new()) return save_baseline(*baseline, given.baseline);
  return progress.failed && !given.exit_zero ? kFindings : kClean;
}

}  // namespace

extern const Command lint_command{"lint", Topic::check, "report everything that is wrong with a configuration",
                                  run_lint};

}  // namespace hapax::cli
