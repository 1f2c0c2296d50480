// Names of sections: permitted characters, names that stand twice, and the defaults that a proxy inherits from.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// The first character that HAProxy does not permit in a name, or nothing.
std::optional<char> bad_name_character(std::string_view name);

/// Whether the name has such characters only. Reports, and returns false: "'/' is not permitted in " and `where`.
bool check_characters(Reading& reading, std::string_view name, Span span, std::string_view where);

/// The section's own name in itself.
void check_name_characters(Reading& reading, const Section& section);

/// Whether HAProxy refuses this ring for its name, so that no line below belongs to any section.
bool is_refused_ring(const Reading& reading, const Section& section);

/// Compares the section's name, and how it inherits, with the sections above it, and lets it be found by its name from
/// now on.
void declare_section(Reading& reading, const Section& section);

/// `from NAME`.
void inherit(Reading& reading, Section& section, const Word& name);

/// Without `from`: the last defaults section above.
void inherit_last(Reading& reading, Section& section);

}  // namespace hapax::config
