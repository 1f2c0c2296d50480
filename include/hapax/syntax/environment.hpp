// The environment variables that a configuration is read with.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace hapax::syntax {

/// A set of variables as a value: it starts from what the caller gives (the process's environment, `-D NAME=VALUE`) and
/// changes while a configuration is read, since `setenv`, `presetenv`, `unsetenv` and `resetenv` in a global section
/// bear on the lines below them.
class Environment {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;

  Environment() = default;
  explicit Environment(Variables variables) : variables_(std::move(variables)) {}

  /// From a list such as the third argument of main(): "NAME=VALUE" each, a null pointer at the end. Entries without
  /// '=' are left out; of two with one name the first counts, as in getenv().
  static Environment from(const char* const* entries);

  [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const {
    const auto found = variables_.find(name);
    if (found == variables_.end()) return std::nullopt;
    return found->second;
  }

  void set(std::string_view name, std::string_view value) { variables_.insert_or_assign(std::string(name), value); }

  void unset(std::string_view name) {
    const auto found = variables_.find(name);
    if (found != variables_.end()) variables_.erase(found);
  }

  /// All of them, by name.
  [[nodiscard]] const Variables& variables() const { return variables_; }

 private:
  Variables variables_;
};

}  // namespace hapax::syntax
