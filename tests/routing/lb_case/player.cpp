#include "player.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <nlohmann/json.hpp>
#include <sstream>

namespace hapax::lb_case {

using routing::Placement;
using routing::Time;

/// A request of the case, with all the text that routing refers to.
struct Player::Request {
  routing::ClientConnection connection;
  routing::Transaction transaction;
  std::deque<std::string> text;
  const nlohmann::json* step = nullptr;
  model::Index tried = model::kNone;  ///< the last server that was to serve it
  bool held = false;
  bool reached = false;  ///< a server has it
  bool finished = false;
  std::uint32_t waits = 0;  ///< makes former queue timeouts void

  std::string_view keep(std::string value) { return text.emplace_back(std::move(value)); }
};

namespace {

/// The process is up for a while when the first step comes.
constexpr Time kStart = 1000 * routing::kSecond;
constexpr Time kBeforeFirst = 2 * routing::kSecond;

/// Between two steps. Only `wait` lets more time pass: the `t` of a step orders it, it was not measured.
constexpr Time kPace = 2 * routing::kMillisecond;

/// Case text holds bytes as the code points U+0000..U+00FF.
std::string latin1(const std::string& utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (c < 0x80 || i + 1 == utf8.size()) {
      bytes.push_back(static_cast<char>(c));
    } else {
      bytes.push_back(static_cast<char>((c << 6) | (static_cast<unsigned char>(utf8[++i]) & 0x3F)));
    }
  }
  return bytes;
}

routing::Address parse_address(const std::string& text) {
  routing::Address address;
  address.port = 40000;
  if (::inet_pton(AF_INET, text.c_str(), address.bytes.data()) == 1) {
    address.family = routing::Address::Family::ipv4;
  } else if (::inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1) {
    address.family = routing::Address::Family::ipv6;
  }
  return address;
}

}  // namespace

Player::Player(const model::RoutingModel& model, const nlohmann::json& steps)
    : model_(model),
      case_(steps),
      random_(std::make_unique<Xoshiro256>(1)),
      now_(kStart),
      router_(model, *random_, kStart),
      refuses_(model.servers.size()) {
  // Dated cookies and the like: as when the case was recorded, or is now.
  const std::int64_t today = case_.value(
      "clock",
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
  router_.set_wall_clock(today * routing::kSecond - kStart);
  for (const auto& name : case_.value("dead", nlohmann::json::array())) refuses_[find_server(name)] = true;
  start_checks();
}

Player::~Player() = default;

model::Index Player::find_server(const std::string& name) const {
  for (model::Index i = 0; i < model_.servers.size(); ++i) {
    if (server_name(i) == name) return i;
  }
  throw std::runtime_error("the case names a server that its configuration has not: '" + name + "'");
}

std::string Player::server_name(model::Index server) const {
  const model::Server& s = model_.servers[server];
  return model_.proxies[s.proxy].name + "/" + s.name;
}

// The clock. ----------------------------------------------------------------------------------------------------------

void Player::at(Time time, std::function<void()> run) {
  timers_.push_back({time, timers_made_++, std::move(run)});
  std::push_heap(timers_.begin(), timers_.end(), [](const Timer& a, const Timer& b) {
    return std::tie(a.at, a.sequence) > std::tie(b.at, b.sequence);
  });
}

void Player::run_until(Time time) {
  while (true) {
    const Time own = timers_.empty() ? routing::kNever : timers_.front().at;
    const Time next = std::min(own, router_.next_timer());
    if (next > time) break;
    now_ = std::max(now_, next);
    if (own != next) {
      router_.advance(now_, effects_);
    } else {
      std::pop_heap(timers_.begin(), timers_.end(), [](const Timer& a, const Timer& b) {
        return std::tie(a.at, a.sequence) > std::tie(b.at, b.sequence);
      });
      const auto run = std::move(timers_.back().run);
      timers_.pop_back();
      run();
    }
    settle();
  }
  now_ = time;
}

void Player::start_checks() {
  for (model::Index server = 0; server < model_.servers.size(); ++server) {
    if (model_.servers[server].check.kind == model::HealthCheck::Kind::none) continue;
    at(kStart + router_.first_check(server), [this, server] { check(server); });
  }
}

void Player::check(model::Index server) {
  const bool fails = refuses_[server];
  router_.health_check(server, fails ? routing::CheckResult::failed : routing::CheckResult::passed, now_, effects_);
  at(now_ + router_.check_interval(server), [this, server] { check(server); });
}

// Steps. --------------------------------------------------------------------------------------------------------------

nlohmann::json Player::play() {
  run_until(now_ + kBeforeFirst);
  for (const auto& one : case_.at("requests")) {
    step(one);
    settle();
    while (retrying_ > 0) run_until(now_ + kPace);
    run_until(now_ + kPace);
  }
  nlohmann::json result = nlohmann::json::array();
  for (const auto& request : requests_) {
    if (!request) {
      result.push_back(nullptr);
      continue;
    }
    const model::Index backend = request->transaction.ticket.backend;
    nlohmann::json entry = {{"backend", nullptr}, {"server", nullptr}};
    if (backend != model::kNone) entry["backend"] = model_.proxies[backend].name;
    if (request->tried != model::kNone) entry["server"] = model_.servers[request->tried].name;
    result.push_back(std::move(entry));
  }
  return result;
}

void Player::step(const nlohmann::json& step) {
  const std::string kind = step.value("kind", "");
  requests_.emplace_back();
  if (kind.empty()) return request(step);
  if (kind == "release") return release(step);
  if (kind == "admin") return command(step.at("cmd"));
  if (kind == "listen") refuses_[find_server(step.at("server"))] = !step.at("up").get<bool>();
  if (kind == "wait") run_until(now_ + std::llround(step.at("seconds").get<double>() * 1e9));
}

void Player::request(const nlohmann::json& step) {
  requests_.back() = std::make_unique<Request>();
  Request& r = *requests_.back();
  r.step = &step;
  r.held = step.value("hold", false);
  by_id_[step.value("id", std::int64_t{-1})] = &r;
  r.connection.frontend = 0;
  while (model_.proxies[r.connection.frontend].binds.empty()) ++r.connection.frontend;
  r.connection.bind = model_.proxies[r.connection.frontend].binds.first;
  r.connection.source = r.connection.peer = parse_address(step.value("src", "127.0.0.1"));
  r.connection.destination = parse_address("127.0.0.1");
  r.connection.destination.port = 18080;

  routing::Request& request = r.transaction.request;
  r.transaction.connection = &r.connection;
  r.transaction.ticket.owner = &r;
  if (step.contains("payload")) {
    request.payload = r.keep(latin1(step.at("payload")));
  } else {
    request.method = r.keep(step.value("method", "GET"));
    request.target = r.keep(latin1(step.value("path", "/")));
    const nlohmann::json headers = step.value("headers", nlohmann::json::object());
    if (!headers.contains("Host")) request.headers.push_back({"Host", "localhost"});
    for (const auto& [name, value] : headers.items()) request.headers.push_back({r.keep(name), r.keep(latin1(value))});
    request.body = r.keep(latin1(step.value("body", "")));
  }
  const routing::Opened opened = router_.open(r.connection, now_);
  r.transaction.connection_state = opened.state;
  if (!opened.verdict.forward) return;
  const routing::Verdict verdict = router_.decide(r.transaction, now_);
  if (!verdict.forward) return finish(r);
  follow(r, router_.place(r.transaction, now_, effects_));
}

/// What no server has, because it waits or came to its end otherwise, cannot be released: nothing happens then.
void Player::release(const nlohmann::json& step) {
  Request& r = *by_id_.at(step.at("id").get<std::int64_t>());
  if (!r.reached || r.finished) return;
  r.held = false;
  answer(r);
}

/// `set server B/S weight N` and `set server B/S state S`.
void Player::command(const std::string& text) {
  std::istringstream words(text);
  std::string set, server, name, what, value;
  words >> set >> server >> name >> what >> value;
  const model::Index index = find_server(name);
  if (what == "weight") {
    const bool percent = value.back() == '%';
    router_.set_weight(index, static_cast<std::uint32_t>(std::stoul(value)), percent, now_, effects_);
    return;
  }
  const auto state = value == "maint"   ? routing::AdminState::maint
                     : value == "drain" ? routing::AdminState::drain
                                        : routing::AdminState::ready;
  router_.set_admin_state(index, state, now_, effects_);
}

// A request's way. ----------------------------------------------------------------------------------------------------

void Player::follow(Request& r, const Placement& placement) {
  ++r.waits;
  const routing::Ticket& ticket = r.transaction.ticket;
  switch (placement.kind) {
    case Placement::Kind::slot:
      return connect(r);
    case Placement::Kind::wait:
      ++retrying_;
      return at(now_ + placement.delay, [this, &r] {
        --retrying_;
        if (!r.finished) follow(r, router_.retry(r.transaction, now_, effects_));
      });
    case Placement::Kind::queued: {
      r.tried = model::kNone;  // those that failed are forgotten: nobody serves it yet
      const model::Timeouts& timeouts = model_.proxies[ticket.backend].timeouts;
      const Time limit = timeouts.queue == model::kUnset ? timeouts.connect : timeouts.queue;
      if (limit == model::kUnset) return;
      return at(now_ + limit, [this, &r, wait = r.waits] {
        if (r.finished || r.waits != wait) return;
        r.tried = r.transaction.ticket.server;
        finish(r);
      });
    }
    case Placement::Kind::refused:
      if (placement.outcome != routing::Outcome::connect_failed) r.tried = ticket.server;
      return finish(r);
    case Placement::Kind::passed_on:
      return closes(r.tried) ? answer_by_proxy(r) : respond(r);
  }
}

void Player::connect(Request& r) {
  ++r.waits;
  r.tried = r.transaction.ticket.server;
  if (refuses_[r.tried]) {
    return follow(r, router_.connect_failed(r.transaction, routing::ConnectFailure::refused, now_, effects_));
  }
  router_.connected(r.transaction, now_, effects_);
  r.reached = true;
  if (!r.held) answer(r);
}

void Player::answer(Request& r) {
  const auto replies = case_.find("replies");
  const std::string name = server_name(r.tried);
  r.transaction.response = {};
  if (replies == case_.end() || !replies->contains(name)) return respond(r);
  const bool closed = closes(r.tried);
  if (!closed) r.transaction.response.status = replies->at(name).get<std::uint16_t>();
  const std::uint32_t reason =
      closed ? model::kRetryEmptyResponse : model::retry_on_status(r.transaction.response.status);
  if (reason == 0) return respond(r);
  r.reached = false;
  follow(r, router_.answer_failed(r.transaction, reason, true, now_, effects_));
}

/// Does the server close its connections without an answer?
bool Player::closes(model::Index server) const {
  const auto replies = case_.find("replies");
  return replies != case_.end() && replies->contains(server_name(server)) &&
         replies->at(server_name(server)).is_string();
}

void Player::answer_by_proxy(Request& r) {
  constexpr std::uint16_t kBadGateway = 502;
  router_.answer_by_proxy(r.transaction, kBadGateway, now_);
  finish(r);
}

void Player::respond(Request& r) {
  r.transaction.has_response = true;
  if (r.step->contains("response_cookie")) {
    r.transaction.response.headers.push_back({"Set-Cookie", r.keep(r.step->at("response_cookie"))});
  }
  router_.respond(r.transaction, now_, effects_);
  finish(r);
}

void Player::finish(Request& r) {
  r.finished = true;
  router_.finish(r.transaction, now_, effects_);
  router_.close(r.transaction.connection_state, now_);
}

/// Carries out what the last call did to others, and what that causes in turn.
void Player::settle() {
  if (settling_) return;
  settling_ = true;
  while (!effects_.empty()) {
    const routing::Effects effects = std::exchange(effects_, {});
    for (const routing::Ticket* ticket : effects.connect) connect(*static_cast<Request*>(ticket->owner));
    for (const auto& refused : effects.refused) {
      auto& r = *static_cast<Request*>(refused.ticket->owner);
      r.tried = refused.ticket->server;
      finish(r);
    }
    for (const routing::Ticket* ticket : effects.closed) {
      auto& r = *static_cast<Request*>(ticket->owner);
      if (!r.finished) finish(r);
    }
  }
  settling_ = false;
}

}  // namespace hapax::lb_case
