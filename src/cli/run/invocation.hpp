// The command line of `hapax run`, which is HAProxy's as well, so that what starts HAProxy can start hapax.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <hapax/base/result.hpp>

#include "cli/frame/command.hpp"

namespace hapax::cli {

struct Invocation {
  std::vector<std::string> paths;     ///< `hapax run PATH`, and what follows `--`
  std::vector<std::string> together;  ///< -f
  std::string target;
  std::string engine = "builtin";
  bool help = false;
  bool version = false;
  bool version_details = false;
  bool check_only = false;
  bool daemon = false;
  bool foreground = false;
  bool master = false;
  bool notify = false;  ///< -Ws: READY=1 to the service manager
  bool quiet = false;
  bool verbose = false;
  bool no_warnings = false;  ///< -dW
  std::string directory;
  std::string pid_file;
  std::string condition;  ///< -cc
  std::uint64_t maxconn = 0;
  std::vector<int> finish;                  ///< -sf: processes that are to stop when idle
  std::vector<int> terminate;               ///< -st: processes that are to stop now
  std::vector<std::string> without_effect;  ///< flags that are taken and do nothing here
};

/// The Error names the word that is wrong.
Result<Invocation> parse_invocation(Arguments arguments);

/// Help for both names.
std::string invocation_help();

}  // namespace hapax::cli
