// What the global section says about the process itself.
#pragma once

#include <string>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/config/config.hpp>
#include <hapax/runtime/proxy.hpp>

namespace hapax::cli {

struct ProcessSettings {
  runtime::Settings runtime;
  bool daemon = false;
  std::string pid_file;
  std::string chroot;
  std::string user;   ///< name or number; empty: stay who we are
  std::string group;  ///< likewise
};

ProcessSettings read_process_settings(const config::Config& config);

/// Lines about the process that have no effect here, each a directive's name and span: a socket for commands, ...
std::vector<const config::Directive*> lines_without_effect(const config::Config& config);

/// chroot, then group, then user, as far as they are configured.
Result<void> drop_privileges(const ProcessSettings& settings);

}  // namespace hapax::cli
