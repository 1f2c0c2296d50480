#include "cli/route/single.hpp"

#include <fmt/format.h>

#include <hapax/simulate/trace.hpp>

#include "cli/route/request_line.hpp"

namespace hapax::cli {

routing::ClientConnection connection_of(const model::RoutingModel& model, const Entrance& entrance,
                                        const Destination& to, const routing::Address& source) {
  routing::ClientConnection connection;
  connection.frontend = entrance.frontend;
  connection.bind = entrance.bind;
  connection.source = connection.peer = source;
  connection.destination = local_address(model, entrance, to);
  const bool decrypts = entrance.bind != model::kNone && model.binds[entrance.bind].tls;
  if (decrypts || to.tls) connection.tls.emplace();
  return connection;
}

Result<Journey> route_single(const model::RoutingModel& model, const SingleRequest& single) {
  const auto typed = read_typed_request(single.line, single.headers);
  if (!typed) return tl::unexpected(typed.error());
  routing::Address source;
  if (!simulate::parse_address(single.source, source)) {
    return fail(fmt::format("'{}' is no address of a client: write such as 192.0.2.7 or 2001:db8::1", single.source));
  }
  if (source.port == 0) source.port = kSomePort;
  const Destination to{typed->tls, typed->host, typed->port, typed->port_written};
  const auto entrance =
      single.frontend ? entrance_by_name(model, *single.frontend, to) : entrance_by_address(model, to);
  if (!entrance) return tl::unexpected(entrance.error());

  routing::ClientConnection connection = connection_of(model, *entrance, to, source);
  if (connection.tls) {
    connection.tls->sni = typed->host;
    connection.tls->alpn = single.alpn;
  }
  Departure departure;
  departure.request.method = typed->method;
  departure.request.target = typed->target;
  departure.request.major = typed->major;
  departure.request.minor = typed->minor;
  for (const auto& [name, value] : typed->headers) departure.request.headers.push_back({name, value});

  Traveller traveller(model);
  Journey journey;
  routing::ConnectionState* state = nullptr;
  if (traveller.open(connection, departure.t, state, journey)) {
    traveller.travel(connection, state, departure, journey);
    traveller.close(state, departure.t);
  }
  return journey;
}

}  // namespace hapax::cli
