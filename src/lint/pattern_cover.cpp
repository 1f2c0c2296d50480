#include "lint/pattern_cover.hpp"

#include <algorithm>

#include <hapax/base/ascii_case.hpp>

namespace hapax::lint {
namespace {

bool compares_literally(const AclTest& test) { return !test.as_map && test.first_method == test.last_method; }

// 'fhdr' gives a header's whole value and 'hdr' what stands between its commas.
bool is_full_header(const AclTest& test) { return test.fetch.find("fhdr") != std::string_view::npos; }

bool look_at_the_same(const AclTest& a, const AclTest& b) {
  return a.base() == b.base() && a.argument == b.argument && a.converters == b.converters &&
         is_full_header(a) == is_full_header(b);
}

bool contains(std::string_view text, std::string_view part, bool ignore_case) {
  const auto equal = [ignore_case](char a, char b) { return ignore_case ? to_lower(a) == to_lower(b) : a == b; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), equal) != text.end() || part.empty();
}

bool equals(std::string_view a, std::string_view b, bool ignore_case) {
  return ignore_case ? equal_ignoring_case(a, b) : a == b;
}

// Whatever string the narrow pattern matches, the wide one matches.
bool matches_more(Match wide_match, std::string_view wide, Match narrow_match, std::string_view narrow,
                  bool ignore_case) {
  const bool exactly = narrow_match == Match::string;
  switch (wide_match) {
    case Match::string:
      return exactly && equals(wide, narrow, ignore_case);
    case Match::beginning:
      return (exactly || narrow_match == Match::beginning) && narrow.size() >= wide.size() &&
             equals(narrow.substr(0, wide.size()), wide, ignore_case);
    case Match::end:
      return (exactly || narrow_match == Match::end) && narrow.size() >= wide.size() &&
             equals(narrow.substr(narrow.size() - wide.size()), wide, ignore_case);
    case Match::substring:
      return (exactly || narrow_match == Match::beginning || narrow_match == Match::end ||
              narrow_match == Match::substring) &&
             contains(narrow, wide, ignore_case);
    default:
      return false;
  }
}

}  // namespace

bool matches_parts(const AclTest& test) {
  const Match match = test.match();
  return match == Match::beginning || match == Match::end || match == Match::substring;
}

const config::Word* PatternCover::cover_of(std::span<const AclTest* const> wide, const AclTest& narrow,
                                           std::string_view pattern) {
  for (const AclTest* const test : wide) {
    if (!compares_literally(*test) || !look_at_the_same(*test, narrow)) continue;
    if (narrow.ignore_case && !test->ignore_case) continue;
    for (const config::Word& word : test->patterns) {
      if (++comparisons_ > kMostComparisons) return nullptr;
      if (matches_more(test->match(), word.text, narrow.match(), pattern, test->ignore_case)) return &word;
    }
  }
  return nullptr;
}

bool PatternCover::covers(std::span<const AclTest* const> wide, std::span<const AclTest* const> narrow,
                          CoveredPattern& first) {
  CoveredPattern found;
  for (const AclTest* const test : narrow) {
    if (!compares_literally(*test) || test->has_file || test->patterns.empty()) return false;
    for (const config::Word& word : test->patterns) {
      const config::Word* const by = cover_of(wide, *test, word.text);
      if (by == nullptr) return false;
      if (found.narrow.empty()) found = {by->text, word.text};
    }
  }
  if (narrow.empty()) return false;
  first = found;
  return true;
}

}  // namespace hapax::lint
