#include "runtime/server/shared_router.hpp"

namespace hapax::runtime {
namespace {

void send(const routing::Ticket& ticket, Notice notice) {
  const auto* owner = static_cast<const TicketOwner*>(ticket.owner);
  owner->board->post(owner->request, notice);
}

}  // namespace

void SharedRouter::deliver() {
  if (effects_.empty()) return;
  for (const routing::Ticket* ticket : effects_.connect) send(*ticket, Notice::connect);
  for (const auto& refused : effects_.refused) {
    send(*refused.ticket,
         refused.outcome == routing::Outcome::queue_full ? Notice::refused_queue_full : Notice::refused_no_server);
  }
  for (const routing::Ticket* ticket : effects_.closed) send(*ticket, Notice::cut);
  effects_.clear();
}

}  // namespace hapax::runtime
