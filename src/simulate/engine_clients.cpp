// What clients do by themselves: they give up, think, ask again, and keep their connections.

#include <algorithm>

#include <hapax/base/ascii_case.hpp>

#include <simulate/engine.hpp>

namespace hapax::simulate {
namespace {

// The server authenticates the connection, not the request.
bool challenges_connection(const routing::Response& response) {
  if (response.status != 401 && response.status != 407) return false;
  const std::string_view name = response.status == 401 ? "www-authenticate" : "proxy-authenticate";
  return std::any_of(response.headers.begin(), response.headers.end(), [&](const routing::Header& header) {
    const std::string_view scheme = header.value.substr(0, header.value.find(' '));
    return equal_ignoring_case(header.name, name) &&
           (equal_ignoring_case(scheme, "negotiate") || equal_ignoring_case(scheme, "ntlm"));
  });
}

}  // namespace

void Engine::expect_patience(Flight& flight, routing::Time given) {
  const routing::Time patience = given >= 0 ? given : draw(patience_[flight.frontend]->time, patience_random_);
  schedule(now_ + patience, EventKind::give_up, flight.number, static_cast<std::uint32_t>(flight.index));
}

// The client closes its connection. With `option abortonclose` of the backend that ends the request wherever it is;
// without it the proxy goes on and finds out when it has an answer to send. A tarpit ends at once: it is held for the
// client's sake only.
void Engine::give_up(Flight& flight) {
  flight.gave_up = true;
  if (flight.loop_client != model::kNone) {
    loops_.reconnect(flight.loop_client);
    think(flight.loop_client);
    flight.loop_client = model::kNone;
  }
  if (flight.phase == Flight::Phase::tarpit) return over(flight, routing::Outcome::tarpitted);
  const model::Index backend = flight.transaction.ticket.backend;
  if (flight.phase == Flight::Phase::waiting || backend == model::kNone) return;
  if (!plans_[backend].abort_on_close) return;
  if (flight.phase == Flight::Phase::queued) leave_queue(flight);
  if (flight.phase == Flight::Phase::serving) leave_server(flight);
  over(flight, routing::Outcome::aborted);
}

// Returns when it will ask; kNever when its workload is over by then.
routing::Time Engine::think(std::uint32_t loop_client) {
  const routing::Time at = loops_.asks(loop_client, now_ - kOrigin);
  if (at == routing::kNever) return at;
  ++thinking_;
  schedule(kOrigin + at, EventKind::think_end, loop_client, 0);
  return at;
}

void Engine::ask(std::uint32_t loop_client) {
  --thinking_;
  arrive(loops_.request(loop_client), loop_client);
}

// A connection to a server stays with this client, instead of going to the pool for all, if it may not be shared: with
// `http-reuse never`, or when the server has authenticated it. The client's next request then finds it.
void Engine::keep_connection(const Flight& flight, routing::Outcome outcome) {
  if (outcome != routing::Outcome::served) return;
  Client& client = *flight.client;
  const model::Proxy& backend = model_.proxies[flight.transaction.ticket.backend];
  const model::Proxy& frontend = model_.proxies[flight.frontend];
  client.challenged = client.challenged || challenges_connection(flight.transaction.response);
  const bool closes = backend.http_server_close || frontend.http_server_close || backend.http_close;
  const bool own = backend.reuse == model::HttpReuse::never || client.challenged;
  client.last_server = own && !closes && backend.mode == model::Mode::http ? flight.server : model::kNone;
}

}  // namespace hapax::simulate
