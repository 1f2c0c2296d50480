#include "config/keywords/lookup.hpp"

#include <array>

#include "config/keywords/name_index.hpp"

namespace hapax::config {
namespace {

// The rows whose name begins with this word.
std::span<const Keyword> group(std::string_view word) {
  static const NameIndex kIndex(keywords(KeywordClass::directive), NameIndex::Key::first_word);
  return kIndex.find(word);
}

template <std::size_t... Kinds>
std::array<NameIndex, sizeof...(Kinds)> index_each(std::index_sequence<Kinds...>) {
  return {NameIndex(keywords(static_cast<KeywordClass>(Kinds)), NameIndex::Key::whole_name)...};
}

// The last word of a name that takes arguments in parentheses: `http-check set-var(check.x)`.
bool has_prefix(std::string_view word, std::string_view name) {
  return word.size() > name.size() && word.starts_with(name) && word[name.size()] == '(';
}

// False where the second word shows by its first byte that the name is another one.
bool may_begin_with(const Keyword& row, std::span<const Word> words) {
  const std::size_t second = words[0].text.size() + 1;
  if (row.name.size() <= second) return true;
  return words.size() > 1 && words[1].text.starts_with(row.name[second]);
}

// How many words the name takes if the line begins with it, else 0.
std::size_t words_of(const Keyword& row, std::span<const Word> words) {
  std::string_view name = row.name;
  std::size_t count = 0;
  while (true) {
    const std::size_t blank = name.find(' ');
    if (count == words.size()) return 0;
    const std::string_view part = name.substr(0, blank);
    const bool last = blank == std::string_view::npos;
    if (words[count].text != part && !(last && row.prefix && has_prefix(words[count].text, part))) return 0;
    ++count;
    if (last) return count;
    name.remove_prefix(blank + 1);
  }
}

bool stands_in(const Keyword& row, SectionKind section) {
  return row.sections.contains(section) || row.ignored_in.contains(section) || row.refused_in.contains(section);
}

bool lives_here(const Keyword& row, SectionKind section, Version target) {
  return row.exists_in(target) && stands_in(row, section);
}

}  // namespace

DirectiveMatch match_directive(std::span<const Word> words, SectionKind section, Version target) {
  DirectiveMatch match;
  if (words.empty()) return match;
  for (const Keyword& row : group(words[0].text)) {
    const std::size_t count = may_begin_with(row, words) ? words_of(row, words) : 0;
    if (count == 0 && match.first_word_known) continue;
    if (lives_here(row, section, target)) {
      match.first_word_known = true;
      if (count > match.words) {
        match.row = &row;
        match.words = count;
      }
    } else if (count > 0) {
      if (stands_in(row, section)) match.other_version = &row;
      if (row.exists_in(target)) match.other_section = &row;
      if (!stands_in(row, section) && !row.exists_in(target)) match.other_both = &row;
    }
  }
  return match;
}

std::span<const Keyword> find_keywords(KeywordClass kind, std::string_view name) {
  static const auto kIndexes = index_each(std::make_index_sequence<kKeywordClasses>());
  return kIndexes[static_cast<std::size_t>(kind)].find(name);
}

const Keyword* find_directive(std::string_view name, SectionKind section, Version target) {
  for (const Keyword& row : find_keywords(KeywordClass::directive, name)) {
    if (lives_here(row, section, target)) return &row;
  }
  return nullptr;
}

const Keyword* find_action(std::string_view word, RuleSet set, Version target) {
  const auto fits = [&](const Keyword& row) {
    return row.exists_in(target) && ((row.rule_sets >> static_cast<unsigned>(set)) & 1U) != 0;
  };
  for (const Keyword& row : find_keywords(KeywordClass::action, word))
    if (fits(row)) return &row;
  // The longest prefix: "set-var-fmt(x)" is set-var-fmt, not set-var.
  for (std::size_t length = word.size(); length-- > 1;) {
    for (const Keyword& row : find_keywords(KeywordClass::action, word.substr(0, length)))
      if (row.prefix && fits(row)) return &row;
  }
  return nullptr;
}

const Keyword* find_keyword(KeywordClass kind, std::string_view name, Version target) {
  for (const Keyword& row : find_keywords(kind, name)) {
    if (row.exists_in(target)) return &row;
  }
  return nullptr;
}

const Keyword* find_parameter(std::string_view table, std::string_view name, Version target) {
  for (const Keyword& row : find_keywords(KeywordClass::parameter, name)) {
    if (row.exists_in(target) && row.table == table) return &row;
  }
  return nullptr;
}

}  // namespace hapax::config
