// The answers that the proxy gives by itself when something fails: `errorfile` and `http-error` first, else its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <hapax/model/proxy.hpp>

namespace hapax::runtime {

/// Status line, headers and body. `backend` may be null; its pages go before those of the frontend.
std::string_view error_page(std::uint16_t status, const model::Proxy& frontend, const model::Proxy* backend);

}  // namespace hapax::runtime
