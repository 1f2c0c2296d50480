#include <algorithm>
#include <array>

#include <hapax/config/load.hpp>

#include "config/rules/rules.hpp"

namespace hapax::config {

std::span<const RuleInfo> rules() {
  static const std::vector<RuleInfo> kAll = [] {
    std::vector<RuleInfo> list;
    for (const std::span<const RuleInfo> part : {lines_rules(), samples_rules(), proxies_rules(), tls_rules()})
      list.insert(list.end(), part.begin(), part.end());
    return list;
  }();
  return kAll;
}

}  // namespace hapax::config
