#include <hapax/syntax/environment.hpp>

namespace hapax::syntax {

Environment Environment::from(const char* const* entries) {
  Variables variables;
  for (; entries != nullptr && *entries != nullptr; ++entries) {
    const std::string_view entry = *entries;
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos) continue;
    variables.try_emplace(std::string(entry.substr(0, equals)), entry.substr(equals + 1));
  }
  return Environment(std::move(variables));
}

}  // namespace hapax::syntax
