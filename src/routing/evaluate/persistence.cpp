// use-server, persistence rules and stick tables. Cookies have a file of their own (cookie_persistence.cpp).

#include "routing/evaluate/persistence.hpp"

#include <fmt/format.h>

#include "routing/balance/hash_key.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/live/live_state.hpp"
#include "routing/sample/text.hpp"
#include "routing/stick/reading.hpp"

namespace hapax::routing {
namespace {

const model::Proxy& backend_of(const Context& c) { return c.world.model.proxies[c.transaction->ticket.backend]; }

bool applies(model::Index condition, model::Place place, const std::string& text, Context& c) {
  if (c.trace == nullptr) return holds(condition, c);
  std::string why;
  const bool result = holds(condition, c, &why);
  c.trace->rule(place, text, result, condition == model::kNone ? "no condition" : std::move(why));
  return result;
}

bool acceptable(model::Index server, const Context& c) {
  return c.world.live.acceptable(server, c.transaction->ticket.force_persist);
}

void assign(model::Index server, Context& c, std::string why) {
  LiveState::assign(c.transaction->ticket, server);
  if (c.trace != nullptr) c.trace->server(server, true, std::move(why));
}

/// The server of the backend with that numeric id; kNone for none.
model::Index server_by_id(std::uint64_t id, const Context& c) {
  const model::Range servers = backend_of(c).servers;
  for (model::Index i = servers.first; i < servers.end(); ++i) {
    if (c.world.model.servers[i].id == id) return i;
  }
  return model::kNone;
}

std::string address_text(const model::Server& server) {
  return fmt::format("{}:{}", server.address.host, server.address.port);
}

/// The server that an entry remembers: by name or address, else by id.
model::Index remembered(const StickTable& table, StickEntry& entry, const Context& c) {
  const model::Range servers = backend_of(c).servers;
  const bool by_address = table.description().server_key_is_address;
  for (model::Index i = servers.first; i < servers.end() && !entry.server_name.empty(); ++i) {
    const model::Server& server = c.world.model.servers[i];
    if ((by_address ? address_text(server) : server.name) == entry.server_name) return i;
  }
  const Cell* id = table.cell(entry, Stored::server_id);
  return id == nullptr || id->value == 0 ? model::kNone : server_by_id(id->value, c);
}

/// The key that a stick rule makes; nothing when its sample is missing or does not convert.
std::optional<std::string_view> stick_key(const model::StickRule& rule, Context& c) {
  Sample sample;
  if (!evaluate(rule.expression, c, SampleType::any, sample)) return std::nullopt;
  return c.world.tables[rule.table].key_of(sample, c.arena);
}

void match_stick_entry(const model::StickRule& rule, std::string_view key, Context& c) {
  StickTable& table = c.world.tables[rule.table];
  StickEntry* entry = table.find(key, c.now);
  if (entry == nullptr) return;
  if (!c.transaction->ticket.assigned) {
    const model::Index server = remembered(table, *entry, c);
    if (server != model::kNone && acceptable(server, c)) {
      assign(server, c, fmt::format("remembered by the stick table '{}'", table.description().name));
    }
  }
  table.touch(*entry, c.now);
}

/// Of what the request stores only the first of each table counts, and of what the answer stores on top. Its place in
/// the table is taken now, though it is written when the answer comes.
void remember_store(const model::StickRule& rule, std::string_view key, Context& c) {
  StickTable& table = c.world.tables[rule.table];
  for (const TransactionState::Store& store : c.state->stores) {
    if (store.table == &table && store.of_answer == c.response) return;
  }
  if (table.reserve(c.now)) c.state->stores.push_back({&table, std::string(key), c.response});
}

}  // namespace

void apply_persist_rules(Context& c) {
  const model::Range rules = backend_of(c).persist_rules;
  for (model::Index i = rules.first; i < rules.end(); ++i) {
    const model::PersistRule& rule = c.world.model.persist_rules[i];
    if (!applies(rule.condition, rule.place, rule.text, c)) continue;
    (rule.force ? c.transaction->ticket.force_persist : c.state->ignore_persist) = true;
    return;
  }
}

void apply_server_rules(Context& c) {
  const model::Range rules = backend_of(c).server_rules;
  for (model::Index i = rules.first; i < rules.end(); ++i) {
    const model::ServerRule& rule = c.world.model.server_rules[i];
    if (!applies(rule.condition, rule.place, rule.text, c)) continue;
    model::Index server = rule.server;
    if (rule.format != model::kNone) {
      server = c.world.program.find_server(c.transaction->ticket.backend, format_text(rule.format, c));
      if (server == model::kNone) return;
    }
    if (!acceptable(server, c)) continue;
    assign(server, c, "use-server");
    return;
  }
}

void find_rdp_cookie_server(Context& c) {
  const model::Proxy& backend = backend_of(c);
  if (backend.rdp_cookie_persist.empty() || c.transaction->ticket.assigned) return;
  const auto value = find_rdp_cookie(c.transaction->request.payload, backend.rdp_cookie_persist);
  if (!value) return;
  // ADDRESS.PORT.xxxx: the address as a little-endian number, the port with its bytes exchanged.
  Sample address;
  Sample port;
  const auto dot = value->find('.');
  if (dot == std::string_view::npos) return;
  address.set_string(value->substr(0, dot));
  port.set_string(value->substr(dot + 1, value->find('.', dot + 1) - dot - 1));
  if (!cast(address, SampleType::integer, c.arena) || !cast(port, SampleType::integer, c.arena)) return;
  const auto number = static_cast<std::uint32_t>(address.number);
  const auto wanted_port = static_cast<std::uint16_t>((port.number & 0xFF) << 8 | (port.number >> 8 & 0xFF));
  for (model::Index i = backend.servers.first; i < backend.servers.end(); ++i) {
    const model::Endpoint& endpoint = c.world.model.servers[i].address;
    const auto ipv4 = parse_ipv4(endpoint.host);
    if (!ipv4 || endpoint.port != wanted_port) continue;
    const std::uint32_t little =
        std::uint32_t{(*ipv4)[3]} << 24 | std::uint32_t{(*ipv4)[2]} << 16 | std::uint32_t{(*ipv4)[1]} << 8 | (*ipv4)[0];
    if (little != number || !c.world.live.acceptable(i, false)) continue;
    assign(i, c, fmt::format("the RDP cookie '{}'", *value));
    return;
  }
}

void apply_stick_rules(Context& c) {
  using Kind = model::StickRule::Kind;
  const model::Range rules = backend_of(c).stick_rules;
  for (model::Index i = rules.first; i < rules.end(); ++i) {
    const model::StickRule& rule = c.world.model.stick_rules[i];
    if (rule.kind == Kind::store_response) continue;
    if (!applies(rule.condition, rule.place, rule.text, c)) continue;
    const auto key = stick_key(rule, c);
    if (!key) continue;
    if (rule.kind != Kind::store_request) match_stick_entry(rule, *key, c);
    if (rule.kind != Kind::match) remember_store(rule, *key, c);
  }
}

void give_up_stores(TransactionState& state) {
  for (const TransactionState::Store& store : state.stores) store.table->give_up_reserved();
  state.stores.clear();
}

void store_stick_entries(Context& c) {
  const model::Range rules = backend_of(c).stick_rules;
  for (model::Index i = rules.first; i < rules.end(); ++i) {
    const model::StickRule& rule = c.world.model.stick_rules[i];
    if (rule.kind != model::StickRule::Kind::store_response) continue;
    if (!applies(rule.condition, rule.place, rule.text, c)) continue;
    if (const auto key = stick_key(rule, c)) remember_store(rule, *key, c);
  }
  const model::Index index = c.transaction->ticket.server;
  if (index == model::kNone || c.world.model.servers[index].non_stick) return give_up_stores(*c.state);
  const model::Server& server = c.world.model.servers[index];
  for (const TransactionState::Store& store : c.state->stores) {
    StickEntry& entry = store.table->fill_reserved(store.key, c.now);
    store.table->cell(entry, Stored::server_id)->value = server.id;
    entry.server_name = store.table->description().server_key_is_address ? address_text(server) : server.name;
    store.table->touch(entry, c.now);
  }
  c.state->stores.clear();
}

}  // namespace hapax::routing
