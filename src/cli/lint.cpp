// hapax lint: every finding on each configuration, for each target.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/lint.hpp>
#include <hapax/lint/render.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/configuration.hpp"
#include "cli/frame/options.hpp"
#include "cli/frame/terminal.hpp"

namespace hapax::cli {

extern const Command lint_command;

namespace {

struct LintOptions {
  ConfigurationOptions input;
  std::string format = "text";
  std::string fail_on;
  lint::Selection selection;
  bool exit_zero = false;
};

// Findings of one configuration for one target, and what keeps their texts alive.
struct Checked {
  LoadedConfiguration loaded;
  lint::Outcome outcome;
};

std::optional<Severity> parse_severity(std::string_view word) {
  if (word == "error") return Severity::error;
  if (word == "warning") return Severity::warning;
  if (word == "info") return Severity::info;
  return std::nullopt;
}

// What one run knows beside its options: the settings of the configuration at hand.
class Run {
 public:
  explicit Run(const LintOptions& options) : options_(options) {}

  /// Checks one configuration for every target; false when a complaint has been made.
  OrStatus<std::vector<Checked>> check(const ConfigurationFiles& files);
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  OrStatus<Checked> check_for(const ConfigurationFiles& files, const Settings& settings, Version target);
  void count(const std::vector<Diagnostic>& findings, Severity limit) {
    failed_ = failed_ || std::any_of(findings.begin(), findings.end(),
                                     [limit](const Diagnostic& d) { return d.severity <= limit; });
  }

  const LintOptions& options_;
  bool failed_ = false;
};

lint::Selection merged(const lint::Selection& given, const Settings& settings) {
  lint::Selection selection = given;
  if (selection.select.empty()) selection.select = settings.select;
  selection.ignore.insert(selection.ignore.end(), settings.ignore.begin(), settings.ignore.end());
  for (const auto& [rule, severity] : settings.severity) {
    if (!severity) selection.ignore.push_back(rule);
  }
  return selection;
}

OrStatus<Checked> Run::check_for(const ConfigurationFiles& files, const Settings& settings, Version target) {
  auto loaded = options_.input.load(files, settings, target);
  if (!loaded) return tl::unexpected<int>(loaded.error());
  const lint::Selection selection = merged(options_.selection, settings);
  Diagnostics& findings = loaded->findings;
  const bool rejected = findings.rejected();
  lint::check(*loaded->config, selection, findings);
  std::erase_if(findings.list(), [&](const Diagnostic& d) { return !selection.allows(d.rule, false); });
  lint::suppress(*loaded->sources, *loaded->config, selection, findings);
  for (Diagnostic& d : findings.list()) {
    const auto changed = settings.severity.find(std::string(d.rule));
    if (changed != settings.severity.end() && changed->second) d.severity = *changed->second;
  }
  lint::sort_by_place(findings.list());
  lint::Outcome outcome{loaded->sources.get(), target, rejected, std::move(findings.list())};
  return Checked{std::move(*loaded), std::move(outcome)};
}

OrStatus<std::vector<Checked>> Run::check(const ConfigurationFiles& files) {
  const auto settings = find_settings(files.paths.front());
  if (!settings) return tl::unexpected<int>(complain(settings.error().message));
  const auto targets = options_.input.wanted_targets(*settings);
  if (!targets) return tl::unexpected<int>(targets.error());
  const auto known = lint::validate(merged(options_.selection, *settings));
  if (!known) return tl::unexpected<int>(complain(known.error().message));

  const std::string& limit = options_.fail_on.empty() ? settings->fail_on : options_.fail_on;
  std::vector<Checked> all;
  for (const Version target : *targets) {
    auto checked = check_for(files, *settings, target);
    if (!checked) return tl::unexpected<int>(checked.error());
    count(checked->outcome.diagnostics, parse_severity(limit).value_or(Severity::error));
    all.push_back(std::move(*checked));
  }
  return all;
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  return a.rule == b.rule && a.span == b.span && a.message == b.message && a.severity == b.severity;
}

// Prints what several targets have in common once, with a note on what only some of them say.
void print_text(const std::vector<Checked>& all) {
  const unsigned columns = terminal_width(stdout);
  const lint::TextStyle style{wants_colour(stdout), columns == 0 ? 120 : columns};
  std::vector<Diagnostic> merged_findings;
  std::vector<std::string> speakers;
  std::vector<std::size_t> counts;
  for (const Checked& one : all) {
    for (const Diagnostic& d : one.outcome.diagnostics) {
      std::size_t i = 0;
      if (all.size() == 1) i = merged_findings.size();
      while (i < merged_findings.size() && !same(merged_findings[i], d)) ++i;
      if (i == merged_findings.size()) {
        merged_findings.push_back(d);
        speakers.emplace_back();
        counts.push_back(0);
      }
      speakers[i] += fmt::format("{}{}", speakers[i].empty() ? "" : ", ", to_string(one.outcome.target));
      ++counts[i];
    }
  }
  std::vector<std::size_t> order(merged_findings.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Span& x = merged_findings[a].span;
    const Span& y = merged_findings[b].span;
    return std::pair(x.file, x.offset) < std::pair(y.file, y.offset);
  });
  std::string text;
  for (const std::size_t i : order) {
    const std::string note = counts[i] == all.size() ? "" : fmt::format("(only for HAProxy {})", speakers[i]);
    lint::render_text(*all.front().loaded.sources, merged_findings[i], style, text, note);
  }
  fmt::print("{}", text);
}

// One line a configuration and target, on standard error: what stands out and what HAProxy would say.
void print_summary(const std::vector<Checked>& all) {
  std::fflush(stdout);
  for (const Checked& one : all) {
    fmt::print(stderr, "{}: {}; HAProxy {} would {} it\n", one.loaded.name,
               lint::count_by_severity(one.outcome.diagnostics), to_string(one.outcome.target),
               one.outcome.rejected ? "refuse" : "accept");
  }
}

int run_lint(Arguments arguments) {
  LintOptions lint;
  Options options(lint_command, "PATH... [OPTION...]");
  lint.input.declare(options);
  options.section("Findings")
      .choice("--format", lint.format, {"text", "json"}, "how to print them (default text)")
      .list("--select", "RULE", lint.selection.select, "only this rule; may be repeated; 'all' for every one")
      .list("--ignore", "RULE", lint.selection.ignore, "not this rule; may be repeated")
      .value("--fail-on", "SEVERITY", lint.fail_on, "status 1 from this severity on: error (default), warning, info")
      .flag("--exit-zero", lint.exit_zero, "status 0 whatever is found")
      .note(
          "Status: 0 clean, 1 findings at or above --fail-on, 2 usage or unreadable input.\n"
          "'# hapax: ignore=RULE reason' in the configuration silences a rule for its line or the next one.\n"
          "'hapax rule NAME' explains a rule. What a team settles once stands in hapax.toml.");
  if (const auto status = options.parse(arguments)) return *status;
  if (!lint.fail_on.empty() && !parse_severity(lint.fail_on)) {
    return options.usage_error(fmt::format("'--fail-on' takes error, warning or info, not '{}'", lint.fail_on));
  }
  const auto configurations = lint.input.find(options);
  if (!configurations) return configurations.error();

  Run run(lint);
  std::vector<Checked> kept;
  for (const ConfigurationFiles& files : *configurations) {
    auto checked = run.check(files);
    if (!checked) return checked.error();
    if (lint.format == "text") {
      print_text(*checked);
      print_summary(*checked);
    } else {
      std::move(checked->begin(), checked->end(), std::back_inserter(kept));
    }
  }
  if (lint.format == "json") {
    std::vector<hapax::lint::Outcome> outcomes;
    for (Checked& one : kept) outcomes.push_back(std::move(one.outcome));
    fmt::print("{}", hapax::lint::render_json(outcomes));
  }
  return run.failed() && !lint.exit_zero ? kFindings : kClean;
}

}  // namespace

extern const Command lint_command{"lint", Topic::check, "report everything that is wrong with a configuration",
                                  run_lint};

}  // namespace hapax::cli
