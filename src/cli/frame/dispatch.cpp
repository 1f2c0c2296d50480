#include "cli/frame/dispatch.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <hapax/base/edit_distance.hpp>
#include <hapax/base/version.hpp>

#include "cli/frame/terminal.hpp"

namespace hapax::cli {
namespace {

constexpr std::pair<Topic, std::string_view> kHeadings[]{
    {Topic::check, "Is it right?"},
    {Topic::understand, "What will it do?"},
    {Topic::operate, "Make it work"},
    {Topic::reference, "Look things up"},
};

std::string overview() {
  std::string text =
      "hapax reads haproxy.cfg the way HAProxy does and tells, before anything is deployed, what will happen\n\n"
      "usage: hapax COMMAND [OPTION...] [PATH...]\n";
  for (const auto& [topic, heading] : kHeadings) {
    std::string rows;
    for (const Command* command : commands()) {
      if (command->topic == topic) rows += fmt::format("  {:<10} {}\n", command->name, command->summary);
    }
    if (!rows.empty()) text += fmt::format("\n{}\n{}", heading, rows);
  }
  text +=
      "\n'hapax COMMAND --help' shows what a command takes; 'hapax --version' says which hapax this is.\n"
      "A first try: hapax lint /etc/haproxy/haproxy.cfg\n";
  return text;
}

std::string version() {
  std::string targets;
  for (const Version target : kTargets) targets += (targets.empty() ? "" : ", ") + std::string(to_string(target));
  return fmt::format("hapax {}\nchecks configurations for HAProxy {} (default {})\n", HAPAX_VERSION, targets,
                     to_string(kDefaultTarget));
}

int unknown_command(std::string_view word) {
  std::vector<std::string_view> names;
  for (const Command* command : commands()) names.push_back(command->name);
  std::string message = fmt::format("{} '{}'", word.starts_with('-') ? "unknown option" : "unknown command", word);
  if (const auto near = nearest(word, names)) message += fmt::format("; did you mean '{}'?", *near);
  return complain(message + " ('hapax --help' lists the commands)");
}

int run_guarded(const Command& command, Arguments arguments) {
  try {
    const int status = command.run(arguments);
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 ? status : complain("cannot write to standard output");
  } catch (const std::exception& failure) {
    return complain(fmt::format("{}: internal failure: {}", command.name, failure.what()));
  }
}

}  // namespace

int dispatch(Arguments arguments) {
  if (arguments.empty()) {
    fmt::print(stderr, "{}", overview());
    return kFailure;
  }
  const std::string_view first = arguments[0];
  if (first == "--help" || first == "-h" || (first == "help" && arguments.size() == 1)) {
    fmt::print("{}", overview());
    return kClean;
  }
  if (first == "--version") {
    fmt::print("{}", version());
    return kClean;
  }
  if (first == "help") {
    const Command* command = find_command(arguments[1]);
    static constexpr const char* kHelp[]{"--help"};
    return command == nullptr ? unknown_command(arguments[1]) : run_guarded(*command, kHelp);
  }
  const Command* command = find_command(first);
  return command == nullptr ? unknown_command(first) : run_guarded(*command, arguments.subspan(1));
}

}  // namespace hapax::cli
