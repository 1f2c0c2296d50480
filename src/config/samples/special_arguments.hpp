// Arguments that only their own fetch or converter understands: names of variables, units, files.
#pragma once

#include "config/samples/arguments.hpp"

namespace hapax::config {

bool check_special_arguments(Reading& reading, const Keyword& row, const CallPlace& place);

}  // namespace hapax::config
