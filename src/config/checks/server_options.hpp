// The options that hold for one server.
#pragma once

#include <string_view>
#include <vector>

#include "config/reading.hpp"

namespace hapax::config {

/// Options of a server: those of the default-server lines that hold for it, then its own. Holds nothing but references,
/// and looks when it is asked: from its own line backwards.
class ServerOptions {
 public:
  ServerOptions(const Reading& reading, const Section& section, const Directive& server)
      : reading_(reading), section_(section), server_(server) {}

  /// The last of that name, or null.
  [[nodiscard]] const Option* find(std::string_view name) const;
  /// The last of `name` and `no-name` is `name`.
  [[nodiscard]] bool is_on(std::string_view name) const;

  /// All of them, in the order in which they take effect.
  [[nodiscard]] std::vector<const Option*> list() const;

 private:
  /// The last option for which `wanted` holds, or null; looked for in lines for which `may_be_in` holds.
  template <class Wanted, class MayBeIn>
  const Option* last(Wanted wanted, MayBeIn may_be_in) const;

  const Reading& reading_;
  const Section& section_;
  const Directive& server_;
};

/// Whether it is there with a number above 0, as HAProxy reads numbers: `port 80`, but not `port 0`.
[[nodiscard]] bool names_number(const Option* option);

}  // namespace hapax::config
