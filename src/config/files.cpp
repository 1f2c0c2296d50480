#include <algorithm>
#include <filesystem>
#include <fstream>

#include <hapax/config/load.hpp>

namespace hapax::config {

namespace fs = std::filesystem;

std::string DiskFiles::resolve(const std::string& path) const {
  return path.empty() || path[0] == '/' || root_.empty() ? path : root_ + "/" + path;
}

FileState DiskFiles::state(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(resolve(path), error);
  if (status.type() == fs::file_type::not_found) return FileState::missing;
  if (error) return FileState::unreadable;
  if (status.type() == fs::file_type::directory) return FileState::directory;
  if (status.type() != fs::file_type::regular) return FileState::other;
  return std::ifstream(resolve(path)).good() ? FileState::regular : FileState::unreadable;
}

std::optional<std::string> DiskFiles::read(const std::string& path, std::size_t limit) {
  const FileState found = state(path);
  if (found != FileState::regular && found != FileState::other) return std::nullopt;
  if (found == FileState::other) return path == "/dev/null" ? std::optional(std::string()) : std::nullopt;
  std::ifstream in(resolve(path), std::ios::binary);
  std::string text;
  std::string block(std::min<std::size_t>(limit, 65536), '\0');
  while (text.size() < limit && in) {
    in.read(block.data(), static_cast<std::streamsize>(std::min(block.size(), limit - text.size())));
    text.append(block, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return std::nullopt;
  return text;
}

std::optional<std::vector<std::string>> DiskFiles::list(const std::string& path) {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator it(resolve(path), error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  if (error) return std::nullopt;
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace hapax::config
