// From texts to Config: the front door of the config stage.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/rule_info.hpp>
#include <hapax/base/source.hpp>
#include <hapax/config/config.hpp>
#include <hapax/syntax/environment.hpp>

namespace hapax::config {

/// What a path leads to.
enum class FileState : std::uint8_t { missing, regular, directory, unreadable, other };

/// How files that a configuration refers to are reached: certificates, maps, error pages. Tests give their own. Several
/// threads may ask at once.
class FileAccess {
 public:
  virtual ~FileAccess() = default;
  virtual FileState state(const std::string& path) = 0;
  /// At most `limit` bytes of a regular file; nothing when it cannot be read.
  virtual std::optional<std::string> read(const std::string& path, std::size_t limit) = 0;
  /// The names in a directory, sorted; nothing when there is none.
  virtual std::optional<std::vector<std::string>> list(const std::string& path) = 0;
};

/// The files of this machine. Relative paths count from `working_directory`.
class DiskFiles final : public FileAccess {
 public:
  explicit DiskFiles(std::string working_directory) : root_(std::move(working_directory)) {}
  FileState state(const std::string& path) override;
  std::optional<std::string> read(const std::string& path, std::size_t limit) override;
  std::optional<std::vector<std::string>> list(const std::string& path) override;

 private:
  [[nodiscard]] std::string resolve(const std::string& path) const;
  std::string root_;
};

struct LoadOptions {
  Version target = kDefaultTarget;
  /// The environment that the configuration sees. HAProxy's own HAPROXY_* variables are added by load().
  syntax::Environment environment;
  /// Features that the target's build lacks; all others are there.
  std::vector<Feature> without;
  /// Null: no file is looked at (`--no-files`).
  FileAccess* files = nullptr;
  /// Also users, groups and names that must resolve here.
  bool on_this_machine = false;
};

/// Reads the files of one configuration, in order. `sources` must outlive the Config.
Config load(const SourceSet& sources, std::span<const FileId> files, const LoadOptions& options,
            Diagnostics& diagnostics);

class Reading;

/// The second half of load(): what can be said only when all lines have been read.
class PendingChecks {
 public:
  PendingChecks();
  PendingChecks(PendingChecks&&) noexcept;
  PendingChecks& operator=(PendingChecks&&) noexcept;
  ~PendingChecks();

  /// Appends their findings, which belong behind those of the lines. `config` is the one that was read, wherever it has
  /// been moved. They only look at it, so that others may do so at the same time.
  void run(Config& config, Diagnostics& diagnostics);

 private:
  friend Config load(const SourceSet& sources, std::span<const FileId> files, const LoadOptions& options,
                     Diagnostics& diagnostics, PendingChecks& later);
  std::unique_ptr<Reading> reading_;
};

/// The first half of load(): reads the lines, and leaves the rest for later.
Config load(const SourceSet& sources, std::span<const FileId> files, const LoadOptions& options,
            Diagnostics& diagnostics, PendingChecks& later);

/// The rules of this stage, for `hapax rule`.
std::span<const RuleInfo> rules();

}  // namespace hapax::config
