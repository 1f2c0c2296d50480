// The request target in its parts: origin form (/a?b), absolute form (http://h/a?b), authority form (h:443), or "*".
#pragma once

#include <optional>
#include <string_view>

#include <hapax/base/version.hpp>

namespace hapax::routing {

// An authority ends at the first slash; since 3.2 also at a question mark or a hash, so that a path need not begin with
// a slash: that of http://h?a is empty.

/// Path with query; nothing for "*", the authority form, and an absolute form without a path.
std::optional<std::string_view> path_and_query(std::string_view target, Version version);
/// Path without query.
std::optional<std::string_view> path_of(std::string_view target, Version version);
/// What follows the first `?`; nothing without one.
std::optional<std::string_view> query_of(std::string_view target);
/// `h:80` of an absolute target; nothing for others.
std::optional<std::string_view> authority_of(std::string_view target, Version version);
/// The same of a target that a rule made: without a scheme it begins with an authority unless it is a path or an
/// asterisk, so that of `a/b` is `a`. It may be empty.
std::optional<std::string_view> authority_of_new(std::string_view target, Version version);

/// Which parameter is looked for. Empty: any that has a value.
struct ParameterName {
  std::string_view text;
  bool ignore_case = false;
  char delimiter = '&';  ///< separates parameters too, beside `&` and `;`
};

/// The value of a parameter in a query (`name=value`). `from`: where to start; moved behind what was found, so that a
/// further call finds the next one.
std::optional<std::string_view> query_parameter(std::string_view query, const ParameterName& name, std::size_t& from);

}  // namespace hapax::routing
