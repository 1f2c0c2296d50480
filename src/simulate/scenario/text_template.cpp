// "/item/{1..1000 zipf 1.1}" as pieces. Braces that hold no range are an error, since no path has any unencoded.

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include <hapax/simulate/scenario.hpp>

namespace hapax::simulate {
namespace {

// Reads a number at the front of `text` and removes it.
template <class Number>
bool take(std::string_view& text, Number& number) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return true;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

std::optional<RandomNumber> range(std::string_view text) {
  RandomNumber number;
  if (!take(text, number.least) || !take_word(text, "..") || !take(text, number.most) || number.most < number.least) {
    return std::nullopt;
  }
  if (text.empty()) return number;
  if (!take_word(text, " zipf ") || !take(text, number.zipf) || !text.empty() || number.zipf <= 0) return std::nullopt;
  return number;
}

}  // namespace

Result<TextTemplate> parse_text_template(std::string_view text) {
  TextTemplate result;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    TextTemplate::Piece piece{std::string(text.substr(0, open)), std::nullopt};
    if (open == std::string_view::npos) {
      result.pieces.push_back(std::move(piece));
      break;
    }
    const std::size_t close = text.find('}', open);
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    piece.number = close == std::string_view::npos ? std::nullopt : range(inside);
    if (!piece.number) {
      return fail(fmt::format("braces hold a range such as {{1..1000}} or {{1..1000 zipf 1.1}}, not '{}'", inside));
    }
    result.pieces.push_back(std::move(piece));
    text.remove_prefix(close + 1);
  }
  return result;
}

}  // namespace hapax::simulate
