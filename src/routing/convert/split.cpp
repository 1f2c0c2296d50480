// Converters that take a part of a list: field, word, param, language.

#include <array>
#include <charconv>

#include "routing/convert/converters.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

bool is_one_of(char c, std::string_view delimiters) { return delimiters.find(c) != std::string_view::npos; }

/// From the beginning: every delimiter ends a field. `count` fields, 0 for all the rest. False: there are fewer.
bool fields_from_front(std::string_view text, std::int64_t index, std::string_view delimiters, std::int64_t count,
                       std::string_view& out) {
  std::size_t start = 0;
  std::int64_t field = 1;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (!is_one_of(text[end], delimiters)) continue;
    if (field < index) {
      start = end + 1;
      ++field;
    } else if (count == 1) {
      break;
    } else if (count > 1) {
      --count;
    }
  }
  if (field != index) return false;
  out = text.substr(start, end - start);
  return true;
}

bool fields_from_back(std::string_view text, std::int64_t index, std::string_view delimiters, std::int64_t count,
                      std::string_view& out) {
  std::size_t end = text.size();
  std::int64_t field = 1;
  std::size_t start = text.size();
  for (; start > 0; --start) {
    if (!is_one_of(text[start - 1], delimiters)) continue;
    if (field < index) {
      end = start - 1;
      ++field;
    } else if (count == 1) {
      break;
    } else if (count > 1) {
      --count;
    }
  }
  if (field != index) return false;
  out = text.substr(start, end - start);
  return true;
}

bool convert_field(const Args& args, Context&, Sample& s) {
  const std::int64_t index = args[0].number;
  const std::int64_t count = args[2].given() ? args[2].number : 1;
  if (index == 0) return false;
  const std::string_view text = s.text;
  const bool found = index > 0 ? fields_from_front(text, index, args[1].text, count, s.text)
                               : fields_from_back(text, -index, args[1].text, count, s.text);
  if (s.text.empty()) s.text = text.substr(0, 0);  // `b64dec` looks at what stands before
  return found;
}

/// Like fields, but runs of delimiters count once and those at the ends not at all, unless the text ends before `count`
/// words are there. Without that word there is no sample; in 2.6 it is empty.
bool convert_word(const Args& args, Context& c, Sample& s) {
  const bool backwards = args[0].number < 0;
  const std::int64_t index = backwards ? -args[0].number : args[0].number;
  std::int64_t count = args[2].given() ? args[2].number : 1;
  const std::string_view text = s.text;
  const auto at = [&](std::size_t i) { return backwards ? text[text.size() - 1 - i] : text[i]; };
  std::size_t start = 0;
  std::size_t end = 0;
  std::size_t i = 0;
  bool found = false;
  bool complete = false;
  for (std::int64_t word = 1; i < text.size(); ++word) {
    while (i < text.size() && is_one_of(at(i), args[1].text)) ++i;
    if (i == text.size()) break;
    const std::size_t begin = i;
    while (i < text.size() && !is_one_of(at(i), args[1].text)) ++i;
    if (word == index) {
      start = begin;
      found = true;
    }
    if (found) {
      end = i;
      complete = count == 1;
      if (complete) break;
      if (count > 1) --count;
    }
  }
  if (!found && c.world.model.target >= Version::v2_8) return false;
  if (found && !complete) end = text.size();
  s.text = !found      ? text.substr(0, 0)
           : backwards ? text.substr(text.size() - end, end - start)
                       : text.substr(start, end - start);
  return true;
}

/// param(NAME[,DELIMITER]): the value in `a=1&b=2`; empty for a name without `=`.
bool convert_param(const Args& args, Context&, Sample& s) {
  const char delimiter = args[1].given() && !args[1].text.empty() ? args[1].text.front() : '&';
  const std::string_view name = args[0].text;
  for (std::string_view rest = s.text;;) {
    const auto end = rest.find(delimiter);
    const std::string_view parameter = rest.substr(0, end);
    const auto equals = parameter.find('=');
    if (parameter.substr(0, equals) == name) {
      s.text = equals == std::string_view::npos ? std::string_view{} : parameter.substr(equals + 1);
      return true;
    }
    if (end == std::string_view::npos) return false;
    rest.remove_prefix(end + 1);
  }
}

/// The quality of `fr;q=0.8` in thousandths; 1000 when none is given.
int quality(std::string_view item) {
  const auto q = item.find(';');
  if (q == std::string_view::npos) return 1000;
  std::string_view text = trim(item.substr(q + 1));
  if (text.empty() || to_lower(text.front()) != 'q') return 1000;
  text = trim(text.substr(1));
  if (!text.starts_with('=')) return 1000;
  text = trim(text.substr(1));
  int value = 0;
  int scale = 1000;
  bool fraction = false;
  for (const char c : text) {
    if (c == '.') {
      fraction = true;
    } else if (is_digit(c)) {
      if (fraction) scale /= 10;
      value += (c - '0') * scale;
      if (scale == 1) break;
    } else {
      break;
    }
  }
  return std::min(value, 1000);
}

bool listed(std::string_view list, std::string_view language) {
  for (;;) {
    const auto end = list.find(';');
    if (equal_ignoring_case(list.substr(0, end), language)) return true;
    if (end == std::string_view::npos) return false;
    list.remove_prefix(end + 1);
  }
}

/// language(LIST[,DEFAULT]): the language of an Accept-Language value that is in the list (separated by `;`) and has
/// the greatest quality, the first of equals.
bool convert_language(const Args& args, Context&, Sample& s) {
  std::string_view best;
  int best_quality = 0;
  for (std::string_view rest = s.text; !rest.empty();) {
    const std::size_t end = rest.find(',');
    const std::string_view item = trim(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    const std::string_view language = trim(item.substr(0, item.find(';')));
    if (!language.empty() && quality(item) > best_quality && listed(args[0].text, language)) {
      best = language;
      best_quality = quality(item);
    }
  }
  if (best.empty()) {
    if (!args[1].given()) return false;
    best = args[1].text;
  }
  s.text = best;
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::field, convert_field},
    ConverterEntry{ConverterId::word, convert_word},
    ConverterEntry{ConverterId::param, convert_param},
    ConverterEntry{ConverterId::language, convert_language},
};

}  // namespace

std::span<const ConverterEntry> split_converters() { return kEntries; }

}  // namespace hapax::routing
