#include "cli/route/journey.hpp"

#include <algorithm>
#include <cctype>

namespace hapax::cli {
namespace {

/// The choices of `random` are the same in every run: an answer that changes by itself helps nobody.
constexpr std::uint64_t kSeed = 1;

class Recorder final : public routing::Trace {
 public:
  explicit Recorder(Journey& journey) : journey_(journey) {}
  void rule(model::Place place, std::string_view name, bool matched, std::string why) override {
    journey_.steps.emplace_back(RuleStep{place, std::string(name), matched, std::move(why)});
  }
  void refused(std::string_view why) override { journey_.refused = why; }
  void server(model::Index index, bool chosen, std::string why) override {
    journey_.steps.emplace_back(ServerStep{index, chosen, std::move(why)});
  }

 private:
  Journey& journey_;
};

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

HeaderList lower_case(const std::vector<routing::Header>& headers) {
  HeaderList list;
  for (const routing::Header& header : headers) list.emplace_back(in_lower_case(header.name), header.value);
  return list;
}

// `http-send-name-header`: the last that is done to a request, when its server is known.
void add_server_name(const model::RoutingModel& model, Journey& journey) {
  const model::Proxy& backend = model.proxies[model.servers[journey.server].proxy];
  std::string name = in_lower_case(backend.send_name_header);
  if (name.empty()) return;
  HeaderList& headers = journey.request.headers;
  std::erase_if(headers, [&](const auto& header) { return header.first == name; });
  headers.emplace_back(std::move(name), model.servers[journey.server].name);
}

/// A status that rules make informational announces an answer, which never comes. A switch of protocols is an answer;
/// since 3.0 not where a rule makes it of what a server said.
bool promises_more(const routing::Response& response, bool switch_is_answer) {
  return response.status < 200 && !(response.status == routing::kSwitchingProtocols && switch_is_answer);
}

GivenResponse given(const routing::Response& response) {
  return {response.status, lower_case(response.headers), std::string(response.is_error_page ? "" : response.body)};
}

}  // namespace

Traveller::Traveller(const model::RoutingModel& model) : model_(model), random_(kSeed), router_(model, random_, 0) {
  router_.keep_answers();
}

// Steps of slowstart that are due by now. Nobody waits in a queue here, so what else happens concerns no request.
void Traveller::advance(routing::Time t) {
  for (routing::Time due = router_.next_timer(); due <= t; due = router_.next_timer()) {
    router_.advance(due, effects_);
    effects_.clear();
  }
}

bool Traveller::open(routing::ClientConnection& connection, routing::Time t, routing::ConnectionState*& state,
                     Journey& journey) {
  advance(t);
  Recorder recorder(journey);
  const routing::Opened opened = router_.open(connection, t, &recorder);
  state = opened.state;
  if (opened.verdict.forward) return true;
  journey.frontend = connection.frontend;
  journey.outcome = opened.verdict.outcome;
  add_not_modelled(journey);
  if (state != nullptr) router_.close(state, t);
  state = nullptr;
  return false;
}

bool Traveller::travel(routing::ClientConnection& connection, routing::ConnectionState* state,
                       const Departure& departure, Journey& journey) {
  advance(departure.t);
  Recorder recorder(journey);
  routing::Transaction transaction;
  transaction.connection = &connection;
  transaction.connection_state = state;
  transaction.request = departure.request;

  journey.frontend = connection.frontend;
  const routing::Verdict verdict = router_.decide(transaction, departure.t, &recorder);
  bool sent_elsewhere = false;
  journey.backend = verdict.backend;
  journey.outcome = verdict.outcome;
  if (verdict.forward) {
    const routing::Placement placement = reach_server(transaction, departure, recorder);
    if (placement.kind != routing::Placement::Kind::slot) {
      journey.outcome =
          placement.kind == routing::Placement::Kind::refused ? placement.outcome : routing::Outcome::no_server;
      router_.answer_by_proxy(transaction, 503, departure.t, &recorder);
    } else if (routing::Router::redirects(transaction, model_)) {
      sent_elsewhere = true;
      const bool sent = router_.redirect(transaction, departure.t, &recorder);
      journey.outcome = sent ? routing::Outcome::redirected : routing::Outcome::rejected;
    } else {
      journey.server = transaction.ticket.server;
      journey.outcome = routing::Outcome::served;
      journey.forwarded = true;
      const routing::Request& request = transaction.request;
      journey.request = {std::string(request.method), std::string(router_.sent_target(transaction)),
                         lower_case(request.headers)};
      add_server_name(model_, journey);
      respond(transaction, departure, journey, recorder);
    }
  }
  // TCP mode has no answers, and whom a rule rejects gets none.
  const bool http = model_.proxies[connection.frontend].mode == model::Mode::http;
  if (http && !journey.forwarded && journey.outcome != routing::Outcome::rejected &&
      !promises_more(transaction.response, true)) {
    journey.answered = true;
    journey.response = given(transaction.response);
  }
  router_.finish(transaction, departure.t, effects_);
  effects_.clear();
  add_not_modelled(journey);
  return journey.outcome != routing::Outcome::rejected && !sent_elsewhere;
}

// Where its answer is one of `retry-on` a server is asked again, or another one: all of them answer the same.
routing::Placement Traveller::reach_server(routing::Transaction& transaction, const Departure& departure,
                                           routing::Trace& trace) {
  routing::Placement placement = router_.place(transaction, departure.t, effects_, &trace);
  while (placement.kind == routing::Placement::Kind::slot) {
    if (routing::Router::redirects(transaction, model_)) break;
    router_.connected(transaction, departure.t, effects_);
    const std::uint32_t reason =
        departure.response != nullptr ? router_.reason_to_retry(transaction, *departure.response) : std::uint32_t{0};
    if (reason == 0) break;
    const routing::Placement again = router_.answer_failed(transaction, reason, true, departure.t, effects_, &trace);
    if (again.kind == routing::Placement::Kind::passed_on) break;
    placement = again;
  }
  return placement;
}

// The server's answer, or a plain 200 where it is not known: stick tables learn from it as they would.
void Traveller::respond(routing::Transaction& transaction, const Departure& departure, Journey& journey,
                        routing::Trace& trace) {
  const bool known = departure.response != nullptr;
  transaction.response = known ? *departure.response : routing::Response{};
  transaction.has_response = true;
  const routing::Verdict verdict = router_.respond(transaction, departure.t, effects_, known ? &trace : nullptr);
  if (!known) return;
  const bool switch_is_answer = !verdict.forward || model_.target < Version::v3_0;
  const bool promises = promises_more(transaction.response, switch_is_answer) && departure.response->status >= 200;
  journey.answered = verdict.outcome != routing::Outcome::rejected && !promises;
  if (journey.answered) journey.response = given(transaction.response);
  if (!verdict.forward) journey.outcome = verdict.outcome;
}

// Lines of the global section, of the frontend and of the backend it came to.
void Traveller::add_not_modelled(Journey& journey) const {
  for (const model::NotModelled& what : model_.not_modelled) {
    const bool on_its_way =
        what.proxy == model::kNone || what.proxy == journey.frontend || what.proxy == journey.backend;
    if (on_its_way) journey.not_modelled.push_back(&what);
  }
}

}  // namespace hapax::cli
