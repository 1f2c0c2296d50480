// Which sample types HAProxy turns into which by itself.
#pragma once

#include <hapax/config/keyword.hpp>

namespace hapax::config {

/// True when a converter or a match that takes `to` may follow something that gives `from`.
bool can_cast(SampleType from, SampleType to, Version target);

}  // namespace hapax::config
