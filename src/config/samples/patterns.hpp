// What ACLs match against.
#pragma once

#include <optional>

#include "config/reading.hpp"

namespace hapax::config {

/// "str", "beg", "int" ...: what may stand behind -m.
bool is_match_method(std::string_view name);
std::string match_methods();

/// The type that a method looks at.
SampleType match_type(std::string_view method);

/// How patterns are read: the method behind -m or that of the fetch ("ip", "version"), and what the flags say.
struct PatternReading {
  std::string_view method;
  bool ignore_case = false;    ///< -i
  bool looks_up_names = true;  ///< names of hosts may stand for addresses: neither -n nor a map
};

/// What is wrong with a pattern.
struct PatternFault {
  std::string_view rule;
  std::string message;
  std::string help;
};

/// Looks at a pattern that is one text, as in a file.
std::optional<PatternFault> find_pattern_fault(const PatternReading& how, std::string_view text);

/// Whether the method takes only some texts, so that find_pattern_fault() can find something.
bool has_pattern_syntax(std::string_view method);

/// Whether the text is an IPv4 address of four numbers or an IPv6 address, with a mask or without: the values of maps.
bool is_plain_network(std::string_view text);

/// Reads a pattern, which takes several words for integers with an operator. Gives the number of words, or 0 when it
/// is wrong (reported).
std::size_t check_pattern(Reading& reading, const PatternReading& how, std::span<const Word> words);

}  // namespace hapax::config
