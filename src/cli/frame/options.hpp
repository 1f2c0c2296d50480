// The options of one command: declared once, from which come the parsing, the help and the complaints.
//
//   Options options(route_command, "PATH --request 'METHOD URL'");
//   options.section("Request").value("--request", "LINE", request, "the request, such as 'GET https://host/path'");
//   if (const auto status = options.parse(arguments)) return *status;   // --help, or a complaint has been made
//
// CLI11 does the parsing; it is kept out of this header because it is slow to compile.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/frame/command.hpp"

namespace hapax::cli {

/// Names are written as "-f,--file" or "--seed"; metavariables in capitals. What an option is bound to must outlive
/// parse(), and keeps its value where the user does not give the option. Every function returns *this.
class Options {
 public:
  /// `usage` is what follows the command's name in the first line of the help.
  Options(const Command& command, std::string_view usage);
  ~Options();
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  /// Options declared from here on stand under this heading of the help.
  Options& section(std::string_view heading);

  Options& flag(std::string_view names, bool& value, std::string_view help);
  Options& value(std::string_view names, std::string_view metavariable, std::string& value, std::string_view help);
  Options& value(std::string_view names, std::string_view metavariable, std::optional<std::string>& value,
                 std::string_view help);
  Options& number(std::string_view names, std::string_view metavariable, std::uint64_t& value, std::string_view help);
  Options& number(std::string_view names, std::string_view metavariable, double& value, std::string_view help);
  /// One of a few words; any other is refused with the list of them.
  Options& choice(std::string_view names, std::string& value, std::initializer_list<std::string_view> choices,
                  std::string_view help);
  /// May be given several times, one value each time.
  Options& list(std::string_view names, std::string_view metavariable, std::vector<std::string>& values,
                std::string_view help);
  /// The words that are not options. Without this call a command takes none.
  Options& positional(std::string_view metavariable, std::vector<std::string>& values, std::string_view help);
  /// A paragraph at the end of the help.
  Options& note(std::string_view text);

  /// Nothing when the command shall go on; otherwise the exit status, everything having been said.
  std::optional<int> parse(Arguments arguments);

  /// Complains in the command's name and points at its help: "hapax: lint: ... ('hapax lint --help' ...)".
  int usage_error(std::string_view message) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hapax::cli
