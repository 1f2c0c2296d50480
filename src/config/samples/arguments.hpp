// Arguments of sample fetches and converters.
#pragma once

#include "config/samples/expression.hpp"

namespace hapax::config {

struct CallPlace {
  const SamplePlace& place;
  const TextPlace& text;
  const syntax::Call& call;
  std::span<const syntax::Argument> arguments;
};

/// Number and types of the arguments against the row; names of tables, backends ... are noted for later. False when
/// something was wrong (and reported).
bool check_call_arguments(Reading& reading, const Keyword& row, const CallPlace& place);

}  // namespace hapax::config
