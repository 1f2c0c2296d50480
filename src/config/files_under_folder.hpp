// Files whose relative names count from a folder of their own: what `default-path` does.
#pragma once

#include <string>

#include <hapax/config/load.hpp>

namespace hapax::config {

class FilesUnderFolder final : public FileAccess {
 public:
  explicit FilesUnderFolder(FileAccess* files) : files_(files) {}

  /// Empty: names are passed on as they are.
  void set_folder(std::string folder) { folder_ = std::move(folder); }

  FileState state(const std::string& path) override { return files_->state(place(path)); }
  std::optional<std::string> read(const std::string& path, std::size_t limit) override {
    return files_->read(place(path), limit);
  }
  std::optional<std::vector<std::string>> list(const std::string& path) override { return files_->list(place(path)); }

 private:
  [[nodiscard]] std::string place(const std::string& path) const {
    return folder_.empty() || path.starts_with('/') ? path : folder_ + "/" + path;
  }
  FileAccess* files_;
  std::string folder_;
};

}  // namespace hapax::config
