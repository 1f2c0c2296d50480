// Base64, RFC 4648.
#pragma once

#include <string>
#include <string_view>

namespace hapax::routing {

inline constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// The variant for URLs, without padding.
inline constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string base64_encode(std::string_view bytes, std::string_view alphabet);
/// False: a character is none of the alphabet's, or the length cannot be.
bool base64_decode(std::string_view text, std::string_view alphabet, std::string& out);

}  // namespace hapax::routing
