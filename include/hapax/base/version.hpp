// The HAProxy versions that hapax knows.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hapax {

/// A release branch of HAProxy, in order of age. `v3_5` is the development branch: the keyword tables know what it
/// adds and removes, but it is not a target that can be checked against.
enum class Version : std::uint8_t { v2_6, v2_8, v3_0, v3_2, v3_4, v3_5 };

/// The versions that `--target` takes, oldest first.
inline constexpr std::array kTargets{Version::v2_6, Version::v2_8, Version::v3_0, Version::v3_2, Version::v3_4};

/// What `--target` is when nobody says.
inline constexpr Version kDefaultTarget = Version::v3_2;

/// "3.2" for Version::v3_2.
std::string_view to_string(Version version);

/// The version that a text such as "3.2" names; nothing for any other text.
std::optional<Version> parse_version(std::string_view text);

}  // namespace hapax
