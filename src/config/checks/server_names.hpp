// The servers of a section by their names, for what refers to them.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <hapax/config/config.hpp>

namespace hapax::config {

/// What a message calls the servers that a line makes: the name, or the prefix of a template's names.
[[nodiscard]] std::string_view server_name(const Directive& line);

/// Made from a section that has been read. A `server-template` stands for every name that begins with its prefix.
class ServerNames {
 public:
  explicit ServerNames(const Section& section);

  /// The line that makes a server of that name, the first where several do; null when there is none.
  [[nodiscard]] const Directive* find(std::string_view name) const;

 private:
  struct Line {
    const Directive* directive = nullptr;
    std::size_t order = 0;
  };
  std::unordered_map<std::string_view, Line> servers_;
  std::vector<Line> templates_;
};

/// The same for all sections: each is looked through when it is first asked for a name.
class ServersByName {
 public:
  [[nodiscard]] const Directive* find(const Section& section, std::string_view name) {
    return sections_.try_emplace(&section, section).first->second.find(name);
  }

 private:
  std::unordered_map<const Section*, ServerNames> sections_;
};

}  // namespace hapax::config
