#include <hapax/base/version.hpp>

namespace hapax {
namespace {

constexpr std::array<std::string_view, 6> kNames{"2.6", "2.8", "3.0", "3.2", "3.4", "3.5"};

}  // namespace

std::string_view to_string(Version version) { return kNames[static_cast<std::size_t>(version)]; }

std::optional<Version> parse_version(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<Version>(i);
  }
  return std::nullopt;
}

}  // namespace hapax
