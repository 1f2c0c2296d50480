// The client's connection: addresses, TLS.

#include <algorithm>
#include <array>

#include "routing/fetch/fetches.hpp"
#include "routing/fetch/tls.hpp"

namespace hapax::routing {

bool terminates_tls(const Context& context) {
  const ClientConnection& connection = context.connection();
  if (!connection.tls) return false;
  const model::RoutingModel& model = context.world.model;
  if (connection.bind < model.binds.size())
    return model.binds[connection.bind].tls || model.binds[connection.bind].quic;
  const model::Proxy& frontend = model.proxies[connection.frontend];
  for (model::Index i = frontend.binds.first; i < frontend.binds.end(); ++i) {
    if (model.binds[i].tls || model.binds[i].quic) return true;
  }
  return frontend.mode == model::Mode::http;
}

namespace {

using model::FetchId;

bool set_port(const Address& address, Sample& out) {
  if (address.family != Address::Family::ipv4 && address.family != Address::Family::ipv6) return false;
  out.set_integer(address.port);
  return true;
}

bool fetch_src(const Args&, Context& c, Iteration&, Sample& out) { return out.set_address(c.source()); }
bool fetch_src_port(const Args&, Context& c, Iteration&, Sample& out) { return set_port(c.source(), out); }
bool fetch_dst(const Args&, Context& c, Iteration&, Sample& out) { return out.set_address(c.destination()); }
bool fetch_dst_port(const Args&, Context& c, Iteration&, Sample& out) { return set_port(c.destination(), out); }

// fc_*: of the connection, whatever rules on the session and the request say.
bool fetch_fc_src(const Args&, Context& c, Iteration&, Sample& out) { return out.set_address(c.session.source); }
bool fetch_fc_src_port(const Args&, Context& c, Iteration&, Sample& out) { return set_port(c.session.source, out); }
bool fetch_fc_dst(const Args&, Context& c, Iteration&, Sample& out) { return out.set_address(c.session.destination); }
bool fetch_fc_dst_port(const Args&, Context& c, Iteration&, Sample& out) {
  return set_port(c.session.destination, out);
}

/// Can a socket of this machine have the address? Loopback always, and where clients come in. Of other addresses that a
/// real machine may have the configuration tells nothing.
bool is_local(const Address& address, const Context& c) {
  const auto& bytes = address.bytes;
  if (address.family == Address::Family::ipv4 && bytes[0] == 127) return true;
  std::array<std::uint8_t, 16> loopback{};
  loopback[15] = 1;
  if (address.family == Address::Family::ipv6 && bytes == loopback) return true;
  const auto unspecified = [](std::uint8_t byte) { return byte == 0; };
  if (address.family == Address::Family::none || address.family == Address::Family::unix_socket) return false;
  if (std::all_of(bytes.begin(), bytes.end(), unspecified)) return true;
  const Address& met = c.connection().destination;
  return address.family == met.family && bytes == met.bytes;
}

bool fetch_src_is_local(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(is_local(c.source(), c));
  return true;
}
bool fetch_dst_is_local(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(is_local(c.destination(), c));
  return true;
}
bool fetch_fc_src_is_local(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(is_local(c.session.source, c));
  return true;
}
bool fetch_fc_dst_is_local(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(is_local(c.session.destination, c));
  return true;
}

bool fetch_fc_http_major(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_integer(c.transaction != nullptr ? c.transaction->request.major : 1);
  return true;
}

bool fetch_fc_rcvd_proxy(const Args&, Context& c, Iteration&, Sample& out) {
  const ClientConnection& connection = c.connection();
  const auto& binds = c.world.model.binds;
  out.set_boolean((connection.bind < binds.size() && binds[connection.bind].accept_proxy) || c.session.proxied);
  return true;
}

bool fetch_so_name(const Args&, Context& c, Iteration&, Sample& out) {
  const model::RoutingModel& model = c.world.model;
  if (c.connection().bind >= model.binds.size() || model.binds[c.connection().bind].name.empty()) return false;
  out.set_string(model.binds[c.connection().bind].name);
  return true;
}

bool fetch_so_id(const Args&, Context& c, Iteration&, Sample& out) {
  const model::RoutingModel& model = c.world.model;
  if (c.connection().bind >= model.binds.size()) return false;
  out.set_integer(model.binds[c.connection().bind].id);
  return true;
}

/// What only TLS tells, where nobody speaks it: the compiler lets these pass for such configurations alone.
bool fetch_nothing(const Args&, Context&, Iteration&, Sample&) { return false; }

bool fetch_false(const Args&, Context&, Iteration&, Sample& out) {
  out.set_boolean(false);
  return true;
}

/// Of the connection to a server, once there is one.
const model::Server* chosen_server(const Context& c) {
  const bool unknown = c.transaction == nullptr || c.unconnected;
  const model::Index server = unknown ? model::kNone : c.transaction->ticket.server;
  return server == model::kNone ? nullptr : &c.world.model.servers[server];
}

bool fetch_fc_err(const Args&, Context&, Iteration&, Sample& out) {
  out.set_integer(0);
  return true;
}

bool fetch_fc_err_str(const Args&, Context&, Iteration&, Sample& out) {
  out.set_string("Success");
  return true;
}

bool fetch_bc_err(const Args& args, Context& c, Iteration& at, Sample& out) {
  return chosen_server(c) != nullptr && fetch_fc_err(args, c, at, out);
}

bool fetch_bc_err_str(const Args& args, Context& c, Iteration& at, Sample& out) {
  return chosen_server(c) != nullptr && fetch_fc_err_str(args, c, at, out);
}

bool fetch_fc_glitches(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.transaction == nullptr || !c.http() || c.transaction->request.major < 2) return false;
  out.set_integer(0);
  return true;
}

bool fetch_is_htx(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(c.http());
  return true;
}

/// Servers are spoken to in HTTP/1.
bool fetch_bc_http_major(const Args&, Context& c, Iteration&, Sample& out) {
  if (chosen_server(c) == nullptr) return false;
  out.set_integer(1);
  return true;
}

bool fetch_bc_dst(const Args&, Context& c, Iteration&, Sample& out) {
  const model::Server* server = chosen_server(c);
  if (server == nullptr) return false;
  out.set_string(server->address.host);
  return cast(out, SampleType::address, c.arena);
}

bool fetch_bc_dst_port(const Args&, Context& c, Iteration&, Sample& out) {
  const model::Server* server = chosen_server(c);
  if (server == nullptr) return false;
  out.set_integer(server->address.port);
  return true;
}

/// False, not without a value, where there is no connection yet; so is ssl_bc_is_resumed.
bool fetch_ssl_bc(const Args&, Context& c, Iteration&, Sample& out) {
  const model::Server* server = chosen_server(c);
  out.set_boolean(server != nullptr && server->tls);
  return true;
}

bool fetch_ssl_fc(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(terminates_tls(c));
  return true;
}

bool fetch_ssl_fc_has_sni(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(terminates_tls(c) && !c.connection().tls->sni.empty());
  return true;
}

/// Nobody is asked for a certificate.
bool fetch_client_certificate_flag(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_boolean(false);
  return terminates_tls(c);
}

bool fetch_client_certificate_error(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_integer(0);
  return terminates_tls(c);
}

/// One member of TlsInfo; an empty one is not there.
template <std::string_view TlsInfo::*member>
bool fetch_tls(const Args&, Context& c, Iteration&, Sample& out) {
  if (!terminates_tls(c) || ((*c.connection().tls).*member).empty()) return false;
  out.set_string((*c.connection().tls).*member);
  return true;
}

constexpr std::array kEntries = {
    FetchEntry{FetchId::src, fetch_src},
    FetchEntry{FetchId::src_port, fetch_src_port},
    FetchEntry{FetchId::dst, fetch_dst},
    FetchEntry{FetchId::dst_port, fetch_dst_port},
    FetchEntry{FetchId::fc_src, fetch_fc_src},
    FetchEntry{FetchId::fc_src_port, fetch_fc_src_port},
    FetchEntry{FetchId::fc_dst, fetch_fc_dst},
    FetchEntry{FetchId::fc_dst_port, fetch_fc_dst_port},
    FetchEntry{FetchId::fc_http_major, fetch_fc_http_major},
    FetchEntry{FetchId::fc_rcvd_proxy, fetch_fc_rcvd_proxy},
    FetchEntry{FetchId::so_name, fetch_so_name},
    FetchEntry{FetchId::so_id, fetch_so_id},
    FetchEntry{FetchId::client_certificate_flag, fetch_client_certificate_flag},
    FetchEntry{FetchId::client_certificate_error, fetch_client_certificate_error},
    FetchEntry{FetchId::client_certificate_version, fetch_nothing},
    FetchEntry{FetchId::client_certificate_text, fetch_nothing},
    FetchEntry{FetchId::tls_flag, fetch_nothing},
    FetchEntry{FetchId::tls_number, fetch_nothing},
    FetchEntry{FetchId::tls_text, fetch_nothing},
    FetchEntry{FetchId::ssl_fc_is_resumed, fetch_false},
    FetchEntry{FetchId::server_tls_text, fetch_nothing},
    FetchEntry{FetchId::server_tls_number, fetch_nothing},
    FetchEntry{FetchId::proxy_protocol_text, fetch_nothing},
    FetchEntry{FetchId::fc_err, fetch_fc_err},
    FetchEntry{FetchId::fc_err_str, fetch_fc_err_str},
    FetchEntry{FetchId::bc_err, fetch_bc_err},
    FetchEntry{FetchId::bc_err_str, fetch_bc_err_str},
    FetchEntry{FetchId::err_name, fetch_nothing},
    FetchEntry{FetchId::fs_aborted, fetch_false},
    FetchEntry{FetchId::bs_aborted, fetch_false},
    FetchEntry{FetchId::rst_code, fetch_nothing},
    FetchEntry{FetchId::fc_glitches, fetch_fc_glitches},
    FetchEntry{FetchId::bc_nb_streams, fetch_bc_http_major},
    FetchEntry{FetchId::internal__strm__is_htx, fetch_is_htx},
    FetchEntry{FetchId::bc_http_major, fetch_bc_http_major},
    FetchEntry{FetchId::server_tls_flag, fetch_false},
    FetchEntry{FetchId::src_is_local, fetch_src_is_local},
    FetchEntry{FetchId::dst_is_local, fetch_dst_is_local},
    FetchEntry{FetchId::fc_src_is_local, fetch_fc_src_is_local},
    FetchEntry{FetchId::fc_dst_is_local, fetch_fc_dst_is_local},
    FetchEntry{FetchId::bc_dst, fetch_bc_dst},
    FetchEntry{FetchId::bc_dst_port, fetch_bc_dst_port},
    FetchEntry{FetchId::stopping, fetch_false},
    FetchEntry{FetchId::ssl_bc, fetch_ssl_bc},
    FetchEntry{FetchId::ssl_fc, fetch_ssl_fc},
    FetchEntry{FetchId::ssl_fc_has_sni, fetch_ssl_fc_has_sni},
    FetchEntry{FetchId::ssl_fc_sni, fetch_tls<&TlsInfo::sni>},
    FetchEntry{FetchId::ssl_fc_alpn, fetch_tls<&TlsInfo::alpn>},
    FetchEntry{FetchId::ssl_fc_protocol, fetch_tls<&TlsInfo::version>},
    FetchEntry{FetchId::ssl_fc_cipher, fetch_tls<&TlsInfo::cipher>},
};

}  // namespace

std::span<const FetchEntry> connection_fetches() { return kEntries; }

}  // namespace hapax::routing
