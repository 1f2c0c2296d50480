#include "runtime/log/load.hpp"

#include "runtime/worker.hpp"

namespace hapax::runtime {

void count_load(Worker& worker, AccessRecord& record) {
  const Shared& shared = worker.shared();
  record.process_sessions = shared.sessions;
  record.frontend_sessions = shared.proxies[record.frontend].sessions;
  if (record.transaction == nullptr || record.transaction->ticket.backend == model::kNone) return;
  const routing::Ticket& ticket = record.transaction->ticket;
  worker.router().call([&](routing::Router& router, routing::Effects&) {
    record.backend_requests = router.backend(ticket.backend).connections;
    if (ticket.server != model::kNone) record.server_requests = router.server(ticket.server, worker.now()).served;
  });
}

}  // namespace hapax::runtime
