#include "routing/evaluate/evaluation.hpp"

#include <utility>

#include <fmt/format.h>

#include "routing/actions/actions.hpp"
#include "routing/evaluate/connections.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/evaluate/known_ways.hpp"
#include "routing/evaluate/reply.hpp"
#include "routing/evaluate/request_way.hpp"
#include "routing/evaluate/response_way.hpp"
#include "routing/evaluate/world.hpp"
#include "routing/http/connect.hpp"
#include "routing/http/framing.hpp"
#include "routing/http/pages.hpp"
#include "routing/http/reception.hpp"
#include "routing/http/target.hpp"
#include "routing/live/live_state.hpp"
#include "routing/stick/tracking.hpp"

namespace hapax::routing {

constexpr std::uint16_t kFound = 302;
constexpr std::uint16_t kInternalError = 500;
constexpr std::uint16_t kBadGateway = 502;
constexpr std::uint16_t kGatewayTimeout = 504;

namespace {

/// An answer of status 1xx announces another one; of a server that says no more that one never comes.
bool only_announces(std::uint16_t status) { return status >= 100 && status < 200 && status != kSwitchingProtocols; }

/// The second time 2.6 takes it for an error of its own.
bool gives_up_waiting(const Transaction& transaction, Version version) {
  return version < Version::v3_0 && transaction.ticket.attempts > 0;
}

}  // namespace

struct Evaluation::Parts {
  Parts(const model::RoutingModel& model, LiveState& live, RandomSource& random)
      : world(model, live, random), connections(world), ways(world) {}
  World world;
  Connections connections;
  KnownWays ways;
};

Evaluation::Evaluation(const model::RoutingModel& model, LiveState& live, RandomSource& random, Time now)
    : parts_(std::make_unique<Parts>(model, live, random)) {
  // The `set-var` lines of the global section run once, for no connection in particular.
  ClientConnection nobody;
  ConnectionState session;
  parts_->connections.prepare(session, nobody);
  Arena arena;
  Context context{parts_->world, session, nullptr, nullptr, arena, model::kNone, now};
  run_rules(model.start_rules, context);
}

Evaluation::~Evaluation() = default;

void Evaluation::keep_answers() {
  World& world = parts_->world;
  world.caches.clear();
  for (const model::Cache& cache : world.model.caches) world.caches.emplace_back(cache, world.model.target);
}

void Evaluation::set_wall_clock(Time at_zero) { parts_->world.wall_clock = at_zero; }

bool Evaluation::may_ask_again(const Transaction& transaction) {
  return transaction.state == nullptr || !transaction.state->no_retry;
}

std::uint32_t Evaluation::reason_to_retry(const Transaction& transaction, const Response& response) const {
  const bool upgrade_asked = transaction.state == nullptr || transaction.state->upgrade_asked;
  if (is_junk(response, parts_->world.room(), upgrade_asked)) return model::kRetryJunkResponse;
  if (only_announces(response.status)) {
    return gives_up_waiting(transaction, parts_->world.model.target) ? std::uint32_t{0} : model::kRetryResponseTimeout;
  }
  return model::retry_on_status(response.status);
}

std::string_view Evaluation::sent_target(const Transaction& transaction) const {
  const Request& request = transaction.request;
  const bool as_it_is = transaction.state != nullptr && transaction.state->target_is_of_rules;
  if (request.major < 2 || request.method == "CONNECT" || as_it_is) return request.target;
  return path_and_query(request.target, parts_->world.model.target).value_or(request.target);
}

Opened Evaluation::open(ClientConnection& connection, Time now, Trace* trace) {
  return parts_->connections.open(connection, now, trace);
}

void Evaluation::close(ConnectionState* state, Time now) { parts_->connections.close(state, now); }

bool Evaluation::knows_way(model::Index frontend, std::uint32_t form) const {
  return parts_->ways.backend_of(frontend, form) != model::kNone;
}

// What deciding the request would have counted, and its backend. It has no state of its own.
inline Verdict Evaluation::go_known_way(Transaction& transaction, model::Index backend, Time now) {
  World& world = parts_->world;
  const model::Index frontend = transaction.connection->frontend;
  transaction.source = transaction.connection->source;
  transaction.destination = transaction.connection->destination;
  transaction.timeouts = {};
  transaction.body_invited = false;
  ++transaction.connection_state->requests;
  ++world.requests;
  if (world.model.proxies[frontend].mode == model::Mode::http) {
    world.count_in(&World::Traffic::requests, frontend, now);
  }
  world.live.attach(transaction, backend);
  world.count_in(&World::Traffic::backend_sessions, backend, now);
  return {true, Outcome::served, backend, 0};
}

Verdict Evaluation::decide(Transaction& transaction, Time now, Trace* trace) {
  transaction.ticket.transaction = &transaction;
  const model::Index frontend = transaction.connection->frontend;
  const model::Index known =
      trace == nullptr ? parts_->ways.backend_of(frontend, transaction.request.form) : model::kNone;
  if (known == model::kNone) return decide_by_rules(transaction, known, now, trace);
  if (transaction.connection_state == nullptr) {
    transaction.connection_state = parts_->connections.pass_by(frontend, now);
    if (transaction.connection_state == nullptr) return decide_by_rules(transaction, known, now, trace);
  }
  return go_known_way(transaction, known, now);
}

// Unless its way is known once its connection has been opened.
Verdict Evaluation::decide_by_rules(Transaction& transaction, model::Index known, Time now, Trace* trace) {
  if (transaction.connection_state == nullptr) {
    const Opened opened = open(*transaction.connection, now, trace);
    transaction.connection_state = opened.state;
    opened.state->made_on_demand = true;
    if (!opened.verdict.forward) {
      parts_->connections.begin(transaction);
      return opened.verdict;
    }
  }
  if (known != model::kNone) return go_known_way(transaction, known, now);
  parts_->connections.begin(transaction);
  Context context{parts_->world,     *transaction.connection_state,    &transaction, transaction.state,
                  transaction.arena, transaction.connection->frontend, now};
  context.trace = trace;
  const Verdict verdict = decide_request(context);
  if (verdict.forward && context.by_form_alone) parts_->ways.learn(transaction);
  return verdict;
}

Verdict Evaluation::respond(Transaction& transaction, Time now, Trace* trace) {
  if (transaction.state == nullptr) return {true, Outcome::served, transaction.ticket.backend, 0};
  return respond_by_rules(transaction, now, trace);
}

Verdict Evaluation::respond_by_rules(Transaction& transaction, Time now, Trace* trace) {
  const Version version = parts_->world.model.target;
  const bool http = parts_->world.model.proxies[transaction.connection->frontend].mode == model::Mode::http;
  Context context{parts_->world,     *transaction.connection_state,    &transaction, transaction.state,
                  transaction.arena, transaction.connection->frontend, now};
  context.trace = trace;
  context.response = true;
  if (http && is_junk(transaction.response, parts_->world.room(), transaction.state->upgrade_asked)) {
    if (const auto ended = handle_missing_response(context)) return *ended;
    answer_by_proxy(transaction, kBadGateway, now, trace);
    return {false, Outcome::server_error, transaction.ticket.backend, 0};
  }
  if (http && only_announces(transaction.response.status)) {
    if (const auto ended = handle_missing_response(context)) return *ended;
    answer_by_proxy(transaction, gives_up_waiting(transaction, version) ? kInternalError : kGatewayTimeout, now, trace);
    return {false, Outcome::server_timeout, transaction.ticket.backend, 0};
  }
  tidy_response_fields(transaction.response, transaction.arena);
  drop_framing_of_server(transaction.response, transaction.response.status, version);
  if (!parts_->world.answers_matter(transaction.connection->frontend, transaction.ticket.backend)) {
    transaction.has_response = true;
    transaction.state->server_status = transaction.response.status;
    drop_framing_at_end(transaction.response, version);
    if (transaction.request.method == "CONNECT" && opens_tunnel(transaction.response.status)) {
      settle_tunnel(transaction.response, transaction.state->first_method == "CONNECT", version);
    }
    return {true, Outcome::served, transaction.ticket.backend, 0};
  }
  return handle_response(context);
}

void Evaluation::answer_by_proxy(Transaction& transaction, std::uint16_t status, Time now, Trace* trace) {
  if (transaction.state == nullptr) return;
  const model::Index proxy =
      transaction.ticket.backend == model::kNone ? transaction.connection->frontend : transaction.ticket.backend;
  const model::Proxy& page_owner = parts_->world.model.proxies[proxy];
  if (page_owner.mode != model::Mode::http) return;
  Context context{
      parts_->world, *transaction.connection_state, &transaction, transaction.state, transaction.arena, proxy, now};
  context.trace = trace;
  // Whoever answers badly, or not in time, has failed.
  if (status == kBadGateway || status == kGatewayTimeout) count_failure(context);
  if (status == kBadGateway) context.note_end('P', 'H');
  if (status == kGatewayTimeout) context.note_end('s', 'H');
  if (status == kInternalError) context.note_end('I', '-', Version::v2_6);
  if (status == 503) context.note_end('S', 'C');
  if (answer_with_page(status, page_owner, context)) run_after_response(context);
}

bool Evaluation::redirect(Transaction& transaction, Time now, Trace* trace) {
  const World& world = parts_->world;
  Context context{parts_->world,     *transaction.connection_state, &transaction, transaction.state,
                  transaction.arena, transaction.ticket.backend,    now};
  context.trace = trace;
  context.unconnected = true;
  context.note_end('L', 'C');
  // HAProxy does not end such a connection where a filter is at work.
  transaction.state->never_ends =
      context.has(kFilters, transaction.connection->frontend) || context.has(kFilters, transaction.ticket.backend);
  const model::Server& server = world.model.servers[transaction.ticket.server];
  std::string_view prefix = server.redirect_prefix;
  if (prefix == "/") prefix = {};  // for a path begins with one
  const std::string_view path = path_and_query(transaction.request.target, world.model.target).value_or("");
  const std::string_view location = transaction.arena.copy(fmt::format("{}{}", prefix, path));
  if (trace != nullptr) {
    trace->rule(
        server.place, fmt::format("server {} redir", server.name), true,
        fmt::format("'redir {}' sends GET and HEAD elsewhere: 302, location {}", server.redirect_prefix, location));
  }
  Response made;
  made.status = kFound;
  made.reason = reason_of(kFound);
  made.headers.push_back({"cache-control", "no-cache"});
  if (world.model.target < Version::v3_0) made.headers.push_back({"connection", "close"});
  made.headers.push_back({"content-length", "0"});
  made.headers.push_back({"location", location});
  transaction.response = std::move(made);
  return run_after_own_response(context);
}

void Evaluation::finish(Transaction& transaction, Time now) {
  ConnectionState* const session = transaction.connection_state;
  if (transaction.state != nullptr) end(transaction, now);
  if (session == nullptr || !session->made_on_demand) return;
  transaction.connection_state = nullptr;
  if (parts_->connections.is_passer_by(session)) {
    return parts_->connections.passed_by(transaction.connection->frontend);
  }
  session->connection = transaction.connection;
  close(session, now);
}

void Evaluation::end(Transaction& transaction, Time now) {
  if (parts_->world.program.stick_counters > 0) {
    Context context{parts_->world,     *transaction.connection_state,    &transaction, transaction.state,
                    transaction.arena, transaction.connection->frontend, now};
    count_bytes(context, transaction.bytes_in, transaction.bytes_out);
  }
  parts_->connections.end(transaction, now);
}

std::optional<std::string_view> Evaluation::hash_key(model::Index expression, Transaction& transaction, bool as_text,
                                                     Time now) {
  if (transaction.state == nullptr) return std::nullopt;
  const model::Index proxy =
      transaction.ticket.backend == model::kNone ? transaction.connection->frontend : transaction.ticket.backend;
  Context context{
      parts_->world, *transaction.connection_state, &transaction, transaction.state, transaction.arena, proxy, now};
  context.forwarded = true;
  Sample sample;
  if (!evaluate(expression, context, as_text ? SampleType::string : SampleType::any, sample)) return std::nullopt;
  return as_text ? sample.text : binary_form(sample, transaction.arena);
}

}  // namespace hapax::routing
