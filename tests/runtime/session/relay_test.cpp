#include "runtime/session/relay.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>

#include <string>

namespace hapax::runtime {
namespace {

/// Two socket pairs: a client and a server of ours at the outer ends, the relay between the inner ones.
class RelayTest : public testing::Test, public ConnectionOwner {
 protected:
  RelayTest() : RelayTest(make_pair(), make_pair()) {}

  void on_ready(Connection&) override {
    while (relay.step()) {
    }
    if (relay.over()) loop.stop();
  }

  /// Runs the loop for a few rounds.
  void turn() {
    Timer stop(loop.timers(), [this] { loop.stop(); });
    stop.set(loop.now() + 50 * routing::kMillisecond);
    loop.run();
  }

  static std::string receive(const Fd& fd) {
    std::string text(65536, '\0');
    const ssize_t count = recv(fd.get(), text.data(), text.size(), MSG_DONTWAIT);
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return count == 0 ? "<end>" : text;
  }

  static void say(const Fd& fd, std::string_view text) { send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL); }

  struct Pair {
    Fd outer;
    Fd inner;
  };
  static Pair make_pair() {
    int fds[2];
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds);
    return {Fd(fds[0]), Fd(fds[1])};
  }

  RelayTest(Pair a, Pair b)
      : client(std::move(a.outer)),
        server(std::move(b.outer)),
        inner_client(loop, std::move(a.inner), *this),
        inner_server(loop, std::move(b.inner), *this) {}

  EventLoop loop;
  BufferPool pool{4096};
  Buffer up{pool};
  Buffer down{pool};
  Fd client;
  Fd server;
  Connection inner_client;
  Connection inner_server;
  Relay relay{inner_client, inner_server, up, down};
};

TEST_F(RelayTest, MovesBytesBothWays) {
  say(client, "ping");
  say(server, "pong");
  turn();
  EXPECT_EQ(receive(server), "ping");
  EXPECT_EQ(receive(client), "pong");
}

TEST_F(RelayTest, OneHalfMayEndBeforeTheOther) {
  say(client, "last words");
  shutdown(client.get(), SHUT_WR);
  turn();
  EXPECT_EQ(receive(server), "last words");
  EXPECT_EQ(receive(server), "<end>");
  EXPECT_FALSE(relay.over());
  say(server, "the answer");
  shutdown(server.get(), SHUT_WR);
  turn();
  EXPECT_EQ(receive(client), "the answer");
  EXPECT_EQ(receive(client), "<end>");
  EXPECT_TRUE(relay.over());
}

TEST_F(RelayTest, ASlowReaderStopsTheSenderNotTheProxy) {
  const std::string block(8192, 'x');
  std::size_t sent = 0;
  for (int i = 0; i < 1000; ++i) {
    const ssize_t count = send(client.get(), block.data(), block.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count <= 0) break;
    sent += static_cast<std::size_t>(count);
  }
  turn();
  EXPECT_LE(up.size(), pool.block_size());
  EXPECT_GT(sent, pool.block_size()) << "the kernel's buffers took the rest";
}

}  // namespace
}  // namespace hapax::runtime
