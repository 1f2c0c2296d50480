#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/config/load.hpp>
#include <hapax/lint/lint.hpp>
#include <hapax/model/compile/compile.hpp>

namespace hapax::lint {
namespace {

bool names(const std::vector<std::string>& list, std::string_view rule) {
  return std::any_of(list.begin(), list.end(), [rule](const std::string& n) { return n == rule || n == "all"; });
}

// All rules on some sections before the next ones: the lines of these are then in the processor's cache, which counts
// for more than what the rules do with them. Their ACLs are read when it is their turn.
std::vector<Part> parts(const Subject& subject) {
  constexpr std::size_t kSections = 64;
  const auto& sections = subject.config.sections;
  std::vector<Part> list;
  auto proxy = subject.proxies.begin();
  for (std::size_t first = 0; first < sections.size(); first += kSections) {
    const std::size_t last = std::min(first + kSections, sections.size());
    const auto behind_proxies =
        std::find_if(proxy, subject.proxies.end(), [last](const Proxy& p) { return p.section->index >= last; });
    const auto begin = sections.begin();
    list.push_back({subject,
                    subject.config,
                    {begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last)},
                    {proxy, behind_proxies},
                    {}});
    proxy = behind_proxies;
  }
  return list;
}

std::size_t lines_of(const Part& part) {
  std::size_t lines = 0;
  for (const config::Section& section : part.sections) lines += section.directives.size();
  return lines;
}

}  // namespace

bool Selection::allows(std::string_view rule, bool opt_in) const {
  if (names(ignore, rule)) return false;
  return select.empty() ? !opt_in : names(select, rule);
}

Result<void> validate(const Selection& selection) {
  for (const auto* list : {&selection.select, &selection.ignore}) {
    for (const std::string& name : *list) {
      if (name == "all" || find_rule(name) != nullptr) continue;
      std::vector<std::string_view> known;
      for (const RuleInfo* rule : all_rules()) known.push_back(rule->name);
      std::string message = fmt::format("unknown rule '{}'", name);
      if (const auto near = nearest(name, known)) message += fmt::format("; did you mean '{}'?", *near);
      return fail(message + " ('hapax rule' lists them)");
    }
  }
  return {};
}

struct Checking::State {
  explicit State(const config::Config& configuration) : config(configuration) {}

  void gather() {
    subject.emplace(config);
    parts_of_subject = parts(*subject);
    found_in_whole.resize(selected.size());
    for (std::size_t i = 0; i < parts_of_subject.size(); ++i) cut(i);
    found.resize(pieces.size());
  }

  // A part of many lines, which is a section of many lines, is a piece of work for each rule.
  void cut(std::size_t part) {
    constexpr std::size_t kMany = 4096;
    const std::size_t step = lines_of(parts_of_subject[part]) > kMany ? 1 : std::max<std::size_t>(selected.size(), 1);
    AclTests& tests = acl_tests.emplace_back();
    for (std::size_t first = 0; first < selected.size(); first += step, ++tests.users)
      pieces.push_back({part, first, std::min(first + step, selected.size())});
  }

  // The piece of that number; behind the pieces of parts come the rules that take the whole.
  void look_at(std::size_t number) {
    if (number >= pieces.size()) return look_at_whole(number - pieces.size());
    const Piece& piece = pieces[number];
    Part part = parts_of_subject[piece.part];
    AclTests& tests = acl_tests[piece.part];
    std::call_once(tests.made, [&] { tests.list = acl_tests_of(part.sections); });
    part.acl_tests = tests.list;
    for (std::size_t i = piece.first_rule; i < piece.end_rule; ++i) {
      const auto* const check = std::get_if<CheckPart>(&selected[i]->check);
      if (check == nullptr) continue;
      Diagnostics findings;
      Report report(selected[i]->info, findings);
      (*check)(part, report);
      if (!findings.list().empty()) found[number].push_back({i, std::move(findings)});
    }
    if (--tests.users == 0) tests.list = std::vector<AclTest>();  // not '= {}', which keeps the memory
  }

  void look_at_whole(std::size_t rule) {
    Report report(selected[rule]->info, found_in_whole[rule]);
    if (const auto* check = std::get_if<CheckWhole>(&selected[rule]->check)) (*check)(*subject, report);
  }

  /// Some rules that look at a part.
  struct Piece {
    std::size_t part;
    std::size_t first_rule, end_rule;
  };

  /// What a rule found, where it found something: most find nothing in most parts.
  struct Found {
    std::size_t rule;
    Diagnostics findings;
  };

  /// The ACLs of a part, from its first piece to its last one.
  struct AclTests {
    std::once_flag made;
    std::vector<AclTest> list;
    std::atomic<std::size_t> users = 0;
  };

  const config::Config& config;
  std::vector<const Rule*> selected;
  std::mutex gathering;  ///< whoever works first makes what follows
  std::optional<Subject> subject;
  std::vector<Part> parts_of_subject;
  std::vector<Piece> pieces;
  std::deque<AclTests> acl_tests;           ///< by part
  std::vector<std::vector<Found>> found;    ///< by piece
  std::vector<Diagnostics> found_in_whole;  ///< by rule
  std::atomic<std::size_t> next = 0;        ///< the piece of work that nobody has begun
};

Checking::Checking(const config::Config& config, const Selection& selection) : state_(std::make_unique<State>(config)) {
  for (const Rule* rule : rules()) {
    if (selection.allows(rule->info.name, rule->opt_in)) state_->selected.push_back(rule);
  }
}

Checking::~Checking() = default;

void Checking::prepare() {
  const std::scoped_lock lock(state_->gathering);
  if (!state_->subject) state_->gather();
}

void Checking::work() {
  prepare();
  const std::size_t pieces = state_->pieces.size() + state_->selected.size();
  for (std::size_t at = state_->next++; at < pieces; at = state_->next++) state_->look_at(at);
}

void Checking::finish(Diagnostics& findings) {
  // By rule, and by part within one, as the pieces stand.
  std::vector<std::vector<Diagnostics*>> by_rule(state_->selected.size());
  for (std::vector<State::Found>& piece : state_->found)
    for (State::Found& found : piece) by_rule[found.rule].push_back(&found.findings);
  for (std::size_t i = 0; i < by_rule.size(); ++i) by_rule[i].push_back(&state_->found_in_whole[i]);

  // Reserved, and given back as they are taken: many findings are the most of what a large configuration takes.
  std::size_t count = findings.list().size();
  for (const std::vector<Diagnostics*>& rule : by_rule)
    for (const Diagnostics* found : rule) count += found->list().size();
  findings.list().reserve(count);
  for (const std::vector<Diagnostics*>& rule : by_rule) {
    for (Diagnostics* found : rule) {
      for (Diagnostic& finding : found->list()) findings.add(std::move(finding));
      *found = {};
    }
  }
}

void check(const config::Config& config, const Selection& selection, Diagnostics& findings) {
  Checking checking(config, selection);
  checking.work();
  checking.finish(findings);
}

std::vector<const RuleInfo*> all_rules() {
  std::vector<const RuleInfo*> all;
  for (const Rule* rule : rules()) all.push_back(&rule->info);
  for (const RuleInfo& rule : config::rules()) all.push_back(&rule);
  for (const RuleInfo& rule : compile::rules()) all.push_back(&rule);
  std::sort(all.begin(), all.end(), [](const RuleInfo* a, const RuleInfo* b) { return a->name < b->name; });
  return all;
}

const RuleInfo* find_rule(std::string_view name) {
  for (const RuleInfo* rule : all_rules()) {
    if (rule->name == name) return rule;
  }
  return nullptr;
}

}  // namespace hapax::lint
