#include <hapax/syntax/pattern_lines.hpp>

namespace hapax::syntax {
namespace {

constexpr std::size_t kLongestRead = 16383;
constexpr std::string_view kBlanks = " \t";

std::string_view trim_left(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

std::string_view trim_right(std::string_view text) { return text.substr(0, text.find_last_not_of(kBlanks) + 1); }

std::string_view take_line(std::string_view& text) {
  const std::string_view read = text.substr(0, kLongestRead);
  const std::size_t end = read.find('\n');
  text.remove_prefix(end == std::string_view::npos ? read.size() : end + 1);
  const std::string_view line = read.substr(0, end);
  return line.substr(0, line.find_first_of(std::string_view("\r\0", 2)));
}

}  // namespace

PatternSource parse_pattern_source(std::string_view name, Version version) {
  using Kind = PatternSource::Kind;
  if (version < Version::v3_0) return {Kind::file, name};
  if (name.starts_with("virt@")) return {Kind::no_file, name};
  const bool optional = name.starts_with("opt@");
  if (optional || name.starts_with("file@")) name.remove_prefix(name.find('@') + 1);
  return {optional ? Kind::maybe_file : Kind::file, name};
}

std::optional<PatternLine> PatternLines::next() {
  while (!rest_.empty()) {
    const std::string_view line = take_line(rest_);
    ++number_;
    if (line.starts_with('#')) continue;
    const std::string_view text = trim_left(line);
    if (text.empty()) continue;
    const std::size_t end = kind_ == PatternFile::map ? text.find_first_of(kBlanks) : std::string_view::npos;
    if (end == std::string_view::npos) return PatternLine{number_, text, {}};
    return PatternLine{number_, text.substr(0, end), trim_right(trim_left(text.substr(end)))};
  }
  return std::nullopt;
}

}  // namespace hapax::syntax
