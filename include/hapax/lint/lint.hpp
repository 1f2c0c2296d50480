// The front door of lint: every finding on a configuration, and the pages of all rules.
//
//     Diagnostics findings;
//     config::Config config = config::load(sources, files, options, findings);
//     lint::check(config, {}, findings);          // appends what only hapax sees
//     lint::suppress(sources, findings);          // # hapax: ignore=...
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/result.hpp>
#include <hapax/base/rule_info.hpp>
#include <hapax/config/config.hpp>
#include <hapax/lint/rule.hpp>

namespace hapax::lint {

/// Which rules speak. `select` empty: every rule that is on by default; else only those named, "all" meaning every one.
/// `ignore` is taken away from that. Rules of all stages can be named.
struct Selection {
  std::vector<std::string> select;
  std::vector<std::string> ignore;

  [[nodiscard]] bool allows(std::string_view rule, bool opt_in = false) const;
};

/// The Error names the first rule that does not exist, and the nearest that does.
Result<void> validate(const Selection& selection);

/// Runs the rules of this stage that are selected and appends their findings.
void check(const config::Config& config, const Selection& selection, Diagnostics& findings);

/// The same for who has several threads: each of them calls work(), and when all are back one calls finish().
class Checking {
 public:
  Checking(const config::Config& config, const Selection& selection);
  Checking(const Checking&) = delete;
  Checking& operator=(const Checking&) = delete;
  ~Checking();

  /// Gathers what rules look at, unless that is done. work() begins with it; a thread that has something else to do may
  /// begin with it, too, so that no other one waits for it.
  void prepare();
  /// Lets rules look at the configuration, piece by piece, until there is no piece that nobody has begun with.
  void work();
  /// Appends the findings, in the same order whoever has made them.
  void finish(Diagnostics& findings);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Applies the comments `# hapax: ignore=RULE[,RULE...] reason` (the same line, or the next one where the comment
/// stands alone), `ignore-section=` (the section in which it stands) and `ignore-file=` (the file): what they name is
/// removed. Comments that name no rule, or that hide nothing, become findings of their own, as far as `selection`
/// allows them.
void suppress(const SourceSet& sources, const config::Config& config, const Selection& selection,
              Diagnostics& findings);

/// The rules of this stage, sorted by name.
std::span<const Rule* const> rules();

/// The pages of every rule of every stage, sorted by name.
std::vector<const RuleInfo*> all_rules();

/// The page of that rule, or null.
const RuleInfo* find_rule(std::string_view name);

/// The page as text for a terminal: what it does, why, example, use instead, fix safety, since.
std::string render_page(const RuleInfo& rule);

}  // namespace hapax::lint
