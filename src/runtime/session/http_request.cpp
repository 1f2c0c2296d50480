// From the client's bytes to a decision.
#include <algorithm>
#include <cstring>

#include "runtime/session/http_session.hpp"

namespace hapax::runtime {
namespace {

/// What a head leaves free in a buffer, so that rules can add to it: HAProxy's tune.maxrewrite.
constexpr std::size_t kReservedForRewrites = 1024;

/// Who asks for it waits for it, before the body is sent.
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

/// Everything of the request before is forgotten; the memory is kept.
void HttpSession::begin_request() {
  transaction_.request.headers.clear();
  transaction_.response = {};
  transaction_.has_response = false;
  transaction_.ticket = {};
  transaction_.arena.reset();
  request_framing_ = {};
  request_body_.start({});
  answer_body_.start({});
  upstream_.forget_times();
  head_read_ = false;
  scanned_ = 0;
  answer_started_ = false;
  const routing::Time accepted = record_.timeline.accepted;
  record_ = {};
  record_.timeline.accepted = accepted;
  phase_ = Phase::request;
  client_seen_ = worker_.now();
}

bool HttpSession::step_request() {
  const bool moved = client_.read(in_) > 0;
  if (moved) client_seen_ = worker_.now();
  if (client_.broken()) {
    phase_ = Phase::over;
    return false;
  }
  return (head_read_ ? await_body() : await_head()) || moved;
}

bool HttpSession::await_head() {
  if (scanned_ == 0) in_.drop(http1::count_leading_newlines(in_.bytes()));
  if (record_.timeline.idle_until == 0 && (!in_.empty() || request_count_ == 0)) {
    record_.timeline.idle_until = worker_.now();
  }
  const std::size_t limit = in_.capacity() - kReservedForRewrites;
  const std::size_t length = http1::find_head_end(in_.bytes(), scanned_);
  if (length > limit || (length == 0 && in_.size() >= limit)) {
    refuse_request(431, 'P');
  } else if (length > 0) {
    read_head(length);
  } else if (!http1::may_become_request(in_.bytes())) {
    refuse_request(400, 'P');
  } else if (client_.ended()) {
    if (in_.empty()) {
      phase_ = Phase::over;
    } else {
      refuse_request(400, 'C');
    }
  } else {
    return false;
  }
  return true;
}

void HttpSession::read_head(std::size_t length) {
  char* memory = transaction_.arena.allocate(length);
  std::memcpy(memory, in_.bytes().data(), length);
  const http1::HeadError error = http1::parse_request_head({memory, length}, http1::Limits{}, transaction_.request);
  if (error != http1::HeadError::none) return refuse_request(400, 'P');
  request_framing_ = http1::frame_request(transaction_.request);
  if (request_framing_.refusal != 0) return refuse_request(request_framing_.refusal, 'P');
  record_.request_line = {memory, std::string_view(memory, length).find_first_of("\r\n")};
  in_.drop(length);
  request_body_.start(request_framing_);
  if (!body_begins_well()) return refuse_request(400, 'P');
  head_read_ = true;
  ++request_count_;
  record_.timeline.head_complete = worker_.now();
  if (!wants_whole_body()) return decide();
  // Whoever waits for a permission to send the body would wait for ever.
  if (request_framing_.expects_continue && in_.empty()) out_.append(kContinue);
}

/// Chunks that are wrong from the start are refused before anything of the request reaches a server.
bool HttpSession::body_begins_well() {
  if (request_framing_.kind != http1::BodyKind::chunked || in_.empty()) return true;
  Buffer copy(worker_.buffers());
  copy.append(in_.bytes());
  http1::BodyMover probe;
  probe.start(request_framing_);
  probe.discard(copy);
  return !probe.failed();
}

bool HttpSession::wants_whole_body() const {
  return frontend_.buffer_request && request_framing_.kind != http1::BodyKind::none;
}

/// `option http-buffer-request`: rules see the body, or as much of it as a buffer holds.
bool HttpSession::await_body() {
  client_.write(out_);
  Buffer copy(worker_.buffers());
  copy.append(in_.bytes());
  http1::BodyMover probe;
  probe.start(request_framing_);
  probe.discard(copy);
  if (probe.failed()) {
    refuse_request(400, 'P');
  } else if (probe.done() || in_.room() == 0) {
    decide();
  } else if (client_.ended()) {
    refuse_request(400, 'C');
  } else {
    return false;
  }
  return true;
}

/// The body as far as it is here. Chunks are shown without their framing.
void HttpSession::show_body() {
  routing::Request& request = transaction_.request;
  request.body = {};
  request.body_complete = request_framing_.kind == http1::BodyKind::none;
  if (request.body_complete || in_.empty()) return;
  Buffer copy(worker_.buffers());
  copy.append(in_.bytes());
  std::string_view body = copy.bytes();
  Buffer plain(worker_.buffers());
  http1::BodyMover probe;
  probe.start(request_framing_);
  if (request_framing_.kind == http1::BodyKind::chunked) {
    probe.unwrap(copy, plain);
    body = plain.bytes();
  } else {
    body = body.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(body.size(), request_framing_.length)));
  }
  request.body_complete = probe.done() || body.size() == request_framing_.length;
  request.body = transaction_.arena.copy(body);
}

void HttpSession::decide() {
  show_body();
  capture(frontend_.captures, transaction_.request.headers, record_.captures);
  transaction_.connection = &peer_;
  transaction_.connection_state = connection_state_;
  ticket_owner_ = {&worker_, worker_.register_request(*this)};
  transaction_.ticket.owner = &ticket_owner_;
  decided_ = true;
  const routing::Verdict verdict = worker_.router().call(
      [&](routing::Router& router, routing::Effects&) { return router.decide(transaction_, worker_.now()); });
  if (transaction_.body_invited && in_.empty()) {
    out_.append(kContinue);
    client_.write(out_);
  }
  follow(verdict);
}

void HttpSession::follow(const routing::Verdict& verdict) {
  using routing::Outcome;
  if (verdict.outcome == Outcome::tarpitted) {
    record_.cause = 'P';
    record_.stage = 'T';
  }
  if (verdict.delay > 0) {
    held_ = verdict;
    held_.delay = 0;
    held_until_ = worker_.now() + verdict.delay;
    phase_ = Phase::held;
    return;
  }
  if (verdict.forward) {
    using model::HttpReuse;
    const HttpReuse reuse = worker_.model().proxies[transaction_.ticket.backend].reuse;
    phase_ = Phase::seeking;
    return upstream_.begin(transaction_, reuse > HttpReuse::safe || (reuse == HttpReuse::safe && request_count_ > 1));
  }
  switch (verdict.outcome) {
    case Outcome::tarpitted:
      return send_own_answer();
    case Outcome::rejected:
      record_.cause = 'P';
      record_.stage = 'R';
      return disappear();
    case Outcome::no_server:
      return answer_status(503, 'S', 'C');
    case Outcome::denied:
      record_.cause = 'P';
      break;
    default:
      record_.cause = 'L';
      break;
  }
  record_.stage = 'R';
  send_own_answer();
}

}  // namespace hapax::runtime
