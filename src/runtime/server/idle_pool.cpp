#include "runtime/server/idle_pool.hpp"

#include <algorithm>

namespace hapax::runtime {
namespace {
/// HAProxy's pool-purge-delay.
constexpr routing::Time kKept = 5 * routing::kSecond;
}  // namespace

IdlePool::IdlePool(EventLoop& loop) : loop_(loop), cleaning_(loop.timers(), [this] { close_old(); }) {}

void IdlePool::keep(model::Index server, std::unique_ptr<Connection> connection) {
  if (connection->end_seen()) return;
  connection->own(*this);
  idle_[server].push_back({std::move(connection), loop_.now()});
  if (!cleaning_.armed()) cleaning_.set(loop_.now() + kKept);
}

std::unique_ptr<Connection> IdlePool::take(model::Index server) {
  const auto at = idle_.find(server);
  while (at != idle_.end() && !at->second.empty()) {
    std::unique_ptr<Connection> connection = std::move(at->second.back().connection);
    at->second.pop_back();
    if (connection->idle_and_open()) return connection;
  }
  return nullptr;
}

void IdlePool::on_ready(Connection& connection) {
  if (!connection.end_seen() && !connection.has_input()) return;
  for (auto& [server, list] : idle_) {
    const auto at =
        std::find_if(list.begin(), list.end(), [&](const Idle& i) { return i.connection.get() == &connection; });
    if (at == list.end()) continue;
    list.erase(at);
    return;
  }
}

void IdlePool::close_old() {
  const routing::Time limit = loop_.now() - kKept;
  bool any = false;
  for (auto& [server, list] : idle_) {
    std::erase_if(list, [&](const Idle& idle) { return idle.since <= limit; });
    any |= !list.empty();
  }
  if (any) cleaning_.set(loop_.now() + kKept);
}

}  // namespace hapax::runtime
