// hapax run: verify a configuration, then serve with it. Also what `haproxy` does when hapax is called by that name.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include <hapax/lint/lint.hpp>
#include <hapax/lint/render.hpp>
#include <hapax/model/compile/compile.hpp>
#include <hapax/runtime/proxy.hpp>

#include "cli/frame/command.hpp"
#include "cli/frame/configuration.hpp"
#include "cli/frame/terminal.hpp"
#include "cli/run/haproxy.hpp"
#include "cli/run/invocation.hpp"
#include "cli/run/launch.hpp"

namespace hapax::cli {
namespace {

/// On standard error: the errors of a configuration that is refused; of one that runs, what HAProxy would warn about
/// (`hapax lint` says more).
void show_findings(const LoadedConfiguration& loaded, bool refused) {
  const unsigned width = terminal_width(stderr);
  std::string text;
  for (const Diagnostic& d : loaded.findings.list()) {
    const bool warned = d.severity == Severity::warning && d.origin == Origin::haproxy;
    if (d.severity != Severity::error && !warned) continue;
    if (refused && warned) continue;
    lint::render_text(*loaded.sources, d, {wants_colour(stderr), width == 0 ? 120 : width}, text);
  }
  fmt::print(stderr, "{}", text);
}

/// Whether the configuration may run; says why when not. Under the name of HAProxy its errors alone decide.
bool accepted(LoadedConfiguration& loaded, const Invocation& invocation, bool as_haproxy) {
  if (!as_haproxy) {
    lint::check(*loaded.config, {}, loaded.findings);
    lint::suppress(*loaded.sources, *loaded.config, {}, loaded.findings);
  }
  lint::sort_by_place(loaded.findings.list());
  const auto is_bad = [&](const Diagnostic& d) {
    if (as_haproxy && d.origin != Origin::haproxy) return false;
    if (d.severity == Severity::error) return true;
    return invocation.no_warnings && d.origin == Origin::haproxy && d.severity == Severity::warning;
  };
  const auto& list = loaded.findings.list();
  const bool refused = std::any_of(list.begin(), list.end(), is_bad);
  if (!invocation.quiet) show_findings(loaded, refused && !invocation.no_warnings);
  if (refused && !invocation.quiet) {
    fmt::print(stderr, "hapax: run: '{}' is refused: {}\n", loaded.name, lint::count_by_severity(list));
  }
  return !refused;
}

void show_gap(const model::RoutingModel& model, const runtime::Gap& gap) {
  const bool placed = gap.place.file < model.files.size();
  fmt::print(stderr, "{}: {}:{}: the builtin engine does not do {}\n", gap.harmful ? "error" : "warning",
             placed ? std::string_view(model.files[gap.place.file]) : "configuration", gap.place.line, gap.what);
}

/// False when something that matters would be missing. Nothing is left out in silence.
bool can_be_run(const model::RoutingModel& model, const LoadedConfiguration& loaded, const Invocation& invocation) {
  const std::vector<runtime::Gap> gaps = runtime::find_gaps(model);
  const bool harmful = std::any_of(gaps.begin(), gaps.end(), [](const runtime::Gap& gap) { return gap.harmful; });
  for (const runtime::Gap& gap : gaps) {
    if (!invocation.quiet || gap.harmful) show_gap(model, gap);
  }
  for (const config::Directive* line : lines_without_effect(*loaded.config)) {
    if (invocation.quiet) break;
    fmt::print(stderr, "warning: {}:{}: '{}' has no effect in the builtin engine\n",
               loaded.sources->name(line->span.file), loaded.sources->begin(line->span).line, line->name());
  }
  if (harmful) {
    fmt::print(stderr,
               "hapax: run: '{}' is not started, since leaving these lines out would change what it does; "
               "'--engine haproxy' starts real HAProxy with it\n",
               loaded.name);
  }
  return !harmful;
}

/// The engine sends bodies as servers gave them, so header fields must not say that they are compressed.
void leave_out_compression(model::RoutingModel& model) {
  for (model::Proxy& proxy : model.proxies) proxy.compression = {};
}

OrStatus<LoadedConfiguration> load(const Invocation& invocation) {
  ConfigurationOptions options;
  if (!invocation.target.empty()) options.targets = {invocation.target};
  auto found = find_configurations(invocation.paths, invocation.together);
  if (!found) return tl::unexpected<int>(complain("run: " + found.error().message));
  if (found->size() != 1) {
    return tl::unexpected<int>(complain(
        found->empty()
            ? "run: no configuration is given: name a file, a directory or '-'"
            : fmt::format("run: takes one configuration, not {} ({})", found->size(), options.places_of_more)));
  }
  const auto settings = find_settings(found->front().paths.front());
  if (!settings) return tl::unexpected<int>(complain(settings.error().message));
  const auto versions = options.wanted_targets(*settings);
  if (!versions) return tl::unexpected<int>(versions.error());
  return options.load(found->front(), *settings, versions->back());
}

int run_proxy(const Invocation& invocation, bool as_haproxy) {
  if (!invocation.directory.empty() && chdir(invocation.directory.c_str()) != 0) {
    return complain(
        fmt::format("run: cannot go to '{}': {}", invocation.directory, std::generic_category().message(errno)));
  }
  auto loaded = load(invocation);
  if (!loaded) return loaded.error();
  if (!accepted(*loaded, invocation, as_haproxy)) return kFindings;
  if (invocation.check_only) {
    if (invocation.verbose) fmt::print("Configuration file is valid\n");
    return kClean;
  }
  if (invocation.engine == "haproxy") return launch_haproxy(invocation);
  config::DiskFiles files(".");
  Diagnostics notes;
  model::RoutingModel model = compile::compile(*loaded->config, &files, notes);
  if (invocation.maxconn != 0) model.maxconn = static_cast<std::int64_t>(invocation.maxconn);
  if (!can_be_run(model, *loaded, invocation)) return kFindings;
  leave_out_compression(model);
  for (const std::string& flag : invocation.without_effect) {
    if (!invocation.quiet) fmt::print(stderr, "hapax: run: '{}' has no effect in the builtin engine\n", flag);
  }
  return launch(model, read_process_settings(*loaded->config), invocation);
}

int run(Arguments arguments, bool as_haproxy) {
  const Result<Invocation> invocation = parse_invocation(arguments);
  if (!invocation) return complain("run: " + invocation.error().message);
  if (invocation->help) return fmt::print("{}", invocation_help()), kClean;
  if (invocation->version || invocation->version_details) {
    return fmt::print("{}", haproxy_version(invocation->version_details)), kClean;
  }
  if (!invocation->condition.empty()) return evaluate_condition(invocation->condition);
  return run_proxy(*invocation, as_haproxy);
}

int run_run(Arguments arguments) { return run(arguments, false); }

}  // namespace

int run_as_haproxy(Arguments arguments) { return run(arguments, true); }

extern const Command run_command{"run", Topic::operate, "verify a configuration, then run it as a proxy", run_run};

}  // namespace hapax::cli
