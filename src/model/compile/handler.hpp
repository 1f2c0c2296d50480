// Which function applies which line: every concern has a table of these, and lines.cpp joins them.
#pragma once

#include <span>
#include <string_view>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// Applies one line of a proxy, or of a defaults section that it inherits from, to the proxy.
using Apply = void (*)(Compilation&, ProxyWork&, const config::Directive&);

struct Handler {
  std::string_view name;  ///< of the directive: "timeout client"
  Apply apply;
};

std::span<const Handler> option_lines();       // options.cpp
std::span<const Handler> limit_lines();        // limits.cpp
std::span<const Handler> bind_lines();         // binds.cpp
std::span<const Handler> server_lines();       // servers.cpp
std::span<const Handler> check_lines();        // checks.cpp
std::span<const Handler> balance_lines();      // balance.cpp
std::span<const Handler> persistence_lines();  // persistence.cpp
std::span<const Handler> rule_lines();         // rules.cpp
std::span<const Handler> log_lines();          // logs.cpp
std::span<const Handler> error_lines();        // error_pages.cpp
std::span<const Handler> stats_lines();        // stats.cpp
std::span<const Handler> compression_lines();  // compression.cpp

/// A line that speaks of the page of statistics switches it on.
void enable_statistics(Compilation& c, ProxyWork& work);  // stats.cpp

}  // namespace hapax::compile
