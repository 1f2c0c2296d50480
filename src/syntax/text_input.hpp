// How the parsers of this stage run a grammar over a text, and speak of places in it.
#pragma once

#include <cstdint>
#include <string_view>

#include <tao/pegtl.hpp>

#include <hapax/syntax/parse_error.hpp>

namespace hapax::syntax {

/// Keeps the byte offset only; lines and columns are nobody's business here.
using TextInput = tao::pegtl::memory_input<tao::pegtl::tracking_mode::eager, tao::pegtl::eol::lf, const char*>;

/// Runs a rule over a text from its beginning; true when it matches. What matches need not be all of the text.
template <class Rule, template <class...> class Action, class... States>
bool parse_text(std::string_view text, States&... states) {
  TextInput in(text.data(), text.data() + text.size(), "");
  return tao::pegtl::parse<Rule, Action>(in, states...);
}

/// Where what a rule matched begins and ends in the text.
template <class ActionInput>
std::uint32_t offset_of(const ActionInput& in) {
  return static_cast<std::uint32_t>(in.iterator().byte);
}
template <class ActionInput>
std::uint32_t end_of(const ActionInput& in) {
  return static_cast<std::uint32_t>(in.iterator().byte + in.size());
}

inline tl::unexpected<ParseError> fail(Problem problem, std::size_t offset, std::size_t length) {
  return tl::unexpected<ParseError>(
      ParseError{problem, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)});
}

}  // namespace hapax::syntax
