// To the server and back.
#include <cstring>

#include "runtime/session/http_session.hpp"

namespace hapax::runtime {

bool HttpSession::step_seeking() {
  client_.read(in_);
  const bool given_up = client_.ended() && worker_.model().proxies[transaction_.ticket.backend].abort_on_close;
  if (client_.broken() || given_up) {
    record_.cause = 'C';
    record_.stage = upstream_.state() == Upstream::State::queued ? 'Q' : 'C';
    disappear();
    return true;
  }
  if (upstream_.state() == Upstream::State::connected) {
    begin_exchange();
    return true;
  }
  if (upstream_.state() != Upstream::State::refused) return false;
  switch (upstream_.outcome()) {
    case routing::Outcome::queue_timeout:
      answer_status(503, 's', 'Q');
      break;
    case routing::Outcome::queue_full:
      answer_status(503, 'S', 'Q');
      break;
    case routing::Outcome::connect_timeout:
      answer_status(503, 's', 'C');
      break;
    case routing::Outcome::redirected:
      answer_redirected();
      break;
    default:
      answer_status(503, 'S', 'C');
      break;
  }
  return true;
}

/// What was sent to, or came from, a server before.
void HttpSession::reset_exchange() {
  to_server_.clear();
  from_server_.clear();
  answer_started_ = false;
  answer_scanned_ = 0;
  server_spoke_ = false;
  answer_framing_ = {};
  answer_body_.start({});
}

void HttpSession::begin_exchange() {
  reset_exchange();
  record_.server_reached = true;
  server_seen_ = worker_.now();
  name_server();
  const model::Proxy& backend = worker_.model().proxies[transaction_.ticket.backend];
  http1::Persistence persistence = http1::Persistence::unsaid;
  if (transaction_.request.minor == 0 && !request_framing_.ambiguous) persistence = http1::Persistence::keep_alive;
  if (closes_server(backend) && !request_framing_.upgrade) persistence = http1::Persistence::close;
  if (!http1::write_request_head(transaction_.request, persistence, to_server_)) return answer_status(500, 'P', 'R');
  request_body_.start(request_framing_);
  upstream_.connection(*this);
  phase_ = Phase::exchange;
}

bool HttpSession::closes_server(const model::Proxy& backend) const {
  return frontend_.http_server_close || frontend_.http_close || backend.http_server_close || backend.http_close ||
         backend.reuse == model::HttpReuse::never;
}

/// http-send-name-header. A redispatched request must not carry the name of the server before.
void HttpSession::name_server() {
  const std::string& name = worker_.model().proxies[transaction_.ticket.backend].send_name_header;
  if (name.empty()) return;
  std::vector<routing::Header>& headers = transaction_.request.headers;
  const std::string_view lower = transaction_.arena.copy(name);
  std::erase_if(headers, [&](const routing::Header& h) {
    return std::equal(h.name.begin(), h.name.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a | 0x20) == (b | 0x20); });
  });
  headers.push_back({lower, worker_.model().servers[transaction_.ticket.server].name});
}

bool HttpSession::step_exchange() {
  const bool sent = send_request();
  if (phase_ != Phase::exchange) return true;
  const bool received = receive_answer();
  return phase_ != Phase::exchange || sent || received;
}

bool HttpSession::send_request() {
  Connection& server = upstream_.connection(*this);
  const std::size_t read = client_.read(in_);
  if (client_.write_broken()) {
    record_.cause = 'C';
    record_.stage = answer_started_ ? 'D' : 'H';
    disappear();
    return true;
  }
  const bool moved = request_body_.move(in_, to_server_);
  const std::size_t written = server.write(to_server_);
  if (read > 0) client_seen_ = worker_.now();
  if (written > 0) server_seen_ = worker_.now();
  if (!request_body_.done() && !moved && client_.ended() && in_.empty()) request_body_.sender_ended();
  if (request_body_.failed()) {
    // Broken in the middle: the server cannot be told, and the client would not understand.
    record_.cause = 'C';
    record_.stage = 'D';
    close_client();
    return true;
  }
  return moved || read + written > 0;
}

bool HttpSession::receive_answer() {
  Connection& server = upstream_.connection(*this);
  const std::size_t read = server.read(from_server_);
  if (read > 0) {
    server_seen_ = worker_.now();
    server_spoke_ = true;
  }
  bool moved = false;
  while (phase_ == Phase::exchange && !answer_started_ && read_answer_head()) moved = true;
  if (phase_ != Phase::exchange) return true;
  if (answer_started_) {
    moved |= answer_body_.move(from_server_, out_);
    // What is left behind the end is either waiting for room, or the beginning of something that will never come.
    if (server.ended() && !moved && (from_server_.empty() || out_.empty())) answer_body_.sender_ended();
  }
  const std::size_t written = client_.write(out_);
  record_.bytes_to_client += written;
  if (written > 0) client_seen_ = worker_.now();
  if (answer_body_.failed()) {
    record_.cause = 'S';
    record_.stage = 'D';
    cut_short();
  } else if (answer_started_ && answer_body_.done()) {
    finish_exchange();
  }
  return moved || read + written > 0 || phase_ != Phase::exchange;
}

/// The answer broke off: what came of it leaves, and the end of the connection tells the rest.
void HttpSession::cut_short() {
  client_.write(out_);
  close_client();
}

bool HttpSession::read_answer_head() {
  const std::size_t length = http1::find_head_end(from_server_.bytes(), answer_scanned_);
  if (length == 0) {
    const Connection& server = upstream_.connection(*this);
    if (server.ended() || server.broken()) {
      server_failed(502, from_server_.empty() ? model::kRetryEmptyResponse : model::kRetryJunkResponse, 'S');
    } else if (from_server_.room() == 0) {
      server_failed(502, model::kRetryJunkResponse, 'P');
    }
    return false;
  }
  char* memory = transaction_.arena.allocate(length);
  std::memcpy(memory, from_server_.bytes().data(), length);
  from_server_.drop(length);
  answer_scanned_ = 0;
  const http1::HeadError error =
      http1::parse_response_head({memory, length}, http1::Limits{}, transaction_.response, answer_version_);
  if (error == http1::HeadError::none) {
    answer_framing_ = http1::frame_response(transaction_.response, answer_version_, transaction_.request.method);
  }
  const std::uint16_t status = transaction_.response.status;
  const bool unasked = status == routing::kSwitchingProtocols && !request_framing_.upgrade;
  if (error != http1::HeadError::none || !answer_framing_.ok || unasked) {
    server_failed(502, model::kRetryJunkResponse, 'P');
  } else if (status < 200 && status != routing::kSwitchingProtocols) {
    take_interim_answer();
  } else {
    take_answer();
  }
  return true;
}

/// 100, 103 and their like go to the client as they are; the answer itself is still to come.
void HttpSession::take_interim_answer() {
  if (transaction_.request.minor == 0) return;
  http1::write_response_head(transaction_.response, answer_version_, http1::Persistence::unsaid, out_);
}

std::uint32_t HttpSession::retry_reason_of(std::uint16_t status) const {
  return model::retry_on_status(status) & worker_.model().proxies[transaction_.ticket.backend].retry_on;
}

void HttpSession::take_answer() {
  const std::uint32_t reason = retry_reason_of(transaction_.response.status);
  if (reason != 0 && upstream_.try_again(reason, request_framing_.kind == http1::BodyKind::none)) {
    phase_ = Phase::seeking;
    return;
  }
  transaction_.has_response = true;
  capture(frontend_.response_captures, transaction_.response.headers, record_.response_captures);
  const routing::Verdict verdict = worker_.router().call([&](routing::Router& router, routing::Effects& effects) {
    return router.respond(transaction_, worker_.now(), effects);
  });
  if (!verdict.forward) {
    record_.cause = 'P';
    record_.stage = 'H';
    return send_own_answer();
  }
  if (!send_answer_head()) return server_failed(502, 0, 'P');
  answer_started_ = true;
  record_.status = transaction_.response.transaction_status();
  record_.timeline.answered = worker_.now();
  if (answer_framing_.upgrade) {
    begin_tunnel();
  } else {
    answer_body_.start(answer_framing_);
  }
}

bool HttpSession::send_answer_head() {
  if (answer_framing_.kind == http1::BodyKind::until_close) close_after_ = true;
  http1::Persistence persistence = persistence_of(answer_version_.minor);
  if (answer_framing_.upgrade) persistence = http1::Persistence::unsaid;
  return http1::write_response_head(transaction_.response, answer_version_, persistence, out_);
}

/// The server's side failed before its answer was understood: another attempt if routing says so, else `status`.
void HttpSession::server_failed(std::uint16_t status, std::uint32_t retry_reason, char cause) {
  record_.cause = cause;
  record_.stage = answer_started_ ? 'D' : 'H';
  if (answer_started_) return cut_short();
  // A connection that had idled may have been closed by the server just now. Whether the request was carried out is
  // unknown; the client knows best whether it may be repeated, and a plain close is how HTTP tells it to.
  if (upstream_.reused() && !server_spoke_ && retry_reason == model::kRetryEmptyResponse) return close_client();
  if (upstream_.try_again(retry_reason, request_framing_.kind == http1::BodyKind::none)) {
    phase_ = Phase::seeking;
    return;
  }
  upstream_.release_connection(false);
  answer_status(status, cause, 'H');
}

void HttpSession::finish_exchange() {
  const model::Proxy& backend = worker_.model().proxies[transaction_.ticket.backend];
  const bool clean = request_body_.done() && to_server_.empty() && from_server_.empty();
  upstream_.release_connection(clean && answer_framing_.keep_alive && !closes_server(backend));
  to_server_.clear();
  from_server_.clear();
  phase_ = Phase::answer;
}

}  // namespace hapax::runtime
