// The TLS versions that options leave to a line: `ssl-min-ver`, `ssl-max-ver`, `force-tlsv12`, `no-tlsv10` and their
// like.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include <hapax/config/config.hpp>

namespace hapax::config {

/// From old to new. This OpenSSL has no SSL 3.0.
inline constexpr std::array<std::string_view, 5> kTlsVersions{"SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"};

struct TlsVersions {
  std::size_t lowest = 0;
  std::size_t highest = kTlsVersions.size() - 1;
  std::array<bool, kTlsVersions.size()> off{};
  bool has_lowest = false, has_highest = false, has_off = false;

  /// Takes an option into account, and ignores what says nothing of versions.
  void apply(std::string_view name, std::string_view argument);
  [[nodiscard]] bool bounded() const { return has_lowest || has_highest; }
  [[nodiscard]] bool speaks(std::size_t version) const;
  [[nodiscard]] bool empty() const;
  /// The lowest and the highest of them as bounds.
  [[nodiscard]] TlsVersions bounds() const;
  /// The last version that is left out between two that are not; 0 when there is none.
  [[nodiscard]] std::size_t hole() const;
};

/// Of `ssl-default-bind-options` or `ssl-default-server-options`.
TlsVersions default_tls_versions(const Config& config, std::string_view directive);

/// Of the lines that make one listener. `below_usual`: the highest lies below the lowest that a listener takes by
/// itself.
struct ListenerTlsVersions {
  TlsVersions range;
  bool below_usual = false;
};
ListenerTlsVersions listener_tls_versions(const Config& config, std::span<const Directive* const> lines);

}  // namespace hapax::config
