// `.if` conditions: what a build of HAProxy with all features would answer.
#include "config/lines.hpp"

namespace hapax::config {

bool LineReader::holds(std::span<const Word> words) {
  if (words.size() < 2) return false;
  return words[1].text != "0";
}

}  // namespace hapax::config
