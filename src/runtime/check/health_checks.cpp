#include "runtime/check/health_checks.hpp"

#include "runtime/check/health_check.hpp"

namespace hapax::runtime {
namespace {

/// Where a server is checked: `addr` and `port` of its line, else where its traffic goes.
SocketAddress check_address(const model::Server& server, const SocketAddress& traffic) {
  const model::Endpoint& own = server.check.address;
  if (own.family != model::Endpoint::Family::none) {
    if (const auto address = to_socket_address(own, own.port != 0 ? own.port : server.address.port)) return *address;
  } else if (own.port != 0) {
    if (const auto address = to_socket_address(server.address, own.port)) return *address;
  }
  return traffic;
}

}  // namespace

HealthChecks::HealthChecks(EventLoop& loop, Shared& shared)
    : loop_(loop), shared_(shared), buffers_(shared.model.buffer_size) {}

HealthChecks::~HealthChecks() = default;

void HealthChecks::start() {
  for (model::Index i = 0; i < shared_.model.servers.size(); ++i) {
    const model::Server& server = shared_.model.servers[i];
    if (server.check.kind == model::HealthCheck::Kind::none) continue;
    checks_.push_back(
        std::make_unique<HealthCheck>(loop_, shared_, buffers_, i, check_address(server, shared_.servers[i])));
    checks_.back()->start();
  }
}

}  // namespace hapax::runtime
