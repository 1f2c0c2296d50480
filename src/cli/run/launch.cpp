#include "cli/run/launch.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <csignal>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "cli/frame/terminal.hpp"

namespace hapax::cli {
namespace {

using runtime::Problem;
using Opened = tl::expected<std::unique_ptr<runtime::Proxy>, std::vector<Problem>>;

void signal_all(const std::vector<int>& pids, int signal) {
  for (const int pid : pids) ::kill(pid, signal);
}

/// With -sf or -st the ports may still be held by those that we replace: they are told to go, and have a second.
Opened open_proxy(const model::RoutingModel& model, const runtime::Settings& settings, const Invocation& invocation) {
  using namespace std::chrono_literals;
  Opened opened = runtime::Proxy::open(model, settings);
  signal_all(invocation.finish, SIGUSR1);
  signal_all(invocation.terminate, SIGTERM);
  const bool replaces = !invocation.finish.empty() || !invocation.terminate.empty();
  for (int i = 0; !opened && replaces && i < 20; ++i) {
    std::this_thread::sleep_for(50ms);
    opened = runtime::Proxy::open(model, settings);
  }
  return opened;
}

void show(const std::vector<Problem>& problems, const model::RoutingModel& model) {
  for (const Problem& problem : problems) {
    const bool placed = problem.place.line != 0 && problem.place.file < model.files.size();
    const std::string where =
        placed ? fmt::format("{}:{}: ", model.files[problem.place.file], problem.place.line) : std::string{};
    complain(where + problem.message);
  }
}

/// Goes on in a child of its own session; the process that was started ends. The pid file names who serves.
bool go_to_background() {
  const pid_t child = fork();
  if (child < 0)
    return complain(fmt::format("cannot run in the background: {}", std::generic_category().message(errno))) == kClean;
  if (child > 0) _exit(0);
  setsid();
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, fd);
  return true;
}

bool write_pid_file(const std::string& path) {
  if (path.empty()) return true;
  std::FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) {
    complain(fmt::format("cannot write the pid file '{}': {}", path, std::generic_category().message(errno)));
    return false;
  }
  fmt::print(file, "{}\n", getpid());
  std::fclose(file);
  return true;
}

/// sd_notify(3), without its library: a datagram to the socket that the service manager named.
void tell_ready() {
  const char* name = std::getenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe): nothing changes the environment
  if (name == nullptr || *name == '\0') return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t length = std::strlen(name);
  if (length >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, name, length);
  if (name[0] == '@') address.sun_path[0] = '\0';
  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  constexpr std::string_view kReady = "READY=1\n";
  sendto(fd, kReady.data(), kReady.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address),
         static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length));
  ::close(fd);
}

}  // namespace

int launch(const model::RoutingModel& model, const ProcessSettings& settings, const Invocation& invocation) {
  Opened opened = open_proxy(model, settings.runtime, invocation);
  if (!opened) {
    show(opened.error(), model);
    return kFailure;
  }
  const bool background = (invocation.daemon || settings.daemon) && !invocation.foreground && !invocation.master;
  if (background && !go_to_background()) return kFailure;
  if (!write_pid_file(invocation.pid_file.empty() ? settings.pid_file : invocation.pid_file)) return kFailure;
  if (const Result<void> dropped = drop_privileges(settings); !dropped) return complain(dropped.error().message);
  if (invocation.notify) tell_ready();
  const int signal = (*opened)->run();
  // A master ends as if the signal had killed it, a lone process as if it had been asked to.
  constexpr int kKilledBy = 128;
  return invocation.master && signal != SIGUSR1 ? kKilledBy + signal : kClean;
}

int launch_haproxy(const Invocation& invocation) {
  std::vector<std::string> words{"haproxy"};
  if (!invocation.daemon) words.emplace_back(invocation.master ? "-W" : "-db");
  if (invocation.daemon) words.emplace_back("-D");
  if (!invocation.pid_file.empty()) words.insert(words.end(), {"-p", invocation.pid_file});
  for (const auto* list : {&invocation.paths, &invocation.together}) {
    for (const std::string& path : *list) {
      if (path == "-") return complain("standard input has been read: '--engine haproxy' needs a file");
      words.insert(words.end(), {"-f", path});
    }
  }
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::fflush(nullptr);
  execvp("haproxy", arguments.data());
  return complain(fmt::format("cannot start 'haproxy' from the PATH: {}", std::generic_category().message(errno)));
}

}  // namespace hapax::cli
