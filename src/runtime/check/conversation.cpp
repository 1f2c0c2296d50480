#include "runtime/check/conversation.hpp"

#include "runtime/check/http_conversation.hpp"
#include "runtime/check/tcp_conversation.hpp"

namespace hapax::runtime {

std::unique_ptr<Conversation> make_conversation(const model::RoutingModel& model, const model::Server& server) {
  const model::Proxy& backend = model.proxies[server.proxy];
  const std::span steps = std::span(model.check_steps).subspan(backend.check_steps.first, backend.check_steps.count);
  using Kind = model::HealthCheck::Kind;
  switch (server.check.kind) {
    case Kind::connect:
      return std::make_unique<ConnectOnly>();
    case Kind::http:
      return std::make_unique<HttpConversation>(server.check, steps, backend.check_disable_on_404);
    case Kind::tcp_script:
      return std::make_unique<Script>(steps);
    case Kind::redis:
      return std::make_unique<Greeting>("*1\r\n$4\r\nPING\r\n", "+PONG\r\n");
    case Kind::smtp:
      return std::make_unique<Greeting>("", "220");
    case Kind::mysql:
      return std::make_unique<MysqlGreeting>();
    default:
      return nullptr;
  }
}

}  // namespace hapax::runtime
