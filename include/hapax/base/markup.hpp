// What XML, HTML and Graphviz's labels have in common: the characters that are markup.
#pragma once

#include <string_view>

namespace hapax {

/// The entity that stands for a character of markup in text and in attributes between double quotes; empty for every
/// other character. What becomes of control characters is for each format to say.
constexpr std::string_view markup_entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return {};
  }
}

}  // namespace hapax
