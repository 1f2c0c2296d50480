// Errors as values: what a stage returns where it can fail as a whole.
//
// What is wrong *inside* a configuration is a Diagnostic (diagnostic.hpp), never an Error: the stage goes on. An Error
// is for what leaves no result at all, such as a file that cannot be read.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace hapax {

/// Why there is no result: one sentence, lower case, that says what and where and is fit to print after "hapax: ".
struct Error {
  std::string message;
};

/// A value, or the Error that says why there is none.
template <class T>
using Result = tl::expected<T, Error>;

/// An Error as a Result of any type: `return fail("cannot read '" + path + "'")`.
inline tl::unexpected<Error> fail(std::string message) { return tl::unexpected<Error>(Error{std::move(message)}); }

}  // namespace hapax
