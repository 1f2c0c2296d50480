// How texts of any bytes stand in JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hapax::model {

/// Well-formed UTF-8, without overlong forms and surrogates (RFC 3629).
bool is_utf8(std::string_view text);

/// Two lower-case digits a byte, and back; nothing when it is not that.
std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view digits);

}  // namespace hapax::model
