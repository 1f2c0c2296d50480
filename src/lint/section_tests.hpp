// The ACLs of one section among those of a part.
#pragma once

#include <algorithm>
#include <span>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {

/// Named and anonymous ones, in order; empty for a section that does not belong to the part.
[[nodiscard]] inline std::span<const AclTest> tests_of_section(const Part& part, const config::Section& section) {
  const auto is_before = [&section](const AclTest& test) { return test.section->index < section.index; };
  const auto is_own = [&section](const AclTest& test) { return test.section->index == section.index; };
  const auto first = std::partition_point(part.acl_tests.begin(), part.acl_tests.end(), is_before);
  return {first, std::partition_point(first, part.acl_tests.end(), is_own)};
}

}  // namespace hapax::lint
