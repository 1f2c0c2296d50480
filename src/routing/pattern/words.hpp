// How one text is compared with one pattern, for each match method that compares text.
#pragma once

#include <string_view>

namespace hapax::routing {

/// A pattern that compares without case is given in lower case.
bool begins(std::string_view text, std::string_view pattern, bool ignore_case);
bool ends(std::string_view text, std::string_view pattern, bool ignore_case);
bool contains(std::string_view text, std::string_view pattern, bool ignore_case);

/// `dir` and `dom`: the pattern, without delimiters at its ends, stands in the text as whole words between delimiters.
inline constexpr std::string_view kDirectoryDelimiters = "/?";
inline constexpr std::string_view kDomainDelimiters = "/?.:";
bool contains_word(std::string_view text, std::string_view pattern, std::string_view delimiters, bool ignore_case);

}  // namespace hapax::routing
