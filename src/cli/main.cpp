#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "cli/frame/dispatch.hpp"
#include "cli/run/haproxy.hpp"

int main(int argc, char** argv) {
  const hapax::cli::Arguments arguments{argv + 1, argv + argc};
  // A link named haproxy makes it stand in for HAProxy, wherever a program of that name is started.
  const std::string_view path = argc > 0 ? argv[0] : "";
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const int status = name == "haproxy" ? hapax::cli::run_as_haproxy(arguments) : hapax::cli::dispatch(arguments);
  std::fflush(nullptr);
  std::quick_exit(status);
}
