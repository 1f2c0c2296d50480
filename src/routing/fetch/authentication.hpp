// Who a request says that it is from.
#pragma once

#include <optional>
#include <string_view>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

struct Login {
  std::string_view user;
  std::string_view password;
};

/// RFC 7617: user and password of the Authorization header, in base64, separated by the first colon.
std::optional<Login> login_of(const Context& context);

}  // namespace hapax::routing
