#include "config/directives/directives.hpp"

#include <algorithm>
#include <array>

#include "config/directives/environment.hpp"
#include "config/samples/acl.hpp"

namespace hapax::config {
namespace {

struct Entry {
  std::string_view name;
  DirectiveCheck check;
};

// Sorted by name.
constexpr std::array kChecks{
    Entry{"acl", read_acl_line},
    Entry{"expose-deprecated-directives", expose_deprecated},
    Entry{"expose-experimental-directives", expose_experimental},
    Entry{"presetenv", preset_environment},
    Entry{"resetenv", reset_environment},
    Entry{"setenv", set_environment},
    Entry{"unsetenv", unset_environment},
};
static_assert(std::is_sorted(kChecks.begin(), kChecks.end(),
                             [](const Entry& a, const Entry& b) { return a.name < b.name; }));

}  // namespace

void check_directive(Reading& reading, Directive& directive, bool failed) {
  if (failed) return;
  const std::string_view name = directive.row->name;
  const auto it = std::lower_bound(kChecks.begin(), kChecks.end(), name,
                                   [](const Entry& e, std::string_view n) { return e.name < n; });
  for (auto at = it; at != kChecks.end() && at->name == name; ++at) at->check(reading, directive);
}

bool reads_when_ignored(const Keyword& row) { return row.name == "bind"; }

}  // namespace hapax::config
