#include "config/old_lines.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <fmt/format.h>

#include <hapax/base/ascii_case.hpp>

namespace hapax::config {
namespace {

using Words = std::span<const Word>;

struct Renamed {
  std::string_view old;  ///< one word, or two
  std::string_view today;
};
constexpr Renamed kRenamed[] = {{"block", "http-request deny"},
                                {"redispatch", "option redispatch"},
                                {"clitimeout", "timeout client"},
                                {"contimeout", "timeout connect"},
                                {"srvtimeout", "timeout server"},
                                {"timeout clitimeout", "timeout client"},
                                {"timeout contimeout", "timeout connect"},
                                {"timeout srvtimeout", "timeout server"},
                                {"option forceclose", "option httpclose"}};

/// What is done to header lines by a regular expression or without one.
struct HeaderLines {
  std::string_view old;
  std::string_view rules;  ///< where it goes today
  bool ignore_case = false;
};
constexpr HeaderLines kAdding[] = {{"reqadd", "http-request"}, {"rspadd", "http-response"}};
constexpr HeaderLines kDeleting[] = {{"reqdel", "http-request"},
                                     {"reqidel", "http-request", true},
                                     {"rspdel", "http-response"},
                                     {"rspidel", "http-response", true}};
constexpr HeaderLines kReplacing[] = {{"reqrep", "http-request"},
                                      {"reqirep", "http-request", true},
                                      {"rsprep", "http-response"},
                                      {"rspirep", "http-response", true}};

const HeaderLines* find(std::span<const HeaderLines> edits, std::string_view word) {
  const auto found = std::find_if(edits.begin(), edits.end(), [word](const HeaderLines& e) { return e.old == word; });
  return found == edits.end() ? nullptr : &*found;
}

// A word as it has to be written, so that HAProxy reads this text.
std::string written(std::string_view text) {
  if (!text.empty() && text.find_first_of(" \t\"'\\#$") == std::string_view::npos) return std::string(text);
  if (text.find('\'') == std::string_view::npos) return fmt::format("'{}'", text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

// A text in which nothing is to be evaluated, where today's line takes a log format.
std::string format(std::string_view text) {
  std::string format;
  for (const char c : text) {
    if (c == '%') format += '%';
    format += c;
  }
  return format;
}

bool is_name_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; }

// "Host" of "Host: a" or "^Host: a", and what stands behind the colon and the blanks after it.
struct Header {
  std::string_view name, rest;
};
std::optional<Header> header_of(std::string_view text) {
  if (text.starts_with('^')) text.remove_prefix(1);
  const auto end = std::find_if_not(text.begin(), text.end(), is_name_character);
  const auto length = static_cast<std::size_t>(end - text.begin());
  if (length == 0 || length == text.size() || text[length] != ':') return std::nullopt;
  std::string_view rest = text.substr(length + 1);
  for (const std::string_view blanks : {"[ ]*", "\\s*", " *", " "}) {
    if (!rest.starts_with(blanks)) continue;
    rest.remove_prefix(blanks.size());
    break;
  }
  return Header{text.substr(0, length), rest};
}

// The line from a word on, as it stands in the file, with the blank before it.
std::string tail(const SourceSet& sources, Words words, std::size_t from) {
  if (from >= words.size()) return {};
  return ' ' + std::string(sources.text(cover(words[from].span, words.back().span)));
}

std::optional<TodaysLine> renamed(const SourceSet& sources, SectionKind section, Words words) {
  for (const Renamed& row : kRenamed) {
    if (section == SectionKind::defaults && row.today.starts_with("http-request")) continue;
    const std::size_t blank = row.old.find(' ');
    const std::size_t count = blank == std::string_view::npos ? 1 : 2;
    if (words.size() < count || words[0].text != row.old.substr(0, blank)) continue;
    if (count == 2 && words[1].text != row.old.substr(blank + 1)) continue;
    return TodaysLine{std::string(row.today) + tail(sources, words, count), true};
  }
  return std::nullopt;
}

std::optional<TodaysLine> adding(const SourceSet& sources, const HeaderLines& edit, Words words) {
  const auto header = header_of(words[1].text);
  if (!header || words[1].text.starts_with('^')) return std::nullopt;
  return TodaysLine{fmt::format("{} add-header {} {}{}", edit.rules, header->name, written(format(header->rest)),
                                tail(sources, words, 2)),
                    true};
}

std::optional<TodaysLine> deleting(const SourceSet& sources, const HeaderLines& edit, Words words) {
  const auto header = header_of(words[1].text);
  if (!header || !words[1].text.starts_with('^') || (!header->rest.empty() && header->rest != ".*"))
    return std::nullopt;
  return TodaysLine{fmt::format("{} del-header {}{}", edit.rules, header->name, tail(sources, words, 2)), true};
}

std::string regex_of(std::string_view rest, const HeaderLines& edit) {
  return written(fmt::format("{}^{}", edit.ignore_case ? "(?i)" : "", rest));
}

// \2 is \1 where the first group is gone; nothing when the text speaks of that one.
std::optional<std::string> without_first_group(std::string_view text) {
  std::string shifted;
  for (std::size_t i = 0; i < text.size(); ++i) {
    shifted += text[i];
    if (text[i] != '\\' || i + 1 == text.size()) continue;
    const char next = text[++i];
    if (next == '0' || next == '1') return std::nullopt;
    shifted += next >= '2' && next <= '9' ? static_cast<char>(next - 1) : next;
  }
  return shifted;
}

// `^([^ ]*) /old/(.*)` and `\1 /new/\2`: the request line, whose method stays.
std::optional<std::string> replacing_path(const HeaderLines& edit, std::string_view regex, std::string_view by) {
  const std::size_t close = regex.find(") ");
  if (edit.rules != "http-request" || !regex.starts_with("^(") || close == std::string_view::npos) return std::nullopt;
  if (regex.substr(2, close - 2).find_first_of("()") != std::string_view::npos || !by.starts_with("\\1 "))
    return std::nullopt;
  const std::string_view path = regex.substr(close + 2);
  const std::string_view new_path = by.substr(3);
  if (path.find(' ') != std::string_view::npos || new_path.find(' ') != std::string_view::npos) return std::nullopt;
  const auto shifted = without_first_group(new_path);
  if (!shifted) return std::nullopt;
  return fmt::format("http-request replace-pathq {} {}", regex_of(path, edit), written(format(*shifted)));
}

std::optional<TodaysLine> replacing(const SourceSet& sources, const HeaderLines& edit, Words words) {
  if (words.size() < 3) return std::nullopt;
  std::optional<std::string> line = replacing_path(edit, words[1].text, words[2].text);
  const auto header = header_of(words[1].text);
  const auto by = header_of(words[2].text);
  if (!line && header && by && words[1].text.starts_with('^') && equal_ignoring_case(header->name, by->name))
    line = fmt::format("{} replace-header {} {} {}", edit.rules, header->name, regex_of(header->rest, edit),
                       written(format(by->rest)));
  if (!line) return std::nullopt;
  return TodaysLine{*line + tail(sources, words, 3), false};
}

}  // namespace

std::optional<TodaysLine> todays_line(const SourceSet& sources, SectionKind section, Words words) {
  if (words.empty()) return std::nullopt;
  // What a variable holds must not get into the line, and is not to be seen in the words.
  const std::string_view whole = sources.text(cover(words.front().span, words.back().span));
  if (whole.find('$') != std::string_view::npos) return std::nullopt;
  // Rules have no place in a defaults section without a name.
  if (auto line = renamed(sources, section, words)) return line;
  if (words.size() < 2 || section == SectionKind::defaults) return std::nullopt;
  if (const HeaderLines* const edit = find(kAdding, words[0].text)) return adding(sources, *edit, words);
  if (const HeaderLines* const edit = find(kDeleting, words[0].text)) return deleting(sources, *edit, words);
  if (const HeaderLines* const edit = find(kReplacing, words[0].text)) return replacing(sources, *edit, words);
  return std::nullopt;
}

}  // namespace hapax::config
