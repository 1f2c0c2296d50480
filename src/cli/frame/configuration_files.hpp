// Which files make up which configuration: `PATH...`, `-f`, directories and standard input as the user gave them.
#pragma once

#include <string>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/base/source.hpp>

namespace hapax::cli {

/// The files of one configuration, in the order in which HAProxy reads them. "-" is standard input.
struct ConfigurationFiles {
  std::string name;  ///< what the user called it
  std::vector<std::string> paths;
};

/// Each positional path is a configuration of its own; all `-f` files together are one. A directory stands for its
/// *.cfg files in lexical order, hidden ones left out. The Error names the path that is not there, or the directory
/// that holds no configuration.
Result<std::vector<ConfigurationFiles>> find_configurations(const std::vector<std::string>& paths,
                                                            const std::vector<std::string>& together);

/// Reads them all. Standard input appears as `stdin_name`.
Result<SourceSet> read_configuration(const ConfigurationFiles& files, const std::string& stdin_name = "<stdin>");

}  // namespace hapax::cli
