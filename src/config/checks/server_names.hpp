// The servers of a section by their names, for what refers to them.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <hapax/config/config.hpp>

namespace hapax::config {

/// What a message calls the servers that a line makes: the name, or the prefix of a template's names.
[[nodiscard]] std::string_view server_name(const Directive& line);

/// The numbers behind the prefix of a template: "5" is 1 to 5, "2-4" is itself. Empty, so that `last` is below `first`,
/// or below 0: HAProxy refuses it.
struct TemplateNumbers {
  std::int64_t first, last;
};

/// Of the text behind the prefix.
[[nodiscard]] TemplateNumbers template_numbers(std::string_view count);

/// Made from a section that has been read.
class ServerNames {
 public:
  explicit ServerNames(const Section& section);

  /// The lines that make a server of a name.
  struct Found {
    const Directive* line =
        nullptr;  ///< null: there is none, or there are several, which HAProxy refuses to choose from
    bool several = false;
  };
  [[nodiscard]] Found find(std::string_view name) const;

 private:
  std::unordered_map<std::string_view, Found> servers_;
  std::vector<const Directive*> templates_;
};

/// The end of a sentence about a name for which no line was found: "there is none".
[[nodiscard]] std::string_view what_is_wrong(const ServerNames::Found& found);

/// The same for all sections: each is looked through when it is first asked for a name.
class ServersByName {
 public:
  [[nodiscard]] ServerNames::Found find(const Section& section, std::string_view name) {
    return sections_.try_emplace(&section, section).first->second.find(name);
  }

 private:
  std::unordered_map<const Section*, ServerNames> sections_;
};

}  // namespace hapax::config
