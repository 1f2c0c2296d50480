#include "cli/frame/configuration_files.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include <hapax/base/read_source.hpp>

namespace hapax::cli {
namespace {

namespace fs = std::filesystem;

Result<std::vector<std::string>> files_of_directory(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.ends_with(".cfg") && !name.starts_with('.')) names.push_back(name);
  }
  if (error) return fail("cannot read the directory '" + directory + "': " + error.message());
  if (names.empty())
    return fail("the directory '" + directory + "' holds no configuration: no file in it ends in .cfg");
  std::sort(names.begin(), names.end());
  for (std::string& name : names) name.insert(0, directory.ends_with('/') ? directory : directory + "/");
  return names;
}

Result<void> append_files(const std::string& path, ConfigurationFiles& to) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) {
    to.paths.push_back(path);
    return {};
  }
  auto files = files_of_directory(path);
  if (!files) return tl::unexpected<Error>(std::move(files.error()));
  to.paths.insert(to.paths.end(), files->begin(), files->end());
  return {};
}

}  // namespace

Result<std::vector<ConfigurationFiles>> find_configurations(const std::vector<std::string>& paths,
                                                            const std::vector<std::string>& together) {
  std::vector<ConfigurationFiles> found;
  if (!together.empty()) {
    ConfigurationFiles& one = found.emplace_back(ConfigurationFiles{together.front(), {}});
    for (const std::string& path : together) {
      if (auto done = append_files(path, one); !done) return tl::unexpected<Error>(std::move(done.error()));
    }
  }
  for (const std::string& path : paths) {
    ConfigurationFiles& one = found.emplace_back(ConfigurationFiles{path, {}});
    if (auto done = append_files(path, one); !done) return tl::unexpected<Error>(std::move(done.error()));
  }
  return found;
}

Result<SourceSet> read_configuration(const ConfigurationFiles& files, const std::string& stdin_name) {
  SourceSet sources;
  for (const std::string& path : files.paths) {
    Result<std::string> text = read_source(path);
    if (!text) return tl::unexpected<Error>(std::move(text.error()));
    sources.add(path == "-" ? stdin_name : path, std::move(*text));
  }
  return sources;
}

}  // namespace hapax::cli
