// The pages of the rules of this stage, by subject.
#pragma once

#include <span>

#include <hapax/base/rule_info.hpp>

namespace hapax::config {

std::span<const RuleInfo> lines_rules();
std::span<const RuleInfo> samples_rules();
std::span<const RuleInfo> proxies_rules();
std::span<const RuleInfo> tls_rules();

}  // namespace hapax::config
