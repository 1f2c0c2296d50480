// What the OpenSSL that hapax is built with says of lists of algorithms.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hapax::config {

/// An option of bind and server lines that holds such a list.
struct AlgorithmOption {
  std::string_view option;
  std::string_view bind_default, server_default;  ///< lines of the global section that say it for all; empty: none
  bool (*takes)(const std::string&);
  std::string_view rule;  ///< of the finding where OpenSSL does not take it
  std::string_view what;  ///< "cipher list"
  std::string_view help;
};

std::span<const AlgorithmOption> algorithm_options();

}  // namespace hapax::config
