// Answers that HAProxy gives by itself: `errorfile`, `errorloc`, `errorfiles`, `http-error`, sections `http-errors`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// The page of a `http-errors` section for a status.
std::optional<std::string> page_of_section(const Compilation& c, std::string_view section, std::int64_t status);

}  // namespace hapax::compile
