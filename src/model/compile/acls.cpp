#include "model/compile/acls.hpp"

#include <algorithm>
#include <utility>

#include <hapax/syntax/condition.hpp>

#include "model/compile/expressions.hpp"
#include "model/compile/glance.hpp"
#include "model/compile/pattern_text.hpp"
#include "model/compile/patterns.hpp"
#include "model/compile/predefined_acls.hpp"

namespace hapax::compile {
namespace {

using model::Match;

std::optional<Match> method_of(std::string_view word) {
  for (std::size_t i = 0; i <= static_cast<std::size_t>(Match::reg); ++i) {
    if (model::to_string(static_cast<Match>(i)) == word) return static_cast<Match>(i);
  }
  return std::nullopt;
}

// The name of an ACL keyword may stand for a fetch and a match at once. The criterion as a plain expression, and the
// match that the name implies.
struct Criterion {
  syntax::Expression expression;
  std::optional<Match> implied;
};

Criterion criterion_of(Compilation& c, const syntax::Expression& written) {
  Criterion criterion{written, std::nullopt};
  const syntax::Call& fetch = written.fetch();
  const auto acl = model::find_acl(fetch.name);
  if (!acl) return criterion;
  // With converters behind it the name's match is forgotten.
  if (criterion.expression.calls.size() == 1) criterion.implied = acl->match;
  if (model::find_fetch(fetch.name)) return criterion;
  std::vector<syntax::Call> calls(written.calls.begin(), written.calls.end());
  calls.front().name = model::to_string(acl->fetch);
  criterion.expression.calls = c.arena.keep(std::span<const syntax::Call>(calls));
  return criterion;
}

struct Flags {
  PatternRules rules;
  std::optional<Match> method;
  std::vector<std::string_view> files;
  bool only_files_count_case = false;  ///< they stand before -i, which holds for what follows
};

Result<Flags> flags_of(const syntax::AclDefinition& definition) {
  using Kind = syntax::AclFlag::Kind;
  Flags flags;
  for (const syntax::AclFlag& flag : definition.flags) {
    switch (flag.kind) {
      case Kind::ignore_case:
        flags.only_files_count_case = !flags.files.empty() && !flags.rules.ignore_case;
        flags.rules.ignore_case = true;
        break;
      case Kind::file:
        if (flags.only_files_count_case) return fail("a file before '-i' beside others behind it");
        flags.files.push_back(flag.argument);
        break;
      case Kind::map:
        flags.rules.map = true;
        break;
      case Kind::method:
        flags.method = method_of(flag.argument);
        if (!flags.method) return fail("match method '" + std::string(flag.argument) + "'");
        break;
      case Kind::no_dns:
      case Kind::unique_id:
      case Kind::end_of_flags:
        break;
    }
  }
  return flags;
}

// With findings_only: any other test of that criterion is taken as well as this one.
void understand(Compilation& c, std::string_view criterion, const Flags& flags, const model::Test& test) {
  const bool any_pattern = test.method == Match::found || test.method == Match::boolean || takes_any_text(test.method);
  if (!c.findings_only || !any_pattern || flags.method || !flags.files.empty()) return;
  if (is_the_same_everywhere(c.model, c.model.expressions[test.expression])) c.understood.criteria.add(criterion);
}

// One `acl` line or anonymous ACL. `words` begin with the criterion.
Result<model::Test> compile_test(Compilation& c, const ProxyWork& work, Words words,
                                 const syntax::AclDefinition* definition) {
  if (definition == nullptr) return fail("an ACL that cannot be read");
  auto flags = flags_of(*definition);
  if (!flags) return tl::unexpected(flags.error());

  const Criterion criterion = criterion_of(c, definition->criterion);
  const bool of_answer = std::exchange(c.of_answer, false);
  const auto expression = compile_expression(c, work, criterion.expression, words.front().text);
  c.of_answer = of_answer;
  if (!expression) return tl::unexpected(expression.error());

  model::Test test;
  test.expression = *expression;
  test.place = c.place(words.front().span);
  if (!c.findings_only) test.text = joined(words);
  const std::optional<Match> by_type = model::default_match(type_of(c.model, c.model.expressions[*expression]));
  test.method = flags->method ? *flags->method : criterion.implied ? *criterion.implied : by_type.value_or(Match::str);
  const Words patterns = words.subspan(definition->first_pattern, definition->pattern_count);
  if (flags->only_files_count_case && !patterns.empty()) return fail("a file before '-i' beside patterns behind it");
  if (flags->only_files_count_case) flags->rules.ignore_case = false;
  understand(c, words.front().text, *flags, test);
  // Neither looks at patterns.
  if (test.method == Match::found || test.method == Match::boolean) return test;

  flags->rules.method = test.method;
  flags->rules.dotted_numbers = criterion.expression.fetch().name.ends_with("ssl_ver");
  const auto set = compile_patterns(c, flags->rules, patterns, flags->files, words.front().span);
  if (!set) return tl::unexpected(set.error());
  test.patterns = *set;
  return test;
}

model::Index add_acl(Compilation& c, std::string_view name, std::vector<model::Test> tests) {
  if (c.findings_only) return 0;
  model::Acl acl;
  acl.name = name;
  acl.tests = Compilation::append(c.model.tests, std::move(tests));
  return Compilation::append_one(c.model.acls, std::move(acl));
}

bool is_before(const AclLine& a, const AclLine& b) { return a.name < b.name; }

// The `acl` lines of that name in a section. They are sorted by name when the section is first asked for one: it may
// have thousands of them.
std::span<const AclLine> acl_lines(Compilation& c, const config::Section& scope, std::string_view name) {
  const auto [section, is_new] = c.acl_lines.try_emplace(&scope);
  std::vector<AclLine>& lines = section->second;
  if (is_new) {
    for (const config::Directive* line : scope.all("acl")) {
      if (line->arguments().size() >= 2) lines.push_back({line->arguments()[0].text, line});
    }
    std::stable_sort(lines.begin(), lines.end(), is_before);
  }
  const auto [first, last] = std::equal_range(lines.begin(), lines.end(), AclLine{name}, is_before);
  return {first, last};
}

Result<model::Index> compile_named(Compilation& c, const ProxyWork& work, const config::Section* scope,
                                   std::string_view name) {
  std::vector<model::Test> tests;
  const std::span<const AclLine> lines = acl_lines(c, *scope, name);
  for (const AclLine& line : lines) {
    const Words words = line.directive->arguments();
    auto test = compile_test(c, work, words.subspan(1), line.directive->acl("expression"));
    if (!test) return fail("acl '" + std::string(name) + "': " + test.error().message);
    if (c.findings_only) continue;
    test->text = joined(line.directive->words);
    tests.push_back(std::move(*test));
  }
  if (!lines.empty()) return add_acl(c, name, std::move(tests));

  const PredefinedAcl* predefined = find_predefined_acl(name);
  if (predefined == nullptr) return fail("acl '" + std::string(name) + "', which does not exist");
  const Words words = predefined_words(c, *predefined);
  const auto definition = syntax::parse_acl(words, c.arena);
  auto test = compile_test(c, work, words, definition ? &*definition : nullptr);
  if (!test) return tl::unexpected(test.error());
  test->place = {};  // none of it stands in a file
  if (test->patterns != model::kNone)
    for (model::Pattern& pattern : c.model.pattern_sets[test->patterns].patterns) pattern.place = {};
  return add_acl(c, name, {std::move(*test)});
}

}  // namespace

Result<model::Index> named_acl(Compilation& c, const ProxyWork& work, const config::Section* scope,
                               std::string_view name) {
  NamedAcl key{scope, work.index, name};
  if (const auto found = c.acls.find(key); found != c.acls.end()) {
    // acl() may go round in circles.
    if (!found->second) return fail("acl '" + std::string(name) + "', which refers to itself");
    return *found->second;
  }
  key.name = c.arena.copy(name);
  std::optional<Result<model::Index>>& known = c.acls[key];  // stays where it is while others are added
  known = compile_named(c, work, scope, key.name);
  return *known;
}

Result<model::Index> anonymous_acl(Compilation& c, const ProxyWork& work, Words words,
                                   const syntax::AclDefinition* definition) {
  auto test = compile_test(c, work, words, definition);
  if (!test) return tl::unexpected(test.error());
  if (c.findings_only) return 0;
  std::vector<model::Test> tests;
  tests.push_back(std::move(*test));
  return add_acl(c, "", std::move(tests));
}

Result<void> compile_named_acls(Compilation& c, const ProxyWork& work, std::vector<model::Argument>& arguments) {
  for (model::Argument& argument : arguments) {
    std::string_view name = argument.text;
    if (name.starts_with('!')) name.remove_prefix(1);
    const auto acl = named_acl(c, work, work.scope != nullptr ? work.scope : work.section, name);
    if (!acl) return tl::unexpected(acl.error());
    argument.index = *acl;
  }
  return {};
}

}  // namespace hapax::compile
