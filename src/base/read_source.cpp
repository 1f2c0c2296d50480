#include <hapax/base/read_source.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>
#include <utility>

namespace hapax {
namespace {

constexpr std::size_t kStep = std::size_t{64} << 10;

// An open descriptor that closes itself; standard input is left open.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::string reason(int error) {
  std::string text = std::generic_category().message(error);
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

tl::unexpected<Error> unreadable(const std::string& name, const std::string& why) {
  return fail("cannot read " + name + ": " + why);
}

// Reads on until the end; a pipe without data for now is waited for.
Result<std::string> read_all(int fd, std::size_t expected, const std::string& name) {
  std::string text;
  text.resize(expected + kStep);
  std::size_t filled = 0;
  while (true) {
    if (filled == text.size()) text.resize(std::min(text.size() * 2, kMaxSourceBytes + 1));
    const ssize_t got = ::read(fd, text.data() + filled, text.size() - filled);
    if (got == 0) break;
    if (got > 0) {
      filled += static_cast<std::size_t>(got);
      if (filled > kMaxSourceBytes) return unreadable(name, "it is longer than 64 MiB");
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd wait{fd, POLLIN, 0};
      ::poll(&wait, 1, -1);
    } else if (errno != EINTR) {
      return unreadable(name, reason(errno));
    }
  }
  text.resize(filled);
  return text;
}

}  // namespace

Result<std::string> read_source(const std::string& path) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : "'" + path + "'";
  // Without O_NONBLOCK the opening of a named pipe that nobody writes to never returns.
  const Descriptor file(standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return unreadable(name, reason(errno));

  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return unreadable(name, reason(errno));
  if (S_ISDIR(status.st_mode)) return unreadable(name, "it is a directory");
  const auto size = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
  if (size > kMaxSourceBytes) return unreadable(name, "it is longer than 64 MiB");

  Result<std::string> text = read_all(file.get(), size, name);
  if (text && text->empty() && S_ISFIFO(status.st_mode) && !standard_input) {
    return unreadable(name, "it is a pipe that nobody writes to");
  }
  return text;
}

}  // namespace hapax
