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

/// The argument of a line, or of its action, that begins with this word, which is a view of the line's own; null when
/// there is none.
inline const config::Arg* argument_at(const config::Directive& line, std::string_view word) {
  const auto begins = [word](const config::Arg& argument) {
    return !argument.words.empty() && argument.words.front().text.data() == word.data() && !word.empty();
  };
  const config::Action* const action = line.action();
  for (const ShortSpan<config::Arg> list : {action == nullptr ? ShortSpan<config::Arg>() : action->args, line.args}) {
    for (const config::Arg& argument : list)
      if (begins(argument)) return &argument;
  }
  return nullptr;
}

/// The only word of an argument as it was read before: its expression, format ...; null when it has to be parsed.
template <class T>
const T* value_at(const config::Directive& line, std::string_view word) {
  const config::Arg* const argument = argument_at(line, word);
  if (argument == nullptr || argument->words.size() != 1) return nullptr;
  const auto* const value = std::get_if<const T*>(&argument->value);
  return value == nullptr ? nullptr : *value;
}

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
