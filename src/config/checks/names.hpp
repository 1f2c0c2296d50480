// Names of sections: permitted characters, names that stand twice, and the defaults that a proxy inherits from.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// The first character that HAProxy does not permit in a name, or nothing.
std::optional<char> bad_name_character(std::string_view name);

/// The section's own name, against the sections above it.
void check_section_name(Reading& reading, const Section& section);

/// `from NAME`.
void inherit(Reading& reading, Section& section, const Word& name);

/// Without `from`: the last defaults section above.
void inherit_last(Reading& reading, Section& section);

}  // namespace hapax::config
