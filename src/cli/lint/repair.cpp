#include "cli/lint/repair.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/fix.hpp>

#include "cli/frame/output_file.hpp"
#include "cli/frame/terminal.hpp"

namespace hapax::cli {
namespace {

// A fix that makes another finding appear gets its turn in the next round; two that undo each other end here.
constexpr int kMostRounds = 10;

SourceSet copy_of(const SourceSet& sources) {
  SourceSet copy;
  for (FileId file = 0; file < sources.size(); ++file) {
    copy.add(std::string(sources.name(file)), std::string(sources.text(file)));
  }
  return copy;
}

}  // namespace

OrStatus<Repair> repair(const LintOptions& options, const Task& task) {
  const auto original = read_configuration(task.files, options.input.stdin_name);
  if (!original) return tl::unexpected<int>(complain(original.error().message));
  SourceSet current = copy_of(*original);
  Repair result;
  for (int round = 0; round < kMostRounds; ++round) {
    auto loaded = options.input.load_texts(task.files, copy_of(current), task.settings, task.targets.front());
    if (!loaded) return tl::unexpected<int>(loaded.error());
    const Checked checked = check(task, std::move(*loaded));
    SourceSet next;
    std::size_t fixes = 0;
    for (FileId file = 0; file < current.size(); ++file) {
      lint::Repaired repaired =
          lint::apply_fixes(*checked.loaded.sources, file, checked.outcome.diagnostics, options.unsafe_fixes);
      fixes += repaired.fixes;
      next.add(std::string(current.name(file)), std::move(repaired.text));
    }
    if (fixes == 0) break;
    result.fixes += fixes;
    current = std::move(next);
  }

  for (FileId file = 0; file < current.size(); ++file) {
    if (current.text(file) == original->text(file)) continue;
    std::string_view name = original->name(file);
    name.remove_prefix(std::min(name.find_first_not_of('/'), name.size()));
    result.diff += lint::unified_diff(original->text(file), current.text(file), name);
    if (options.diff) continue;
    const std::string& path = task.files.paths[file];
    if (path == "-")
      return tl::unexpected<int>(
          complain("standard input cannot be repaired in place; '--diff' shows what would change"));
    if (const auto written = write_file(path, current.text(file)); !written) {
      return tl::unexpected<int>(complain(written.error().message));
    }
  }
  return result;
}

}  // namespace hapax::cli
