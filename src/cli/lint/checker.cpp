#include "cli/lint/checker.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <system_error>
#include <utility>

#include <hapax/base/heap.hpp>
#include <hapax/base/read_source.hpp>
#include <hapax/model/compile/compile.hpp>

#include "cli/frame/terminal.hpp"

namespace hapax::cli {
namespace {

lint::Selection merged(const lint::Selection& given, const Settings& settings) {
  lint::Selection selection = given;
  if (selection.select.empty()) selection.select = settings.select;
  selection.ignore.insert(selection.ignore.end(), settings.ignore.begin(), settings.ignore.end());
  for (const auto& [rule, severity] : settings.severity) {
    if (!severity) selection.ignore.push_back(rule);
  }
  return selection;
}

void change_severities(const Settings& settings, std::vector<Diagnostic>& findings) {
  if (settings.severity.empty()) return;
  for (Diagnostic& d : findings) {
    const auto changed = settings.severity.find(std::string(d.rule));
    if (changed != settings.severity.end() && changed->second) d.severity = *changed->second;
  }
}

std::size_t bytes_of(const SourceSet& sources) {
  std::size_t bytes = 0;
  for (FileId file = 0; file < sources.size(); ++file) bytes += sources.text(file).size();
  return bytes;
}

// Of what is no regular file this is not known yet.
std::size_t bytes_of(const ConfigurationFiles& files) {
  std::size_t bytes = 0;
  for (const std::string& path : files.paths) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error) bytes += std::min<std::uintmax_t>(size, kMaxSourceBytes);
  }
  return bytes;
}

bool is_large(const SourceSet& sources) { return bytes_of(sources) > std::size_t{64} << 10; }

void append(Diagnostics from, Diagnostics& to) {
  to.list().reserve(to.list().size() + from.list().size());
  for (Diagnostic& d : from.list()) to.add(std::move(d));
}

// From all findings to those that are reported, in order.
Checked select(const Task& task, LoadedConfiguration loaded) {
  Diagnostics& findings = loaded.findings;
  const bool rejected = findings.rejected();
  std::erase_if(findings.list(), [&task](const Diagnostic& d) { return !task.selection.allows(d.rule); });
  lint::suppress(*loaded.sources, *loaded.config, task.selection, findings);
  change_severities(task.settings, findings.list());
  lint::sort_by_place(findings.list());
  lint::Outcome outcome{loaded.sources.get(), loaded.target, rejected, std::move(findings.list())};
  return {std::move(loaded), std::move(outcome), nullptr};
}

}  // namespace

std::optional<Severity> parse_severity(std::string_view word) {
  if (word == "error") return Severity::error;
  if (word == "warning") return Severity::warning;
  if (word == "info") return Severity::info;
  return std::nullopt;
}

OrStatus<Task> prepare(const LintOptions& options, const ConfigurationFiles& files) {
  auto settings = find_settings(files.paths.front());
  if (!settings) return tl::unexpected<int>(complain(settings.error().message));
  Task task{files, std::move(*settings), {}, {}, Severity::error};
  auto targets = options.input.wanted_targets(task.settings);
  if (!targets) return tl::unexpected<int>(targets.error());
  task.targets = std::move(*targets);
  task.selection = merged(options.selection, task.settings);
  if (const auto known = lint::validate(task.selection); !known) {
    return tl::unexpected<int>(complain(known.error().message));
  }
  const std::string& limit = options.fail_on.empty() ? task.settings.fail_on : options.fail_on;
  task.fail_on = parse_severity(limit).value_or(Severity::error);
  return task;
}

Checked check(const Task& task, LoadedConfiguration loaded) {
  // Three stages that only look at the configuration, each with findings of its own. HAProxy's checks take one thread
  // about as long as the other needs for what rules share and for what answers about traffic would leave out. Then both
  // go through the rules, whose work comes in small pieces. A small configuration is not worth a thread.
  constexpr std::size_t kBytesForOne = 6;  // what looking at a byte of a configuration comes to
  const auto policy = is_large(*loaded.sources) ? std::launch::async | std::launch::deferred : std::launch::deferred;
  const bool traffic = !loaded.findings.rejected() && task.selection.allows("not-modelled");
  auto rules = std::make_unique<lint::Checking>(*loaded.config, task.selection);
  std::future<Diagnostics> not_modelled = std::async(policy, [&] {
    Diagnostics findings;
    expect_allocations_of_thread(bytes_of(*loaded.sources) * kBytesForOne);
    rules->prepare();
    if (traffic) compile::find_not_modelled(*loaded.config, loaded.files.get(), findings, &loaded.environment);
    rules->work();
    return findings;
  });
  Diagnostics of_checks;
  loaded.checks.run(*loaded.config, of_checks);
  rules->work();
  Diagnostics of_traffic = not_modelled.get();
  append(std::move(of_checks), loaded.findings);
  // Of a refused configuration nobody asks for answers about traffic.
  if (!loaded.findings.rejected()) append(std::move(of_traffic), loaded.findings);
  rules->finish(loaded.findings);
  Checked checked = select(task, std::move(loaded));
  checked.rules = std::move(rules);
  return checked;
}

Checked check_compiled(const Task& task, LoadedConfiguration loaded) {
  lint::check(*loaded.config, task.selection, loaded.findings);
  return select(task, std::move(loaded));
}

OrStatus<std::vector<Checked>> check_targets(const LintOptions& options, const Task& task) {
  constexpr std::size_t kBytesForOne = 24;  // what a byte of a configuration comes to when it is read
  expect_allocations(bytes_of(task.files) * kBytesForOne * task.targets.size());
  auto sources = read_configuration(task.files, options.input.stdin_name);
  if (!sources) return tl::unexpected<int>(complain(sources.error().message));
  std::vector<Checked> all;
  for (std::size_t i = 0; i < task.targets.size(); ++i) {
    SourceSet texts;
    if (i + 1 == task.targets.size()) {
      texts = std::move(*sources);
    } else {
      for (FileId file = 0; file < sources->size(); ++file) {
        texts.add(std::string(sources->name(file)), std::string(sources->text(file)));
      }
    }
    auto loaded = options.input.read_texts(task.files, std::move(texts), task.settings, task.targets[i]);
    if (!loaded) return tl::unexpected<int>(loaded.error());
    all.push_back(check(task, std::move(*loaded)));
  }
  return all;
}

}  // namespace hapax::cli
