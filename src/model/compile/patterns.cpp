#include "model/compile/patterns.hpp"

#include <hapax/syntax/pattern_lines.hpp>

#include "model/compile/files.hpp"
#include "model/compile/pattern_text.hpp"

namespace hapax::compile {
namespace {

using model::Match;
using model::Pattern;

Result<std::vector<Pattern>> read_lines(Compilation& c, const PatternRules& rules, std::string_view text,
                                        const std::string& file) {
  std::vector<Pattern> patterns;
  const model::Index file_index = c.file_index(file);
  syntax::PatternLines lines(text, rules.map ? syntax::PatternFile::map : syntax::PatternFile::patterns);
  while (const auto line = lines.next()) {
    auto pattern = read_pattern(c, rules, line->key);
    if (!pattern) {
      return fail("line " + std::to_string(line->number) + " of '" + file + "', which is no pattern of its kind");
    }
    pattern->value = line->value;
    pattern->place = {file_index, line->number};
    patterns.push_back(std::move(*pattern));
  }
  return patterns;
}

Result<std::vector<Pattern>> read_patterns(Compilation& c, const PatternRules& rules, std::string_view name) {
  using Kind = syntax::PatternSource::Kind;
  const auto [kind, path] = syntax::parse_pattern_source(name, c.config.target);
  if (kind == Kind::no_file) return std::vector<Pattern>{};
  const auto text = read_file(c, path, syntax::kMaxPatternFile);
  if (!text && kind == Kind::maybe_file) return std::vector<Pattern>{};
  if (!text) return fail("file '" + std::string(path) + "', which cannot be read");
  return read_lines(c, rules, *text, std::string(path));
}

model::PatternSet empty_set(const PatternRules& rules) {
  model::PatternSet set;
  set.method = rules.method;
  set.ignore_case = rules.ignore_case;
  set.is_map = rules.map;
  return set;
}

Result<model::PatternSet> with_file(Compilation& c, const PatternRules& rules, std::string_view name,
                                    model::PatternSet set) {
  auto patterns = read_patterns(c, rules, name);
  if (!patterns) return tl::unexpected(patterns.error());
  set.files.push_back({std::string(name), static_cast<std::uint32_t>(patterns->size())});
  set.patterns.insert(set.patterns.end(), std::make_move_iterator(patterns->begin()),
                      std::make_move_iterator(patterns->end()));
  return set;
}

// Sets of files are shared: what rules add to a file holds wherever it is used in the same way.
Result<model::Index> file_set(Compilation& c, const PatternRules& rules, std::string_view name) {
  const std::string key = std::string(model::to_string(rules.method)) + (rules.ignore_case ? " -i " : " ") +
                          (rules.map ? "map " : "set ") + std::string(rules.values) + " " + std::string(name);
  if (const auto found = c.pattern_files.find(key); found != c.pattern_files.end()) return found->second;
  auto made = [&]() -> Result<model::Index> {
    auto set = with_file(c, rules, name, empty_set(rules));
    if (!set) return tl::unexpected(set.error());
    return Compilation::append_one(c.model.pattern_sets, std::move(*set));
  }();
  c.pattern_files.emplace(key, made);
  return made;
}

// An operation holds for the numbers behind it, up to the next operation.
bool add_words(Compilation& c, const PatternRules& rules, Words words, const Span& span,
               std::vector<Pattern>& patterns) {
  if (c.findings_only && takes_any_text(rules.method)) return true;
  const bool numbers = rules.method == Match::integer || rules.method == Match::len;
  std::string_view operation = "eq";
  for (const config::Word& word : words) {
    if (numbers && is_operation(word.text)) {
      operation = word.text;
      continue;
    }
    auto pattern = read_pattern(c, rules, word.text, operation);
    if (!pattern) return false;
    if (c.findings_only) continue;
    pattern->place = c.place(span);
    patterns.push_back(std::move(*pattern));
  }
  return true;
}

std::string_view values_of(std::string_view converter) {
  if (converter == "map_regm") return "groups";
  // "map_ip" alone looks for addresses, and gives texts.
  const auto kind =
      converter.find('_') == converter.rfind('_') ? std::string_view() : converter.substr(converter.rfind('_'));
  return kind == "_int" || kind == "_ip" ? kind : "text";
}

}  // namespace

Result<model::Index> compile_patterns(Compilation& c, const PatternRules& rules, Words patterns,
                                      const std::vector<std::string_view>& files, const Span& span) {
  if (patterns.empty() && files.size() == 1) return file_set(c, rules, files.front());
  Result<model::PatternSet> set = empty_set(rules);
  for (const std::string_view file : files) {
    set = with_file(c, rules, file, std::move(*set));
    if (!set) return tl::unexpected(set.error());
  }
  if (!add_words(c, rules, patterns, span, set->patterns)) return fail("a pattern that is none of its kind");
  return Compilation::append_one(c.model.pattern_sets, std::move(*set));
}

Result<model::Index> compile_map(Compilation& c, std::string_view converter, std::string_view file) {
  PatternRules rules;
  rules.map = true;
  rules.method = model::map_match(converter).value_or(Match::str);
  if (converter == "map_regm") rules.method = Match::reg;
  rules.values = values_of(converter);
  return file_set(c, rules, file);
}

}  // namespace hapax::compile
