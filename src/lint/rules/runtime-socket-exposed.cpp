#include <algorithm>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

const config::Word* value_of(const config::Directive& line, std::string_view option) {
  const auto words = line.arguments();
  const auto found =
      std::find_if(words.begin(), words.end(), [option](const auto& word) { return word.text == option; });
  return found == words.end() || found + 1 == words.end() ? nullptr : &*(found + 1);
}

// Whether others than owner and group may write: the last octal digit of the mode.
bool writable_by_all(std::string_view mode) {
  return !mode.empty() && mode.back() >= '0' && ((mode.back() - '0') & 2) != 0;
}

bool on_network(std::string_view address) {
  const bool local = address.starts_with('/') || address.starts_with("unix@") || address.starts_with("abns") ||
                     address.starts_with("fd@") || address.starts_with("sockpair@") || address.starts_with("127.") ||
                     address.starts_with("ipv4@127.") || address.starts_with("localhost:") ||
                     address.starts_with("ipv6@::1:");
  return !local && address.find(':') != std::string_view::npos;
}

void check(const Part& part, Report& report) {
  for (const config::Section& section : part.sections) {
    if (section.kind != config::SectionKind::global) continue;
    for (const config::Directive& line : section.directives) {
      if (!line.is("stats socket") || line.arguments().empty()) continue;
      const config::Word* level = value_of(line, "level");
      if (level == nullptr || level->text != "admin") continue;
      const config::Word& address = line.arguments()[0];
      const config::Word* mode = value_of(line, "mode");
      if (on_network(address.text)) {
        Diagnostic& finding = report.add(
            address.span,
            fmt::format("the runtime socket '{}' gives everybody on the network full control", address.text));
        finding.label = "no password protects it";
        finding.related.push_back({level->span, "may change everything"});
        finding.help = {"write a path ('/run/haproxy/admin.sock mode 660'), or listen on 127.0.0.1"};
      } else if (mode != nullptr && writable_by_all(mode->text)) {
        Diagnostic& finding = report.add(
            mode->span, fmt::format("'mode {}' lets every user of this machine control HAProxy", mode->text));
        finding.label = "writable by all";
        finding.related.push_back({level->span, "may change everything"});
        finding.help = {"write 'mode 660', and 'group NAME' for those who may"};
      }
    }
  }
}

}  // namespace

extern const Rule runtime_socket_exposed_rule{
    {
        .name = "runtime-socket-exposed",
        .severity = Severity::error,
        .summary = "a runtime socket of level admin that every user or every machine can open",
        .why =
            "Whoever can open it may disable servers, read and replace certificates, and change maps. It asks for no "
            "password; the file's permissions are all there is.",
        .example_bad = R"(global
    stats socket /run/haproxy/admin.sock mode 666 level admin
)",
        .example_good = R"(global
    stats socket /run/haproxy/admin.sock mode 660 level admin
)",
    },
    check,
};

}  // namespace hapax::lint
