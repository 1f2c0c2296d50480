// `--sweep 'web/s1.weight=1..10'`: which number, and what it is set to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/result.hpp>

namespace hapax::cli {

/// One --sweep.
struct SweepAxis {
  std::string target;               ///< what stands before the '='
  std::vector<std::string> values;  ///< as they are to be written
};

/// Reads `TARGET=VALUES`. VALUES are a list ("1,2,5"), a range ("1..10") or a range with a step ("0.5..2:0.25"); a unit
/// that follows the numbers goes into every value ("100ms..500ms:100ms"). At most 1000 values.
Result<SweepAxis> parse_sweep(std::string_view text);

}  // namespace hapax::cli
