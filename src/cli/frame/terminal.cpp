#include "cli/frame/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include <fmt/format.h>

#include "cli/frame/command.hpp"

namespace hapax::cli {

bool wants_colour(std::FILE* stream) {
  // NOLINTBEGIN(concurrency-mt-unsafe): nothing changes the environment
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  // NOLINTEND(concurrency-mt-unsafe)
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
  return ::isatty(::fileno(stream)) == 1;
}

unsigned terminal_width(std::FILE* stream) {
  winsize size{};
  return ::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int complain(std::string_view message) {
  std::fflush(stdout);
  fmt::print(stderr, "hapax: {}\n", message);
  return kFailure;
}

}  // namespace hapax::cli
