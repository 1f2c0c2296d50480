// ACL definitions and conditions.
#pragma once

#include <hapax/syntax/condition.hpp>

#include "config/samples/expression.hpp"

namespace hapax::config {

/// The words from the criterion on; `whole` is the place of all, where there are none. Gives the points of its fetch;
/// nothing when it could not be read (reported). `read` is what parse_acl() made of the words, null when it refused
/// them.
std::optional<Points> check_acl(Reading& reading, const SamplePlace& place, std::span<const Word> words, Span whole,
                                const syntax::AclDefinition* read);

/// `acl NAME criterion ...`: examines it and makes it known to the lines below.
void read_acl_line(Reading& reading, Directive& d);

/// `if ...` or `unless ...` and nothing else. Gives null when something was wrong. `instead`: what to do where
/// something else stands there.
const syntax::Condition* read_condition(Reading& reading, const SamplePlace& place, std::span<const Word> words,
                                        std::string instead);

/// The points of the ACL that HAProxy defines itself; nothing when there is none of that name.
std::optional<Points> predefined_acl(std::string_view name, Version target);

}  // namespace hapax::config
