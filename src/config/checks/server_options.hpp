// The options that hold for one server.
#pragma once

#include <string_view>
#include <vector>

#include "config/reading.hpp"

namespace hapax::config {

/// Options of a server: those of the default-server lines that hold for it, then its own.
class ServerOptions {
 public:
  ServerOptions(const Reading& reading, const Section& section, const Directive& server);

  /// The last of that name, or null.
  [[nodiscard]] const Option* find(std::string_view name) const;
  /// The last of `name` and `no-name` is `name`.
  [[nodiscard]] bool is_on(std::string_view name) const;

  [[nodiscard]] const std::vector<const Option*>& list() const { return options_; }

 private:
  void add(const Directive& d);
  std::vector<const Option*> options_;
};

}  // namespace hapax::config
