// The words of a line, taken one after the other.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <hapax/config/config.hpp>

namespace hapax::compile {

using Words = std::span<const config::Word>;

/// Empty words and the end of the line look alike: HAProxy, too, takes an empty word for the end.
class WordCursor {
 public:
  explicit WordCursor(Words words) : words_(words) {}

  [[nodiscard]] bool done() const { return words_.empty(); }
  [[nodiscard]] std::string_view peek() const { return words_.empty() ? std::string_view() : words_.front().text; }
  [[nodiscard]] Words rest() const { return words_; }

  std::string_view next() {
    const std::string_view word = peek();
    if (!words_.empty()) words_ = words_.subspan(1);
    return word;
  }
  /// Takes the next word if it is this one.
  bool take(std::string_view word) {
    if (words_.empty() || words_.front().text != word) return false;
    words_ = words_.subspan(1);
    return true;
  }
  /// The word after the next one of this name: `take_value("len", v)`.
  bool take_value(std::string_view word, std::string_view& value) {
    if (words_.size() < 2 || words_.front().text != word) return false;
    value = words_[1].text;
    words_ = words_.subspan(2);
    return true;
  }
  [[nodiscard]] bool at_condition() const { return peek() == "if" || peek() == "unless"; }

 private:
  Words words_;
};

/// Joined by blanks: a line as people read it.
inline std::string joined(Words words) {
  std::string text;
  for (const config::Word& word : words) {
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  return text;
}

}  // namespace hapax::compile
