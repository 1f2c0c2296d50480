#include "cli/frame/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace hapax::cli {
namespace {

tl::unexpected<Error> unwritable(const std::string& path, int error) {
  std::string reason = std::generic_category().message(error);
  if (!reason.empty()) reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
  return fail("cannot write '" + path + "': " + reason);
}

// The permissions that a newly created file would have.
mode_t usual_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

OutputFile::OutputFile(std::string path, std::string temporary, std::FILE* stream)
    : path_(std::move(path)), temporary_(std::move(temporary)), stream_(stream) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      stream_(std::exchange(other.stream_, nullptr)) {}

OutputFile::~OutputFile() {
  if (stream_ != nullptr && stream_ != stdout) std::fclose(stream_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<OutputFile> OutputFile::open(const std::string& path) {
  if (path == "-") return OutputFile(path, "", stdout);
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return unwritable(path, EISDIR);
  if (exists && !S_ISREG(status.st_mode)) {
    std::FILE* direct = std::fopen(path.c_str(), "w");
    if (direct == nullptr) return unwritable(path, errno);
    return OutputFile(path, "", direct);
  }
  std::string temporary = path + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return unwritable(path, errno);
  ::fchmod(fd, exists ? status.st_mode & 07777 : usual_mode());
  return OutputFile(path, std::move(temporary), ::fdopen(fd, "w"));
}

Result<void> OutputFile::commit() {
  bool good = std::fflush(stream_) == 0 && std::ferror(stream_) == 0;
  int error = errno;
  if (stream_ != stdout) {
    if (std::fclose(stream_) != 0 && good) {
      good = false;
      error = errno;
    }
    stream_ = nullptr;
  }
  if (!good) return unwritable(path_, error);
  if (temporary_.empty()) return {};
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return unwritable(path_, errno);
  temporary_.clear();
  return {};
}

Result<void> write_file(const std::string& path, std::string_view content) {
  Result<OutputFile> file = OutputFile::open(path);
  if (!file) return tl::unexpected<Error>(file.error());
  std::fwrite(content.data(), 1, content.size(), file->stream());
  return file->commit();
}

}  // namespace hapax::cli
