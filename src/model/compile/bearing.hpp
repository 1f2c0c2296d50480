// What is read and understood to have no bearing on anything that is decided here: without_bearing.inc lists it.
#pragma once

#include <string_view>

namespace hapax::compile {

[[nodiscard]] bool line_without_bearing(std::string_view directive);
[[nodiscard]] bool server_option_without_bearing(std::string_view option);
[[nodiscard]] bool bind_option_without_bearing(std::string_view option);

}  // namespace hapax::compile
