// The actions on the calls of grammar/expression.hpp, for sample expressions and for the predicates of `.if`.
//
// A rule that PEGTL tries in vain leaves calls and arguments behind only when the whole parse fails, because nothing is
// tried twice with parentheses in it; so the lists need no undo.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <hapax/base/arena.hpp>
#include <hapax/base/arena_list.hpp>
#include <hapax/syntax/expression.hpp>
#include <hapax/syntax/parse_error.hpp>

#include "grammar/expression.hpp"
#include "syntax/text_input.hpp"

namespace hapax::syntax {

/// Calls and arguments under construction.
class CallBuilder {
 public:
  explicit CallBuilder(Arena& arena) : arena_(arena) {}

  /// The calls that have been ended, and the arguments of all calls.
  [[nodiscard]] std::span<const Call> calls() const { return calls_.items(); }
  [[nodiscard]] std::span<const Call> keep_calls() const { return calls_.keep(arena_); }
  [[nodiscard]] std::span<const Argument> keep_arguments() const { return arguments_.keep(arena_); }

  void begin_call(std::string_view name, std::uint32_t offset) {
    call_ = {};
    call_.name = name;
    call_.offset = offset;
    call_.first_argument = static_cast<std::uint32_t>(arguments_.size());
    parenthesis_.reset();
    open_quote_.reset();
    forget_argument();
  }

  void open(std::uint32_t offset) {
    parenthesis_ = offset;
    call_.parentheses = true;
  }

  void quote(std::uint32_t offset) { quote_ = offset; }
  void unterminated() { open_quote_ = quote_; }

  /// The argument under construction stays a part of the text as long as it is one run of it.
  void append(std::string_view bytes) {
    if (!copied_ && run_.empty()) {
      run_ = bytes;
      return;
    }
    if (!copied_) argument_.assign(run_);
    copied_ = true;
    argument_ += bytes;
  }

  void append(char byte) { append(arena_.copy({&byte, 1})); }

  void end_argument(std::uint32_t offset, std::uint32_t length) {
    arguments_.push_back({copied_ ? arena_.copy(argument_) : run_, offset, length});
    ++call_.argument_count;
    forget_argument();
  }

  void end_call(std::uint32_t length) {
    call_.length = length;
    calls_.push_back(call_);
    parenthesis_.reset();
  }

  /// What is wrong with a call that was begun and not ended.
  [[nodiscard]] std::optional<ParseError> broken_call() const {
    if (open_quote_) return ParseError{Problem::missing_quote, *open_quote_, 1};
    if (parenthesis_) return ParseError{Problem::missing_parenthesis, *parenthesis_, 1};
    return std::nullopt;
  }

 private:
  void forget_argument() {
    argument_.clear();
    run_ = {};
    copied_ = false;
  }

  ArenaList<Call, 4> calls_;
  ArenaList<Argument, 8> arguments_;
  Arena& arena_;
  Call call_;
  std::string argument_;
  std::string_view run_;
  bool copied_ = false;
  std::optional<std::uint32_t> parenthesis_;  ///< of the call under way
  std::uint32_t quote_ = 0;
  std::optional<std::uint32_t> open_quote_;  ///< one that was found never to be closed
};

/// What an escape in an argument stands for: the character behind the backslash.
inline char unescape_argument(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

template <class Rule>
struct BuildCall : tao::pegtl::nothing<Rule> {};

template <>
struct BuildCall<grammar::expression::name> {
  template <class Input>
  static void apply(const Input& in, CallBuilder& builder) {
    builder.begin_call(in.string_view(), offset_of(in));
  }
};

struct BuildArgumentText {
  template <class Input>
  static void apply(const Input& in, CallBuilder& builder) {
    builder.append(in.string_view());
  }
};
template <>
struct BuildCall<grammar::expression::plain> : BuildArgumentText {};
template <>
struct BuildCall<grammar::expression::strong_text> : BuildArgumentText {};
template <>
struct BuildCall<grammar::expression::weak_text> : BuildArgumentText {};
template <>
struct BuildCall<grammar::expression::backslash> : BuildArgumentText {};
template <>
struct BuildCall<grammar::expression::escape> {
  template <class Input>
  static void apply(const Input& in, CallBuilder& builder) {
    builder.append(unescape_argument(in.begin()[1]));
  }
};

template <>
struct BuildCall<grammar::expression::open_quote> {
  template <class Input>
  static void apply(const Input& in, CallBuilder& builder) {
    builder.quote(offset_of(in));
  }
};
template <>
struct BuildCall<grammar::expression::unterminated> {
  static void apply0(CallBuilder& builder) { builder.unterminated(); }
};
template <>
struct BuildCall<grammar::expression::open_arguments> {
  template <class Input>
  static void apply(const Input& in, CallBuilder& builder) {
    builder.open(offset_of(in));
  }
};
template <>
struct BuildCall<grammar::expression::argument> {
  template <class Input>
  static void apply(const Input& in, CallBuilder& builder) {
    builder.end_argument(offset_of(in), static_cast<std::uint32_t>(in.size()));
  }
};
template <>
struct BuildCall<grammar::expression::call> {
  template <class Input>
  static void apply(const Input& in, CallBuilder& builder) {
    builder.end_call(static_cast<std::uint32_t>(in.size()));
  }
};

}  // namespace hapax::syntax
