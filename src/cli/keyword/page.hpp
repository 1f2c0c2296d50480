// The page of a word, as `hapax keyword NAME` prints it.
#pragma once

#include <string>

#include <hapax/config/keyword.hpp>

namespace hapax::cli {

/// Where it may stand, what its arguments are, since when and until when it exists.
std::string keyword_page(const config::Keyword& row);

}  // namespace hapax::cli
