// Finding one value in a JSON text: one pass from the left that stops at the value, so what follows it may be anything.
// HAProxy does the same, and users see it: of members with the same name the first counts, a text that breaks off
// behind the value is good enough, and names are compared as they are written, escapes and all.
//
// Nested texts are skipped with a stack of their open brackets instead of by recursion; deeper than kMaxDepth is no
// JSON, in HAProxy as here.

#include "routing/convert/json_path.hpp"

#include <array>
#include <cstdint>
#include <string>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr std::size_t kMaxDepth = 20;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  /// The next byte that is no blank; 0 at the end.
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r'))) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }
  /// Goes into the array or object that begins here.
  bool open(char bracket) {
    if (depth_ == kMaxDepth || !take(bracket)) return false;
    open_[depth_++] = bracket;
    return true;
  }
  /// What stands between the quotes of a string.
  std::optional<std::string_view> string() {
    if (!take('"')) return std::nullopt;
    const std::size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '"') {
        return text_.substr(begin, at_++ - begin);
      }
    }
    return std::nullopt;
  }
  /// The name of a member, up to its value.
  std::optional<std::string_view> name() {
    const auto found = string();
    return found && take(':') ? found : std::nullopt;
  }
  /// A value that has no others in it.
  std::optional<JsonValue> scalar();
  /// Over a value with all that it holds.
  bool skip();

  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] std::string_view from(std::size_t begin) const { return text_.substr(begin, at_ - begin); }

 private:
  /// Behind a value within the brackets that were opened since `base`: to the next value, or out of all of them.
  enum class Next { value, end, error };
  Next behind_value(std::size_t base);

  std::string_view text_;
  std::size_t at_ = 0;
  std::array<char, kMaxDepth> open_{};
  std::size_t depth_ = 0;
};

std::optional<JsonValue> Reader::scalar() {
  const char first = peek();
  if (first == '"') {
    const auto found = string();
    return found ? std::optional(JsonValue{JsonValue::Kind::string, *found}) : std::nullopt;
  }
  const std::string_view rest = text_.substr(at_);
  for (const std::string_view word : {"true", "false", "null"}) {
    if (!rest.starts_with(word)) continue;
    at_ += word.size();
    return JsonValue{word == "null" ? JsonValue::Kind::null : JsonValue::Kind::boolean, word};
  }
  const std::size_t length = json_number_length(rest);
  if (length == 0) return std::nullopt;
  at_ += length;
  return JsonValue{JsonValue::Kind::number, rest};
}

Reader::Next Reader::behind_value(std::size_t base) {
  for (;;) {
    if (depth_ == base) return Next::end;
    const bool object = open_[depth_ - 1] == '{';
    if (take(',')) return !object || name() ? Next::value : Next::error;
    if (!take(object ? '}' : ']')) return Next::error;
    --depth_;
  }
}

bool Reader::skip() {
  const std::size_t base = depth_;
  for (Next next = Next::value; next == Next::value;) {
    const char first = peek();
    bool empty = false;
    if (first == '[' || first == '{') {
      if (!open(first)) return false;
      empty = peek() == (first == '{' ? '}' : ']');
      if (!empty && first == '{' && !name()) return false;
      if (!empty) continue;
    } else if (!scalar()) {
      return false;
    }
    next = behind_value(base);
    if (next == Next::end) return true;
  }
  return false;
}

/// A step of a path: ".name" or "[index]", taken off its front.
struct Step {
  bool is_index = false;
  std::string name;
  std::int64_t index = 0;
};

/// What is no number is 0, and 0 is as long as "[0]" whatever stands there; behind other numbers anything may stand, up
/// to the bracket or to the end.
std::int64_t take_index(std::string_view& path) {
  constexpr std::int64_t kMostIndex = 1'000'000'000;
  constexpr std::size_t kShortest = sizeof "[0]" - 1;
  std::string_view digits = path.substr(1);
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t index = 0;
  for (; !digits.empty() && is_digit(digits.front()) && index < kMostIndex; digits.remove_prefix(1)) {
    index = index * 10 + (digits.front() - '0');
  }
  const std::size_t end = index == 0 ? kShortest - 1 : path.find(']');
  path = end < path.size() ? path.substr(end + 1) : std::string_view();
  return negative ? -index : index;
}

std::optional<Step> next_step(std::string_view& path) {
  Step step;
  step.is_index = path.front() == '[';
  if (!step.is_index && path.front() != '.') return std::nullopt;
  if (step.is_index) {
    step.index = take_index(path);
    return step;
  }
  path.remove_prefix(1);
  while (!path.empty() && path.front() != '.' && path.front() != '[') {
    if (path.front() == '\\' && path.size() > 1) path.remove_prefix(1);
    step.name += path.front();
    path.remove_prefix(1);
  }
  return step;
}

/// From the beginning of an array or object to the value that the step names.
bool go(Reader& reader, const Step& step) {
  if (!reader.open(step.is_index ? '[' : '{')) return false;
  for (std::int64_t i = 0;; ++i) {
    if (!step.is_index) {
      const auto name = reader.name();
      if (!name) return false;
      if (*name == step.name) return true;
    } else if (i == step.index) {
      return reader.peek() != ']';
    }
    if (!reader.skip() || !reader.take(',')) return false;
  }
}

}  // namespace

std::size_t json_number_length(std::string_view text) {
  std::size_t i = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i > begin;
  };
  if (!digits()) return 0;
  if (i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1])) {
    ++i;
    digits();
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    digits();
  }
  return i;
}

std::optional<JsonValue> find_json(std::string_view text, std::string_view path) {
  if (!path.starts_with('$')) return std::nullopt;
  path.remove_prefix(1);
  Reader reader(text);
  while (!path.empty()) {
    const auto step = next_step(path);
    if (!step || !go(reader, *step)) return std::nullopt;
  }
  const char first = reader.peek();
  if (first != '[' && first != '{') return reader.scalar();
  const std::size_t begin = reader.position();
  if (!reader.skip()) return std::nullopt;
  return JsonValue{first == '[' ? JsonValue::Kind::array : JsonValue::Kind::object, reader.from(begin)};
}

}  // namespace hapax::routing
