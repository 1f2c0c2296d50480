// Reads argument signatures, the language that grammar/keywords/README.md describes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hapax::tables {

/// One step of a signature; the fields are those of hapax::config::Param, `kind` by its enumerator's name.
struct Step {
  std::string kind;
  std::string name;
  std::vector<std::string> words;
  std::int64_t first = INT64_MIN;
  std::int64_t last = INT64_MAX;
  std::string detail;
  int group = 0;
  bool repeated = false;
  bool may_lack = false;
};

/// Throws std::runtime_error with what is wrong and where.
std::vector<Step> read_signature(std::string_view text);

}  // namespace hapax::tables
