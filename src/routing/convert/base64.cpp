#include "routing/convert/base64.hpp"

#include <cstdint>

namespace hapax::routing {

/// HAProxy takes `=`, which the alphabet for URLs does without, for its last letter.
constexpr std::size_t kPadding = 63;

std::string base64_encode(std::string_view bytes, std::string_view alphabet) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (j < left ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j <= left; ++j) out += alphabet[group >> (18 - 6 * j) & 63];
    if (alphabet == kBase64) out.append(3 - left, '=');
  }
  return out;
}

bool base64_decode(std::string_view text, std::string_view alphabet, std::string& out) {
  // The padded form comes in groups of four; the other one may end within a group.
  if (alphabet == kBase64) {
    if (text.size() % 4 != 0) return false;
    for (int i = 0; i < 3 && text.ends_with('='); ++i) text.remove_suffix(1);
    // One letter and three signs of padding stand for nothing.
    if (text.size() % 4 == 1) text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) return false;
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const auto value = c == '=' && alphabet == kBase64Url ? kPadding : alphabet.find(c);
    if (value == std::string_view::npos) return false;
    group = group << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(group >> bits & 0xFF);
    }
  }
  return true;
}

}  // namespace hapax::routing
