#include "config/samples/casts.hpp"

namespace hapax::config {

bool can_cast(SampleType from, SampleType to, Version target) {
  using enum SampleType;
  if (from == to || from == any || to == any || to == same || from == same) return true;
  if (to == string || to == binary) return true;
  switch (from) {
    case boolean:
      return to == integer;
    case integer:
      return to != method;
    case string:
      return true;
    case ipv4:
      return to == integer || to == address || to == ipv6;
    case ipv6:
      return to == address || to == ipv4;
    case address:
      return to == ipv4 || to == ipv6 || (to == integer && target < Version::v3_0);
    default:
      return false;
  }
}

}  // namespace hapax::config
