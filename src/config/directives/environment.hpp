// Directives of the global section that change how the lines below them are read.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

void set_environment(Reading& reading, Directive& d);
void preset_environment(Reading& reading, Directive& d);
void unset_environment(Reading& reading, Directive& d);
/// Keeps only the variables named.
void reset_environment(Reading& reading, Directive& d);
void expose_experimental(Reading& reading, Directive& d);
void expose_deprecated(Reading& reading, Directive& d);

}  // namespace hapax::config
