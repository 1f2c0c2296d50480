#include "config/machine.hpp"

#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace hapax::config {

// Only the thread of the checks asks.
// NOLINTBEGIN(concurrency-mt-unsafe)
bool ThisMachine::has_user(const std::string& name) { return getpwnam(name.c_str()) != nullptr; }
bool ThisMachine::has_group(const std::string& name) { return getgrnam(name.c_str()) != nullptr; }
// NOLINTEND(concurrency-mt-unsafe)

bool ThisMachine::resolves(const std::string& host) {
  addrinfo* list = nullptr;
  const bool found = getaddrinfo(host.c_str(), nullptr, nullptr, &list) == 0 && list != nullptr;
  if (list != nullptr) freeaddrinfo(list);
  return found;
}

unsigned ThisMachine::processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return static_cast<unsigned>(CPU_COUNT(&set));
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? static_cast<unsigned>(online) : 1;
}

std::optional<std::uint64_t> ThisMachine::open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max == RLIM_INFINITY) return std::nullopt;
  return limit.rlim_max;
}

bool ThisMachine::privileged() { return geteuid() == 0; }

}  // namespace hapax::config
