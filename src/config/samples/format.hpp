// Log formats, wherever they stand.
#pragma once

#include <hapax/syntax/log_format.hpp>

#include "config/samples/expression.hpp"

namespace hapax::config {

/// Reads and examines the format in one word. Null when it cannot be used (reported).
const syntax::LogFormat* read_format(Reading& reading, const SamplePlace& place, const Word& word);

}  // namespace hapax::config
