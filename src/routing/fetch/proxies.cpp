// Frontends, backends and servers as they are now.

#include <algorithm>
#include <array>

#include "routing/fetch/fetches.hpp"
#include "routing/live/live_state.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;

const model::Proxy& proxy_at(const Args& args, const Context& c) {
  return c.world.model.proxies[args[0].index == model::kNone ? c.proxy : args[0].index];
}

model::Index index_at(const Args& args, const Context& c) {
  return args[0].index == model::kNone ? c.proxy : args[0].index;
}

bool fetch_fe_name(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_string(c.world.model.proxies[c.connection().frontend].name);
  return true;
}

bool fetch_fe_id(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_integer(c.world.model.proxies[c.connection().frontend].id);
  return true;
}

bool fetch_fe_defbe(const Args&, Context& c, Iteration&, Sample& out) {
  const model::Index backend = c.world.model.proxies[c.connection().frontend].default_backend;
  if (backend == model::kNone) return false;
  out.set_string(c.world.model.proxies[backend].name);
  return true;
}

/// The backend of the transaction; before one is chosen the frontend itself stands for it.
model::Index backend_of(const Context& c) {
  const model::Index backend = c.transaction == nullptr ? model::kNone : c.transaction->ticket.backend;
  return backend == model::kNone ? c.connection().frontend : backend;
}

bool fetch_be_name(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_string(c.world.model.proxies[backend_of(c)].name);
  return true;
}

bool fetch_be_id(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_integer(c.world.model.proxies[backend_of(c)].id);
  return true;
}

bool fetch_fe_conn(const Args& args, Context& c, Iteration&, Sample& out) {
  out.set_integer(c.world.traffic[index_at(args, c)].connections);
  return true;
}

bool fetch_dst_conn(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_integer(c.world.traffic[c.connection().frontend].connections);
  return true;
}

bool fetch_act_conn(const Args&, Context& c, Iteration&, Sample& out) {
  out.set_integer(c.world.connections);
  return true;
}

/// Events of the last second.
template <Rate World::Traffic::*rate>
bool fetch_rate(const Args& args, Context& c, Iteration&, Sample& out) {
  out.set_integer((c.world.traffic[index_at(args, c)].*rate).per_period(c.now / kMillisecond, 1000));
  return true;
}

bool fetch_be_conn(const Args& args, Context& c, Iteration&, Sample& out) {
  out.set_integer(c.world.live.backend(index_at(args, c)).connections);
  return true;
}

bool fetch_nbsrv(const Args& args, Context& c, Iteration&, Sample& out) {
  out.set_integer(c.world.live.backend(index_at(args, c)).usable_servers);
  return true;
}

/// All that wait: for any server of the backend, and for one of them.
std::int64_t queued(const model::Proxy& proxy, model::Index index, const Context& c) {
  std::int64_t total = c.world.live.backend(index).queued;
  for (model::Index s = proxy.servers.first; s < proxy.servers.end(); ++s) {
    total += c.world.live.server(s, c.now).queued;
  }
  return total;
}

bool fetch_queue(const Args& args, Context& c, Iteration&, Sample& out) {
  out.set_integer(queued(proxy_at(args, c), index_at(args, c), c));
  return true;
}

bool fetch_avg_queue(const Args& args, Context& c, Iteration&, Sample& out) {
  const std::int64_t waiting = queued(proxy_at(args, c), index_at(args, c), c);
  const std::int64_t servers = c.world.live.backend(index_at(args, c)).usable_servers;
  out.set_integer(servers > 0 ? (waiting + servers - 1) / servers : waiting);
  return true;
}

/// Is the server among those that take traffic: a backup only when no other server does, and without allbackups only
/// the first of them?
bool takes_part(const model::Proxy& proxy, model::Index server, const Context& c) {
  bool earlier_backup = false;
  for (model::Index s = proxy.servers.first; s < proxy.servers.end(); ++s) {
    if (!c.world.live.server(s, c.now).usable) continue;
    const bool backup = c.world.model.servers[s].backup;
    if (s == server) {
      if (!backup) return true;
      if (earlier_backup && !proxy.allbackups) return false;
      continue;
    }
    if (c.world.model.servers[server].backup && !backup) return false;
    earlier_backup = earlier_backup || (backup && s < server);
  }
  return c.world.live.server(server, c.now).usable;
}

/// Free slots of the servers that are up, those in queues included on demand; -1 when a server has no limit.
bool count_slots(const Args& args, Context& c, bool with_queues, Sample& out) {
  const model::Proxy& proxy = proxy_at(args, c);
  std::int64_t total = 0;
  for (model::Index s = proxy.servers.first; s < proxy.servers.end(); ++s) {
    const ServerSnapshot live = c.world.live.server(s, c.now);
    const model::Server& server = c.world.model.servers[s];
    if (!c.world.live.is_up(s) || live.state == RunState::stopping) continue;
    if (!with_queues && !takes_part(proxy, s, c)) continue;
    if (server.maxconn == 0 || (with_queues && server.maxqueue == 0)) {
      total = -1;
      break;
    }
    total += std::max<std::int64_t>(0, server.maxconn - live.current);
    if (with_queues) total += std::max<std::int64_t>(0, server.maxqueue - live.queued);
  }
  out.set_integer(total);
  return true;
}

bool fetch_connslots(const Args& args, Context& c, Iteration&, Sample& out) { return count_slots(args, c, true, out); }
bool fetch_be_conn_free(const Args& args, Context& c, Iteration&, Sample& out) {
  return count_slots(args, c, false, out);
}

/// The server that was chosen; only answers and logs know it.
const model::Server* chosen(const Context& c) {
  const model::Index server = c.transaction == nullptr ? model::kNone : c.transaction->ticket.server;
  return server == model::kNone ? nullptr : &c.world.model.servers[server];
}

bool fetch_srv_name(const Args&, Context& c, Iteration&, Sample& out) {
  if (chosen(c) == nullptr) return false;
  out.set_string(chosen(c)->name);
  return true;
}

bool fetch_srv_id(const Args&, Context& c, Iteration&, Sample& out) {
  if (chosen(c) == nullptr) return false;
  out.set_integer(chosen(c)->id);
  return true;
}

bool fetch_srv_is_up(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].index == model::kNone) return false;
  out.set_boolean(c.world.live.is_up(args[0].index));
  return true;
}

template <std::uint32_t ServerSnapshot::*member>
bool fetch_srv(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].index == model::kNone) return false;
  out.set_integer(c.world.live.server(args[0].index, c.now).*member);
  return true;
}

bool fetch_srv_conn_free(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].index == model::kNone) return false;
  const std::int64_t maxconn = c.world.model.servers[args[0].index].maxconn;
  const std::int64_t current = c.world.live.server(args[0].index, c.now).current;
  out.set_integer(maxconn == 0 ? -1 : std::max<std::int64_t>(0, maxconn - current));
  return true;
}

bool fetch_srv_iweight(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].index == model::kNone) return false;
  out.set_integer(c.world.model.servers[args[0].index].weight);
  return true;
}

/// The effective weight in units of the user weight, rounded up.
bool fetch_srv_weight(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].index == model::kNone) return false;
  const ServerSnapshot live = c.world.live.server(args[0].index, c.now);
  constexpr std::uint32_t kScale = 16;
  out.set_integer(std::min((live.effective_weight + kScale - 1) / kScale, live.weight));
  return true;
}

bool fetch_prio_class(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.transaction == nullptr) return false;
  out.set_integer(c.transaction->ticket.priority_class);
  return true;
}

bool fetch_prio_offset(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.transaction == nullptr) return false;
  out.set_integer(c.transaction->ticket.priority_offset);
  return true;
}

bool fetch_conn_retries(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.transaction == nullptr) return false;
  out.set_integer(c.response ? c.transaction->ticket.attempts : 0);
  return true;
}

bool fetch_redispatched(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.transaction == nullptr) return false;
  out.set_boolean(c.transaction->ticket.redispatched);
  return true;
}

/// A timeout in milliseconds; 0 when there is none. A frontend has none of a backend's, whatever its defaults say.
template <model::Nanoseconds model::Timeouts::*member>
bool fetch_backend_timeout(const Args&, Context& c, Iteration&, Sample& out) {
  const model::Proxy& proxy = c.world.model.proxies[backend_of(c)];
  const bool has_it = proxy.kind != model::Proxy::Kind::frontend || member == &model::Timeouts::tarpit;
  const model::Nanoseconds value = has_it ? proxy.timeouts.*member : model::kUnset;
  out.set_integer(value == model::kUnset ? 0 : value / kMillisecond);
  return true;
}

template <model::Nanoseconds model::Timeouts::*member>
bool fetch_frontend_timeout(const Args&, Context& c, Iteration&, Sample& out) {
  const model::Nanoseconds value = c.world.model.proxies[c.connection().frontend].timeouts.*member;
  out.set_integer(value == model::kUnset ? 0 : value / kMillisecond);
  return true;
}

/// Was there a connection to a server, or an answer in a server's place? For TCP: is a server chosen?
bool has_server(const Context& c) {
  const Ticket& ticket = c.transaction->ticket;
  return c.response && (c.http() ? c.state->server_status != 0 || ticket.connected : ticket.server != model::kNone);
}

/// What holds for this request at this moment. Those of the server's side are 0 until there is a connection to one, or
/// a rule says another; a service and a cache are none since 3.0.
template <model::Nanoseconds TimeoutChanges::*changed, model::Nanoseconds model::Timeouts::*own>
bool fetch_current_timeout(const Args&, Context& c, Iteration&, Sample& out) {
  if (c.transaction == nullptr) return false;
  const bool client = own == &model::Timeouts::client;
  const bool by_applet = c.state != nullptr && !c.state->applet.empty() && c.world.model.target >= Version::v3_0;
  const bool begun = client || (has_server(c) && !by_applet);
  const model::Index proxy = client ? c.connection().frontend : backend_of(c);
  model::Nanoseconds value = c.transaction->timeouts.*changed;
  if (value == model::kUnset && begun) value = c.world.model.proxies[proxy].timeouts.*own;
  out.set_integer(value == model::kUnset ? 0 : value / kMillisecond);
  return true;
}

constexpr std::array kEntries = {
    FetchEntry{FetchId::fe_name, fetch_fe_name},
    FetchEntry{FetchId::fe_id, fetch_fe_id},
    FetchEntry{FetchId::fe_defbe, fetch_fe_defbe},
    FetchEntry{FetchId::fe_conn, fetch_fe_conn},
    FetchEntry{FetchId::fe_sess_rate, fetch_rate<&World::Traffic::sessions>},
    FetchEntry{FetchId::fe_req_rate, fetch_rate<&World::Traffic::requests>},
    FetchEntry{FetchId::be_name, fetch_be_name},
    FetchEntry{FetchId::be_id, fetch_be_id},
    FetchEntry{FetchId::be_conn, fetch_be_conn},
    FetchEntry{FetchId::be_conn_free, fetch_be_conn_free},
    FetchEntry{FetchId::be_sess_rate, fetch_rate<&World::Traffic::backend_sessions>},
    FetchEntry{FetchId::nbsrv, fetch_nbsrv},
    FetchEntry{FetchId::queue, fetch_queue},
    FetchEntry{FetchId::avg_queue, fetch_avg_queue},
    FetchEntry{FetchId::connslots, fetch_connslots},
    FetchEntry{FetchId::srv_name, fetch_srv_name},
    FetchEntry{FetchId::srv_id, fetch_srv_id},
    FetchEntry{FetchId::srv_conn, fetch_srv<&ServerSnapshot::current>},
    FetchEntry{FetchId::srv_conn_free, fetch_srv_conn_free},
    FetchEntry{FetchId::srv_queue, fetch_srv<&ServerSnapshot::queued>},
    FetchEntry{FetchId::srv_is_up, fetch_srv_is_up},
    FetchEntry{FetchId::srv_weight, fetch_srv_weight},
    FetchEntry{FetchId::srv_iweight, fetch_srv_iweight},
    FetchEntry{FetchId::srv_uweight, fetch_srv<&ServerSnapshot::weight>},
    FetchEntry{FetchId::dst_conn, fetch_dst_conn},
    FetchEntry{FetchId::act_conn, fetch_act_conn},
    FetchEntry{FetchId::prio_class, fetch_prio_class},
    FetchEntry{FetchId::prio_offset, fetch_prio_offset},
    FetchEntry{FetchId::txn__conn_retries, fetch_conn_retries},
    FetchEntry{FetchId::txn__redispatched, fetch_redispatched},
    FetchEntry{FetchId::be_connect_timeout, fetch_backend_timeout<&model::Timeouts::connect>},
    FetchEntry{FetchId::be_queue_timeout, fetch_backend_timeout<&model::Timeouts::queue>},
    FetchEntry{FetchId::be_server_timeout, fetch_backend_timeout<&model::Timeouts::server>},
    FetchEntry{FetchId::be_tarpit_timeout, fetch_backend_timeout<&model::Timeouts::tarpit>},
    FetchEntry{FetchId::be_tunnel_timeout, fetch_backend_timeout<&model::Timeouts::tunnel>},
    FetchEntry{FetchId::cur_server_timeout, fetch_current_timeout<&TimeoutChanges::server, &model::Timeouts::server>},
    FetchEntry{FetchId::cur_tunnel_timeout, fetch_current_timeout<&TimeoutChanges::tunnel, &model::Timeouts::tunnel>},
    FetchEntry{FetchId::cur_client_timeout, fetch_current_timeout<&TimeoutChanges::client, &model::Timeouts::client>},
    FetchEntry{FetchId::fe_client_timeout, fetch_frontend_timeout<&model::Timeouts::client>},
    FetchEntry{FetchId::fe_tarpit_timeout, fetch_frontend_timeout<&model::Timeouts::tarpit>},
};

}  // namespace

std::span<const FetchEntry> proxy_fetches() { return kEntries; }

}  // namespace hapax::routing
