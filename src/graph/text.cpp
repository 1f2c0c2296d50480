#include "graph/text.hpp"

#include <cstdint>

#include <hapax/base/markup.hpp>

namespace hapax::graph {
namespace {

/// The length of the well-formed UTF-8 sequence at the start of `text`, by table 3-7 of the Unicode standard; 0: none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned least = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned most = first == 0xED ? 0x9F : 0xBF;
    return byte(1) >= least && byte(1) <= most && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned least = first == 0xF0 ? 0x90 : 0x80;
    const unsigned most = first == 0xF4 ? 0x8F : 0xBF;
    return byte(1) >= least && byte(1) <= most && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

/// The first `count` characters.
std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && (static_cast<std::uint8_t>(text[at]) & 0xC0U) == 0x80U) ++at;
    --count;
  }
  return text.substr(0, at);
}

/// Where to cut a line that is too long: before the last space, else behind the last mark that joins words, as long as
/// the greater part stays; else at its end.
std::size_t good_cut(std::string_view line) {
  if (const std::size_t space = line.rfind(' '); space != std::string_view::npos && space > line.size() / 3) {
    return space;
  }
  const std::size_t mark = line.find_last_of("/:-_.,?&=");
  return mark != std::string_view::npos && mark > line.size() / 2 ? mark + 1 : line.size();
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    const auto first = static_cast<std::uint8_t>(text.front());
    const bool control = first < 0x20 || first == 0x7F;
    if (length == 0 || control) {
      out += "\xEF\xBF\xBD";
    } else {
      out.append(text.substr(0, length));
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

std::string escape_markup(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (const std::string_view entity = markup_entity(c); !entity.empty()) {
      out += entity;
    } else if (c == '\'') {
      out += "&#39;";
    } else if (c == '\\') {
      out += R"(\\)";
    } else {
      out += c;
    }
  }
  return out;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width, std::size_t lines) {
  const std::string clean = printable(text);
  std::string_view rest = clean;
  std::vector<std::string> out;
  while (!rest.empty() && out.size() < lines) {
    std::string_view line = first_characters(rest, width);
    if (line.size() < rest.size() && rest[line.size()] != ' ') {
      line = line.substr(0, good_cut(line));
    }
    out.emplace_back(line);
    rest.remove_prefix(line.size());
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  }
  if (!rest.empty() && !out.empty()) {
    std::string& last = out.back();
    if (character_count(last) >= width) last = first_characters(last, width - 1);
    last += "…";
  }
  return out;
}

}  // namespace hapax::graph
