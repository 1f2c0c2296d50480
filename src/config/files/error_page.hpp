// Files of error pages. HAProxy reads each into a buffer when it starts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/reading.hpp"

namespace hapax::config {

/// So much of a file is looked at.
constexpr std::size_t kLongestPage = std::size_t{16} << 20;

/// The global section's `tune.bufsize`, up to where it has been read, in bytes.
[[nodiscard]] std::uint64_t buffer_size(const Reading& reading);

/// What is wrong with a file, and what to do.
struct PageFault {
  std::string_view rule;
  std::string message;
  std::string help;
};

/// Why HAProxy refuses `text`, from the file `path`, as a whole reply; nothing when it does not.
[[nodiscard]] std::optional<PageFault> find_page_fault(const Reading& reading, std::string_view path,
                                                       std::string_view text);

/// Why HAProxy refuses a file as the body of a reply.
[[nodiscard]] std::optional<PageFault> find_body_fault(const Reading& reading, std::string_view path,
                                                       std::string_view text);

}  // namespace hapax::config
