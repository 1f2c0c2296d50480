// Log formats, as several checks look for them.
#pragma once

#include "config/checks/checks.hpp"

namespace hapax::config {

/// Whether a line says how requests are logged: the last one holds. (`log-format-sd` stands beside it.)
bool chooses_log_format(const Directive& d);

/// The line that says it for the section, its own or inherited; null: none.
const Directive* chosen_log_format(const Section& section);

/// The line at which HAProxy up to 2.8 complains of a format of the section: the last one that bears any.
const Directive& named_format(const Section& section, const Directive& format);

/// Calls `visit(format)` for each argument that is a format; not for those inside of options.
template <class Visit>
void each_format(const Arguments& arguments, const Visit& visit) {
  for (const Arg& arg : arguments.args)
    if (const auto* const format = std::get_if<const syntax::LogFormat*>(&arg.value); format && *format)
      visit(**format);
}

}  // namespace hapax::config
