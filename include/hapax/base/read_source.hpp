// Reading a text that a user named: a configuration, a scenario, a suite.
#pragma once

#include <cstddef>
#include <string>

#include <hapax/base/result.hpp>

namespace hapax {

/// The longest text that is read, in bytes. Places are 32-bit offsets, and what is longer than this is no configuration
/// but an accident such as /dev/zero or a disk image.
inline constexpr std::size_t kMaxSourceBytes = std::size_t{64} << 20;

/// The whole content of the file `path`, or of standard input when `path` is "-". Pipes and devices are read as well;
/// memory stays bounded by kMaxSourceBytes. The Error says what hinders: "cannot read 'x.cfg': no such file or
/// directory".
Result<std::string> read_source(const std::string& path);

}  // namespace hapax
