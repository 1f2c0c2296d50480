#include "model/compile/conditions.hpp"

#include <algorithm>

#include <hapax/syntax/condition.hpp>

#include "model/compile/acls.hpp"

namespace hapax::compile {
namespace {

// Where the condition begins. A word "if" may also be somebody's argument, so the last one counts that is followed by
// nothing but names, operators and braces; in practice the last one outside of braces.
Words::iterator condition_begin(Words words) {
  auto begin = words.end();
  std::size_t depth = 0;
  for (auto it = words.begin(); it != words.end(); ++it) {
    if (it->text == "{") ++depth;
    if (it->text == "}" && depth > 0) --depth;
    if (depth == 0 && it != words.begin() && syntax::begins_condition(it->text)) begin = it;
  }
  return begin;
}

// The condition of a line as it was read before, if it is these words.
const syntax::Condition* condition_of(const config::Directive& line, Words words) {
  const config::Arg* const arg = line.arg("condition");
  if (arg == nullptr || arg->words.data() != words.data() || arg->words.size() != words.size()) return nullptr;
  const auto* const read = std::get_if<const syntax::Condition*>(&arg->value);
  return read == nullptr ? nullptr : *read;
}

Result<model::Index> compile_parsed(Compilation& c, const ProxyWork& work, const config::Section* scope,
                                    const syntax::Condition& parsed, Words words) {
  std::vector<model::Conjunction> alternatives;
  for (const syntax::Alternative& alternative : parsed.alternatives) {
    std::vector<model::Term> terms;
    for (const syntax::Term& term : parsed.terms_of(alternative)) {
      const auto acl = term.anonymous
                           ? anonymous_acl(c, work, words.subspan(term.first_word, term.word_count), term.acl)
                           : named_acl(c, work, scope, term.name);
      if (!acl) return tl::unexpected(acl.error());
      if (!c.findings_only) terms.push_back({*acl, term.negated});
    }
    if (!c.findings_only) alternatives.push_back(Compilation::append(c.model.terms, std::move(terms)));
  }
  if (c.findings_only) return 0;
  model::Condition condition;
  condition.alternatives = Compilation::append(c.model.conjunctions, std::move(alternatives));
  condition.unless = parsed.unless;
  condition.text = joined(words);
  return Compilation::append_one(c.model.conditions, std::move(condition));
}

}  // namespace

Result<model::Index> compile_condition(Compilation& c, const ProxyWork& work, const Line& line, Words words) {
  if (words.empty() || !syntax::begins_condition(words.front().text)) return model::kNone;
  if (const syntax::Condition* const known = condition_of(*line.directive, words))
    return compile_parsed(c, work, line.scope, *known, words);
  const auto parsed = syntax::parse_condition(words, c.arena);
  if (!parsed) return fail("a condition that cannot be read");
  return compile_parsed(c, work, line.scope, *parsed, words);
}

std::string without_condition(Words words) {
  const auto begin = condition_begin(words);
  return joined(words.first(static_cast<std::size_t>(begin - words.begin())));
}

Words condition_words(Words words) {
  const auto begin = condition_begin(words);
  return words.subspan(static_cast<std::size_t>(begin - words.begin()));
}

}  // namespace hapax::compile
