// A peers section works only on the machine that it names.
#include "config/checks/checks.hpp"

namespace hapax::config {

void check_peers(Reading&) {}

}  // namespace hapax::config
