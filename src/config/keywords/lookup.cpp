#include "config/keywords/lookup.hpp"

#include <algorithm>
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

// The last word of a name that takes arguments in parentheses: `http-check set-var(check.x)`. Of `balance random`
// HAProxy does not look at the letters behind.
bool has_prefix(std::string_view word, std::string_view name) {
  return word.size() > name.size() && word.starts_with(name) && (word[name.size()] == '(' || name == "random");
}

// Those of a group's rows that may be what the line begins with: the name that is one word, and the names whose second
// word begins like the line's. Rows are sorted by name, so that they stand in two runs, of which the first is at the
// beginning.
struct Candidates {
  std::span<const Keyword> one_word, further;
};

Candidates candidates(std::span<const Keyword> rows, std::span<const Word> words) {
  const std::size_t second = words[0].text.size() + 1;
  std::size_t alone = 0;
  while (alone < rows.size() && rows[alone].name.size() < second) ++alone;
  Candidates found{rows.first(alone), {}};
  if (words.size() < 2 || words[1].text.empty()) return found;
  const auto first_byte = [second](const Keyword& row) { return static_cast<unsigned char>(row.name[second]); };
  const auto wanted = static_cast<unsigned char>(words[1].text[0]);
  const auto begin = std::lower_bound(rows.begin() + static_cast<std::ptrdiff_t>(alone), rows.end(), wanted,
                                      [&](const Keyword& row, unsigned char byte) { return first_byte(row) < byte; });
  auto end = begin;
  while (end != rows.end() && first_byte(*end) == wanted) ++end;
  found.further = {begin, end};
  return found;
}

// How many words the name takes if the line, whose first word is that of the name, begins with it, else 0.
std::size_t words_of(const Keyword& row, std::span<const Word> words) {
  std::size_t begin = words[0].text.size() + 1;
  std::size_t count = 1;
  while (begin < row.name.size()) {
    const std::size_t end = std::min(row.name.find(' ', begin), row.name.size());
    const std::string_view part = row.name.substr(begin, end - begin);
    if (count == words.size()) return 0;
    const bool with_arguments = row.prefix && end == row.name.size() && has_prefix(words[count].text, part);
    if (words[count].text != part && !with_arguments) return 0;
    ++count;
    begin = end + 1;
  }
  return count;
}

bool has_third_word(const Keyword& row) { return std::count(row.name.begin(), row.name.end(), ' ') > 1; }

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
  const std::span<const Keyword> rows = group(words[0].text);
  // Most words that lines begin with are the whole name of one row.
  if (rows.size() == 1 && rows[0].name.size() == words[0].text.size() && lives_here(rows[0], section, target)) {
    match.row = rows.data();
    match.words = 1;
    match.decided_by = 1;
    match.first_word_known = true;
    return match;
  }
  if (std::none_of(rows.begin(), rows.end(), has_third_word)) match.decided_by = 2;
  const Candidates found = candidates(rows, words);
  for (const std::span<const Keyword> run : {found.one_word, found.further}) {
    for (const Keyword& row : run) {
      const std::size_t count = words_of(row, words);
      if (count == 0) continue;
      if (lives_here(row, section, target)) {
        if (count <= match.words) continue;
        match.row = &row;
        match.words = count;
      } else if (match.row == nullptr) {
        if (stands_in(row, section)) match.other_version = &row;
        if (row.exists_in(target)) match.other_section = &row;
        if (!stands_in(row, section) && !row.exists_in(target)) match.other_both = &row;
      }
    }
  }
  match.first_word_known = match.row != nullptr || std::any_of(rows.begin(), rows.end(), [&](const Keyword& row) {
                             return lives_here(row, section, target);
                           });
  return match;
}

RecentDirectives::Entry& RecentDirectives::entry(std::string_view first, std::string_view second) {
  const auto number_of = [](std::string_view word) -> std::size_t {
    if (word.empty()) return 0;
    const auto byte = [](char c) -> std::size_t { return static_cast<unsigned char>(c); };
    return word.size() + 7 * byte(word.front()) + 3 * byte(word.back());
  };
  return entries_[(number_of(first) + 5 * number_of(second)) % entries_.size()];
}

DirectiveMatch RecentDirectives::match(std::span<const Word> words, SectionKind section, Version target) {
  if (words.empty()) return {};
  const std::string_view first = words[0].text;
  const std::string_view second = words.size() > 1 ? words[1].text : std::string_view();
  const auto found = [&](const Entry& known, std::string_view behind) {
    return known.row != nullptr && known.section == section && known.first == first && known.second == behind;
  };
  const auto known_match = [](const Entry& known) {
    DirectiveMatch match;
    match.row = known.row;
    match.words = known.words;
    match.first_word_known = true;
    return match;
  };
  Entry& alone = entry(first, {});
  if (found(alone, {})) return known_match(alone);
  Entry& both = entry(first, second);
  if (!second.empty() && found(both, second)) return known_match(both);
  const DirectiveMatch match = match_directive(words, section, target);
  if (match.row == nullptr) return match;
  if (match.decided_by == 1) alone = {section, first, {}, match.row, match.words};
  if (match.decided_by == 2 && !second.empty()) both = {section, first, second, match.row, match.words};
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
  if (word.empty()) return nullptr;
  const std::size_t open = word.find('(');  // which no name has in it
  if (open == std::string_view::npos) {
    for (const Keyword& row : find_keywords(KeywordClass::action, word))
      if (fits(row)) return &row;
  }
  // The longest prefix: "set-var-fmt(x)" is set-var-fmt, not set-var. What sets variables HAProxy takes with the
  // parenthesis right behind it only.
  for (std::size_t length = std::min(open, word.size() - 1); length > 0; --length) {
    for (const Keyword& row : find_keywords(KeywordClass::action, word.substr(0, length)))
      if (row.prefix && fits(row) && (length == open || row.name.find("set-var") == std::string_view::npos))
        return &row;
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
