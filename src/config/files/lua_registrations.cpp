// The text is cut into words as Lua does, so that comments and strings are none, and the words that open and close
// blocks are counted. The arguments of a call are what commas separate outside of brackets and of blocks: the body of a
// function may be one of them.
#include "config/files/lua_registrations.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <hapax/config/keyword.hpp>

namespace hapax::config {
namespace {

enum class TokenKind : std::uint8_t { name, string, number, symbol, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  // of a string: what is in it, escapes as they stand
  [[nodiscard]] bool is(char symbol) const { return kind == TokenKind::symbol && text[0] == symbol; }
};

bool is_name_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    skip_blanks();
    if (at_ >= text_.size()) return {};
    const char c = text_[at_];
    if (c == '"' || c == '\'') return quoted(c);
    if (c == '[' && level() >= 0) return {TokenKind::string, long_bracket()};
    const std::size_t begin = at_;
    if (!is_name_byte(c)) return {TokenKind::symbol, text_.substr(at_++, 1)};
    while (at_ < text_.size() && is_name_byte(text_[at_])) ++at_;
    const bool number = std::isdigit(static_cast<unsigned char>(c)) != 0;
    return {number ? TokenKind::number : TokenKind::name, text_.substr(begin, at_ - begin)};
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        ++at_;
      } else if (text_.substr(at_, 2) == "--") {
        at_ += 2;
        if (at_ < text_.size() && text_[at_] == '[' && level() >= 0) {
          long_bracket();
        } else {
          at_ = std::min(text_.find('\n', at_), text_.size());
        }
      } else {
        return;
      }
    }
  }

  // How many '=' stand between the two '[' that begin here; -1: no long bracket does.
  [[nodiscard]] std::ptrdiff_t level() const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] == '=') ++end;
    return end < text_.size() && text_[end] == '[' ? static_cast<std::ptrdiff_t>(end - at_ - 1) : -1;
  }

  std::string_view long_bracket() {
    const auto equals = static_cast<std::size_t>(level());
    const std::string close = "]" + std::string(equals, '=') + "]";
    const std::size_t begin = at_ + equals + 2;
    const std::size_t end = std::min(text_.find(close, begin), text_.size());
    at_ = std::min(end + close.size(), text_.size());
    return text_.substr(begin, end - begin);
  }

  Token quoted(char quote) {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != quote) at_ += text_[at_] == '\\' ? 2 : 1;
    const std::size_t end = std::min(at_, text_.size());
    at_ = std::min(end + 1, text_.size());
    return {TokenKind::string, text_.substr(begin, end - begin)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// +1 where a word opens a block, -1 where it closes one.
int block_change(const Token& token) {
  if (token.kind != TokenKind::name) return 0;
  for (const std::string_view word : {"function", "if", "do", "repeat"})
    if (token.text == word) return 1;
  return token.text == "end" || token.text == "until" ? -1 : 0;
}

using Argument = std::vector<Token>;

// No one writes a call with more words; of longer ones only the name counts.
constexpr std::size_t kMostTokens = 20000;
// Nor calls that stand in each other so often that their words, read for each of them again, are more than these.
constexpr std::size_t kMostTokensOfAll = 1'000'000;

// Those of the call whose '(' has been read; nothing where it does not end. `left` is how many words may be read yet.
std::vector<Argument> arguments_of(Lexer lexer, std::size_t& left) {
  std::vector<Argument> arguments(1);
  int brackets = 0;
  int blocks = 0;
  for (std::size_t count = 0; count < kMostTokens && left > 0; ++count, --left) {
    const Token token = lexer.next();
    if (token.kind == TokenKind::end) break;
    blocks += block_change(token);
    if (token.is(')') && brackets == 0 && blocks <= 0) return arguments;
    if (token.is('(') || token.is('{') || token.is('[')) ++brackets;
    if (token.is(')') || token.is('}') || token.is(']')) --brackets;
    if (token.is(',') && brackets == 0 && blocks == 0) {
      arguments.emplace_back();
    } else {
      arguments.back().push_back(token);
    }
  }
  return {};
}

std::optional<std::string_view> literal(const Argument& argument) {
  if (argument.size() != 1 || argument[0].kind != TokenKind::string) return std::nullopt;
  return argument[0].text;
}

// { "http-req", "tcp-req" }
std::optional<std::uint32_t> rule_sets(const Argument& argument) {
  constexpr std::array<std::pair<std::string_view, RuleSet>, 4> kNames{{{"http-req", RuleSet::http_request},
                                                                        {"http-res", RuleSet::http_response},
                                                                        {"tcp-req", RuleSet::tcp_request_content},
                                                                        {"tcp-res", RuleSet::tcp_response_content}}};
  if (argument.size() < 2 || !argument.front().is('{') || !argument.back().is('}')) return std::nullopt;
  std::uint32_t sets = 0;
  for (std::size_t i = 1; i + 1 < argument.size(); ++i) {
    if (argument[i].is(',') || argument[i].is(';')) continue;
    const auto* const known =
        std::find_if(kNames.begin(), kNames.end(), [&](const auto& name) { return name.first == argument[i].text; });
    if (argument[i].kind != TokenKind::string || known == kNames.end()) return std::nullopt;
    sets |= std::uint32_t{1} << static_cast<unsigned>(known->second);
  }
  return sets;
}

std::optional<std::size_t> count_of_arguments(const std::vector<Argument>& arguments) {
  if (arguments.size() == 3) return 0;
  if (arguments.size() != 4 || arguments[3].size() != 1 || arguments[3][0].kind != TokenKind::number)
    return std::nullopt;
  const std::string_view text = arguments[3][0].text;
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(count) : std::nullopt;
}

std::optional<LuaKind> kind_of(const Token& token) {
  constexpr std::array<std::pair<std::string_view, LuaKind>, 4> kCalls{{{"register_fetches", LuaKind::fetch},
                                                                        {"register_converters", LuaKind::converter},
                                                                        {"register_action", LuaKind::action},
                                                                        {"register_service", LuaKind::service}}};
  if (token.kind != TokenKind::name) return std::nullopt;
  for (const auto& [call, kind] : kCalls)
    if (token.text == call) return kind;
  return std::nullopt;
}

}  // namespace

LuaRegistrations find_registrations(std::string_view script) {
  LuaRegistrations found;
  Lexer lexer(script);
  int blocks = 0;
  std::optional<LuaKind> call;
  std::size_t left = kMostTokensOfAll;
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (call && token.is('(')) {
      const std::vector<Argument> arguments = arguments_of(lexer, left);
      const auto name = arguments.empty() ? std::nullopt : literal(arguments[0]);
      if (name) {
        LuaRegistration made{*call, std::string(*name), blocks == 0, false, {}, {}, {}};
        if (*call == LuaKind::action && arguments.size() > 1) {
          made.rule_sets = rule_sets(arguments[1]);
          made.arguments = count_of_arguments(arguments);
        }
        const auto mode = arguments.size() > 1 ? literal(arguments[1]) : std::nullopt;
        if (*call == LuaKind::service && mode) made.http = *mode == "http";
        found.list.push_back(std::move(made));
      } else {
        found.opaque = true;
      }
    } else if (call) {
      found.opaque = true;  // the function is given away
    }
    call = kind_of(token);
    if (token.kind == TokenKind::name && (token.text == "require" || token.text == "dofile")) found.opaque = true;
    blocks += block_change(token);
  }
  return found;
}

}  // namespace hapax::config
