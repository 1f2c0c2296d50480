// Runs a command of hapax in this process, as a shell would run the program.
#pragma once

#include <string>
#include <vector>

namespace hapax::cli {

struct Ran {
  int status = 0;
  std::string out;  ///< standard output
  std::string err;  ///< standard error
};

/// `hapax WORDS...`
Ran run_hapax(const std::vector<std::string>& words);

}  // namespace hapax::cli
