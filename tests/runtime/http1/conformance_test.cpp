// Requests that parsers disagree about, sent to the real program: the status the client sees, and the bytes the server
// gets. The table is what HAProxy 3.2 does, and where HAProxy is installed it is checked against the table as well.
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "runtime/net/address.hpp"
#include "runtime/net/connect.hpp"
#include "runtime/net/fd.hpp"

namespace hapax::runtime {
namespace {

using namespace std::string_view_literals;

struct Row {
  std::string_view name;
  std::string_view request;
  int status;
  std::string_view forwarded;
};

constexpr Row kRows[] = {
#define ROW(name, request, status, forwarded) Row{name, request, status, forwarded},
#include "conformance_cases.inc"
#undef ROW
};

struct Listening {
  Fd fd;
  int port = 0;
};

Listening listen_somewhere() {
  model::Endpoint loopback{model::Endpoint::Family::ipv4, "127.0.0.1", 0, 0, false, 0};
  Listening result;
  const auto address = to_socket_address(loopback);
  result.fd = Fd(socket(AF_INET, SOCK_STREAM, 0));
  EXPECT_EQ(bind(result.fd.get(), address->get(), address->length), 0);
  EXPECT_EQ(listen(result.fd.get(), 16), 0);
  result.port = to_routing_address(local_address(result.fd.get())).port;
  return result;
}

/// What comes within `milliseconds` of silence, or until the peer ends.
std::string read_until_silent(const Fd& fd, int milliseconds) {
  std::string text;
  char block[65536];
  pollfd wait{fd.get(), POLLIN, 0};
  while (poll(&wait, 1, milliseconds) > 0) {
    const ssize_t count = recv(fd.get(), block, sizeof block, 0);
    if (count <= 0) break;
    text.append(block, static_cast<std::size_t>(count));
  }
  return text;
}

/// A proxy in front of a server that is this process.
class Proxied {
 public:
  explicit Proxied(std::vector<std::string> command)
      : front_(listen_somewhere()), server_(listen_somewhere()), directory_(testing::TempDir() + "/hapax-XXXXXX") {
    mkdtemp(directory_.data());
    const std::string file = directory_ + "/haproxy.cfg";
    std::ofstream(file) << "global\n  nbthread 1\ndefaults\n  mode http\n  timeout connect 2s\n  timeout client 2s\n"
                           "  timeout server 2s\nlisten p\n  bind \"fd@${front}\"\n  server s 127.0.0.1:"
                        << server_.port << "\n";
    command.insert(command.end(), {"-db", "-f", file});
    pid_ = fork();
    if (pid_ != 0) return;
    setenv("front", std::to_string(front_.fd.get()).c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread here
    std::vector<char*> words;
    words.reserve(command.size() + 1);
    for (std::string& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    execv(words[0], words.data());
    _exit(127);
  }
  ~Proxied() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
    unlink((directory_ + "/haproxy.cfg").c_str());
    rmdir(directory_.c_str());
  }

  struct Seen {
    int status = 0;
    std::string forwarded;
  };

  Seen exchange(std::string_view request) {
    Seen seen;
    model::Endpoint to{model::Endpoint::Family::ipv4, "127.0.0.1", 0, 0, false, 0};
    const auto address = to_socket_address(to, static_cast<std::uint16_t>(front_.port));
    const Fd client(socket(AF_INET, SOCK_STREAM, 0));
    EXPECT_EQ(connect(client.get(), address->get(), address->length), 0);
    send(client.get(), request.data(), request.size(), MSG_NOSIGNAL);
    // Either the proxy answers by itself, or it connects to us.
    pollfd wait[] = {{client.get(), POLLIN, 0}, {server_.fd.get(), POLLIN, 0}};
    if (poll(wait, 2, 5000) <= 0) return seen;
    if ((wait[1].revents & POLLIN) != 0) {
      const Fd accepted(accept(server_.fd.get(), nullptr, nullptr));
      seen.forwarded = read_until_silent(accepted, 150);
      constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
      send(accepted.get(), kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL);
      shutdown(accepted.get(), SHUT_WR);
      wait[0].revents = 0;
      poll(wait, 1, 5000);
    }
    char head[16] = {};
    if (recv(client.get(), head, 12, MSG_WAITALL) == 12) seen.status = std::atoi(head + 9);
    return seen;
  }

 private:
  Listening front_;
  Listening server_;
  std::string directory_;
  pid_t pid_ = 0;
};

std::optional<std::string> find_oracle() {
  std::vector<std::string> candidates;
  if (const char* directory = std::getenv("HAPAX_ORACLE_DIR")) {  // NOLINT(concurrency-mt-unsafe)
    candidates = {std::string(directory) + "/haproxy-3.2", std::string(directory) + "/bin/haproxy-3.2"};
  }
  for (const std::string& candidate : candidates) {
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

void expect_the_table(std::vector<std::string> command) {
  Proxied proxy(std::move(command));
  for (const Row& row : kRows) {
    const Proxied::Seen seen = proxy.exchange(row.request);
    EXPECT_EQ(seen.status, row.status) << row.name;
    EXPECT_EQ(seen.forwarded, row.forwarded) << row.name;
  }
}

TEST(Conformance, HapaxForwardsAndRefusesAsInTheTable) { expect_the_table({HAPAX_PROGRAM, "run"}); }

TEST(Conformance, TheTableIsWhatHaproxyDoes) {
  const std::optional<std::string> oracle = find_oracle();
  if (!oracle) GTEST_SKIP() << "HAProxy 3.2 is not installed (HAPAX_ORACLE_DIR)";
  expect_the_table({*oracle});
}

}  // namespace
}  // namespace hapax::runtime
