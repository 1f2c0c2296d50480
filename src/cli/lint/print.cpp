#include "cli/lint/print.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <future>
#include <map>
#include <numeric>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "cli/frame/terminal.hpp"

namespace hapax::cli {
namespace {

// One finding and the targets that have it.
struct Shared {
  const Diagnostic* diagnostic;
  std::string targets;
  std::size_t count;
};

bool same(const Diagnostic& a, const Diagnostic& b) {
  return a.rule == b.rule && a.span == b.span && a.message == b.message && a.severity == b.severity;
}

// The lists are sorted by place, so that the same finding of the next target is never far behind `from`.
Shared* find_same(std::vector<Shared>& shared, std::size_t& from, const Diagnostic& d) {
  const auto place = [](const Diagnostic& x) { return std::pair(x.span.file, x.span.offset); };
  while (from < shared.size() && place(*shared[from].diagnostic) < place(d)) ++from;
  for (std::size_t i = from; i < shared.size() && place(*shared[i].diagnostic) == place(d); ++i) {
    if (same(*shared[i].diagnostic, d)) return &shared[i];
  }
  return nullptr;
}

std::vector<Shared> merge(const std::vector<Checked>& all) {
  std::vector<Shared> shared;
  for (const Checked& one : all) {
    const std::string target(to_string(one.outcome.target));
    std::vector<Shared> fresh;
    if (shared.empty()) fresh.reserve(one.outcome.diagnostics.size());
    std::size_t from = 0;
    for (const Diagnostic& d : one.outcome.diagnostics) {
      if (Shared* known = find_same(shared, from, d)) {
        known->targets += ", " + target;
        ++known->count;
      } else {
        fresh.push_back({&d, target, 1});
      }
    }
    if (shared.empty()) {
      shared = std::move(fresh);
      continue;
    }
    shared.insert(shared.end(), fresh.begin(), fresh.end());
    std::stable_sort(shared.begin(), shared.end(), [](const Shared& a, const Shared& b) {
      const auto key = [](const Shared& s) { return std::pair(s.diagnostic->span.file, s.diagnostic->span.offset); };
      return key(a) < key(b);
    });
  }
  return shared;
}

// How many findings of a rule are not printed.
using LeftOut = std::map<std::string_view, std::size_t>;

// Keeps the errors, and of every other rule the first `most` findings: what a rule says a thousand times hides what
// another one says once.
LeftOut limit(std::vector<Shared>& list, std::size_t targets, std::size_t most) {
  std::map<std::string_view, std::size_t> seen;
  LeftOut left_out;
  std::erase_if(list, [&](const Shared& shared) {
    const Diagnostic& d = *shared.diagnostic;
    // A comment is unused only if it hides nothing for any of the targets.
    if (d.rule == "suppression-unused" && shared.count < targets) return true;
    if (most == 0 || d.severity == Severity::error || ++seen[d.rule] <= most) return false;
    ++left_out[d.rule];
    return true;
  });
  return left_out;
}

std::string as_text(const std::vector<Checked>& all, std::span<const Shared> list, const lint::TextStyle& style) {
  std::string text;
  for (const Shared& shared : list) {
    const bool partly = shared.count < all.size();
    const std::string note = partly ? fmt::format("(only for HAProxy {})", shared.targets) : "";
    lint::render_text(*all.front().loaded.sources, *shared.diagnostic, style, text, note);
  }
  return text;
}

// Findings become text in blocks, whichever is next on whichever of two threads is free; one of them writes what is
// ready, in order.
class Blocks {
 public:
  Blocks(const std::vector<Checked>& all, std::span<const Shared> list, const lint::TextStyle& style)
      : all_(all), list_(list), style_(style), blocks_((list.size() + kFindings - 1) / kFindings) {}

  void print() {
    std::future<void> other;
    if (blocks_.size() > 1) other = std::async(std::launch::async | std::launch::deferred, [this] { help(); });
    for (std::size_t i = next_++; i < blocks_.size(); i = next_++) {
      make(i);
      while (written_ < blocks_.size() && blocks_[written_].ready) write_next();
    }
    while (written_ < blocks_.size()) {
      blocks_[written_].ready.wait(false);
      write_next();
    }
    if (other.valid()) other.wait();
  }

 private:
  static constexpr std::size_t kFindings = 128;  ///< in a block
  static constexpr std::size_t kAhead = 64;      ///< blocks that may wait to be written

  struct Block {
    std::string text;
    std::atomic<bool> ready = false;
  };

  void help() {
    while (next_ < written_ + kAhead) {
      const std::size_t i = next_++;
      if (i >= blocks_.size()) return;
      make(i);
    }
  }

  void make(std::size_t i) {
    const std::size_t first = i * kFindings;
    blocks_[i].text = as_text(all_, list_.subspan(first, std::min(kFindings, list_.size() - first)), style_);
    blocks_[i].ready = true;
    blocks_[i].ready.notify_one();
  }

  void write_next() {
    std::string& text = blocks_[written_].text;
    std::fwrite(text.data(), 1, text.size(), stdout);
    text = std::string();  // not '= {}', which keeps the memory
    ++written_;
  }

  const std::vector<Checked>& all_;
  std::span<const Shared> list_;
  const lint::TextStyle& style_;
  std::vector<Block> blocks_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> written_ = 0;
};

std::size_t fixable(const lint::Outcome& outcome, bool safe) {
  return static_cast<std::size_t>(std::count_if(outcome.diagnostics.begin(), outcome.diagnostics.end(),
                                                [safe](const Diagnostic& d) { return d.fix && d.fix->safe == safe; }));
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "-" : text;
}

}  // namespace

void print_text(const std::vector<Checked>& all, std::size_t most_of_a_rule) {
  const unsigned columns = terminal_width(stdout);
  const lint::TextStyle style{wants_colour(stdout), columns == 0 ? 120 : columns};
  std::vector<Shared> list = merge(all);
  const LeftOut left_out = limit(list, all.size(), most_of_a_rule);
  Blocks(all, list, style).print();
  std::fflush(stdout);
  for (const auto& [rule, count] : left_out) {
    fmt::print(stderr, "{}: {} more findings of '{}' are not shown; '--max-per-rule 0' shows all\n",
               all.front().loaded.name, count, rule);
  }
}

void print_summary(const std::vector<Checked>& all, std::size_t known) {
  std::fflush(stdout);
  for (const Checked& one : all) {
    std::string line = fmt::format("{}: {}", one.loaded.name, lint::count_by_severity(one.outcome.diagnostics));
    if (const auto count = fixable(one.outcome, true); count > 0) line += fmt::format("; --fix repairs {}", count);
    if (const auto count = fixable(one.outcome, false); count > 0)
      line += fmt::format("; --fix --unsafe-fixes repairs {}", count);
    if (known > 0) line += fmt::format("; {} more are in the baseline", known);
    const bool errors = std::any_of(one.outcome.diagnostics.begin(), one.outcome.diagnostics.end(),
                                    [](const Diagnostic& d) { return d.severity == Severity::error; });
    fmt::print(stderr, "{}; HAProxy {} would {}\n", line, to_string(one.outcome.target),
               one.outcome.rejected ? "refuse it"
               : errors             ? "accept it all the same"
                                    : "accept it");
  }
}

std::string render_as(std::string_view format, std::span<const lint::Outcome> outcomes) {
  if (format == "sarif") return lint::render_sarif(outcomes);
  if (format == "github") return lint::render_github(outcomes);
  if (format == "gitlab") return lint::render_gitlab(outcomes);
  if (format == "junit") return lint::render_junit(outcomes);
  if (format == "checkstyle") return lint::render_checkstyle(outcomes);
  return lint::render_json(outcomes);
}

std::string describe(const Task& task, const LintOptions& options) {
  const Settings& settings = task.settings;
  const bool targets_given = !options.input.targets.empty();
  std::string targets;
  for (const Version target : task.targets) targets += (targets.empty() ? "" : ", ") + std::string(to_string(target));
  const auto from = [&settings](bool given, bool set) {
    return given ? "command line" : set ? settings.file.c_str() : "default";
  };
  std::string text = fmt::format("{}:\n  settings    {}\n", task.files.name,
                                 settings.file.empty() ? "no hapax.toml here or above" : settings.file);
  text += fmt::format("  files       {}\n", join(task.files.paths));
  text += fmt::format("  target      {}  ({})\n", targets, from(targets_given, !settings.targets.empty()));
  text += fmt::format("  select      {}\n",
                      task.selection.select.empty() ? "the default rules" : join(task.selection.select));
  text += fmt::format("  ignore      {}\n", join(task.selection.ignore));
  text += fmt::format("  fail-on     {}  ({})\n",
                      task.fail_on == Severity::error     ? "error"
                      : task.fail_on == Severity::warning ? "warning"
                                                          : "info",
                      from(!options.fail_on.empty(), !settings.fail_on.empty()));
  text += fmt::format("  no-files    {}\n", options.input.no_files || settings.no_files ? "yes" : "no");
  return text;
}

}  // namespace hapax::cli
