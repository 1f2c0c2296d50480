#include "cli/run/process_settings.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>

#include <fmt/format.h>

namespace hapax::cli {
namespace {

using config::Directive;

std::string first_word(const Directive& directive) {
  const auto words = directive.arguments();
  return words.empty() ? std::string{} : std::string(words[0].text);
}

void apply(const Directive& directive, ProcessSettings& settings) {
  if (directive.is("daemon")) settings.daemon = !directive.no;
  if (directive.is("pidfile")) settings.pid_file = first_word(directive);
  if (directive.is("chroot")) settings.chroot = first_word(directive);
  if (directive.is("user") || directive.is("uid")) settings.user = first_word(directive);
  if (directive.is("group") || directive.is("gid")) settings.group = first_word(directive);
  if (directive.is("log-tag")) settings.runtime.log_tag = first_word(directive);
  if (directive.is("log-send-hostname")) {
    settings.runtime.log_host = first_word(directive);
    std::array<char, 256> name{};
    if (settings.runtime.log_host.empty() && gethostname(name.data(), name.size() - 1) == 0) {
      settings.runtime.log_host = name.data();
    }
  }
  if (directive.is("hard-stop-after")) {
    for (const config::Arg& arg : directive.args) {
      if (const auto us = directive.duration(arg.name())) settings.runtime.hard_stop_after = *us * 1000;
    }
  }
}

std::optional<unsigned> number(const std::string& text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

ProcessSettings read_process_settings(const config::Config& config) {
  ProcessSettings settings;
  for (const config::Section* section : config.all(config::SectionKind::global)) {
    for (const Directive& directive : section->directives) apply(directive, settings);
  }
  return settings;
}

std::vector<const Directive*> lines_without_effect(const config::Config& config) {
  constexpr std::string_view kNames[] = {"stats socket", "lua-load", "lua-load-per-thread", "ulimit-n",       "setcap",
                                         "cpu-map",      "nbproc",   "numa-cpu-mapping",    "wurfl-data-file"};
  std::vector<const Directive*> found;
  for (const config::Section* section : config.all(config::SectionKind::global)) {
    for (const Directive& directive : section->directives) {
      if (std::find(std::begin(kNames), std::end(kNames), directive.name()) != std::end(kNames)) {
        found.push_back(&directive);
      }
    }
  }
  return found;
}

Result<void> drop_privileges(const ProcessSettings& settings) {
  // Names are looked up while the files that hold them can still be seen.
  // NOLINTBEGIN(concurrency-mt-unsafe): no other thread runs yet
  gid_t group = 0;
  uid_t user = 0;
  if (!settings.group.empty()) {
    const ::group* entry = getgrnam(settings.group.c_str());
    if (entry == nullptr && !number(settings.group)) return fail(fmt::format("there is no group '{}'", settings.group));
    group = entry != nullptr ? entry->gr_gid : *number(settings.group);
  }
  if (!settings.user.empty()) {
    const passwd* entry = getpwnam(settings.user.c_str());
    if (entry == nullptr && !number(settings.user)) return fail(fmt::format("there is no user '{}'", settings.user));
    user = entry != nullptr ? entry->pw_uid : *number(settings.user);
  }
  // NOLINTEND(concurrency-mt-unsafe)
  if (!settings.chroot.empty() && (::chroot(settings.chroot.c_str()) != 0 || chdir("/") != 0)) {
    return fail(fmt::format("cannot chroot to '{}': {}", settings.chroot, std::generic_category().message(errno)));
  }
  if (group != 0 && ((geteuid() == 0 && setgroups(0, nullptr) != 0) || setgid(group) != 0)) {
    return fail(fmt::format("cannot become group '{}': {}", settings.group, std::generic_category().message(errno)));
  }
  if (user != 0 && setuid(user) != 0) {
    return fail(fmt::format("cannot become user '{}': {}", settings.user, std::generic_category().message(errno)));
  }
  return {};
}

}  // namespace hapax::cli
