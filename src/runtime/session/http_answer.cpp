// Answers of our own: of rules, of error pages, of what failed.
#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

#include "runtime/answer/error_page.hpp"
#include "runtime/session/http_session.hpp"

namespace hapax::runtime {

/// A status for a request that was understood: the page goes through the same door as an answer of rules.
void HttpSession::answer_status(std::uint16_t status, char cause, char stage) {
  record_.cause = cause;
  record_.stage = stage;
  transaction_.response = {};
  transaction_.response.status = status;
  constexpr std::array<std::uint16_t, 3> kForWantOfAnAnswer{502, 503, 504};
  if (std::find(kForWantOfAnAnswer.begin(), kForWantOfAnAnswer.end(), status) != kForWantOfAnAnswer.end()) {
    worker_.router().call([&](routing::Router& router, routing::Effects&) {
      router.answer_by_proxy(transaction_, status, worker_.now());
    });
  }
  send_own_answer();
}

/// The server that was chosen sends clients elsewhere (`redir`). As in HAProxy their connection ends with that.
void HttpSession::answer_redirected() {
  close_after_ = true;
  record_.cause = 'L';
  record_.stage = 'C';
  const bool sent = worker_.router().call(
      [&](routing::Router& router, routing::Effects&) { return router.redirect(transaction_, worker_.now()); });
  sent ? send_own_answer() : disappear();
}

/// The bytes cannot be understood as a request, so nothing behind them can be either: the page goes out as it is, and
/// the connection ends.
void HttpSession::refuse_request(std::uint16_t status, char cause) {
  record_.cause = cause;
  record_.stage = 'R';
  record_.status = status;
  if (record_.timeline.idle_until == 0) record_.timeline.idle_until = worker_.now();
  const std::string_view page = error_page(status, frontend_, nullptr);
  if (!page.empty()) out_.append(page);
  const bool silent_probe = in_.empty() && request_count_ == 0 && frontend_.dontlognull;
  if (!silent_probe) log_request();
  in_.clear();
  request_body_.start({});
  close_client();
}

void HttpSession::send_own_answer() {
  routing::Response& response = transaction_.response;
  upstream_.release_connection(false);
  http1::ResponseVersion version;
  if (response.headers.empty() && response.body.empty() && response.status >= 400) {
    const model::Index backend = transaction_.ticket.backend;
    const std::string_view page =
        error_page(response.status, frontend_, backend == model::kNone ? nullptr : &worker_.model().proxies[backend]);
    std::size_t scanned = 0;
    const std::size_t head = http1::find_head_end(page, scanned);
    char* memory = transaction_.arena.allocate(head);
    std::memcpy(memory, page.data(), head);
    response.nominal_status = response.status;
    http1::parse_response_head({memory, head}, http1::Limits{}, response, version);
    response.body = page.substr(head);
  }
  std::erase_if(response.headers, [](const routing::Header& h) { return h.name == "content-length"; });
  if (response.status >= 200 && response.status != 204 && response.status != 304) {
    const fmt::format_int length(response.body.size());
    response.headers.insert(response.headers.begin(),
                            {"content-length", transaction_.arena.copy({length.data(), length.size()})});
  }
  if (!http1::write_response_head(response, version, persistence_of(version.minor), out_)) return disappear();
  answer_started_ = true;
  record_.status = response.transaction_status();
  record_.timeline.answered = worker_.now();
  own_body_ = transaction_.request.method == "HEAD" ? std::string_view{} : response.body;
  client_seen_ = worker_.now();
  phase_ = Phase::answer;
}

/// The answer is complete here. What is left of the request is read over, so that the next one can be found.
bool HttpSession::step_answer() {
  own_body_.remove_prefix(out_.append(own_body_));
  const std::size_t read = client_.read(in_);
  const std::size_t written = client_.write(out_);
  record_.bytes_to_client += written;
  const bool discarded = request_body_.discard(in_);
  if (read + written > 0) client_seen_ = worker_.now();
  if (client_.write_broken()) {
    disappear();
    return true;
  }
  if (!out_.empty() || !own_body_.empty()) return read + written > 0 || discarded;
  const bool last = persistence_of(1) == http1::Persistence::close;
  if (last || request_body_.failed() || (client_.ended() && in_.empty())) {
    close_client();
  } else if (request_body_.done()) {
    end_request();
    begin_request();
  } else {
    return read > 0 || discarded;
  }
  return true;
}

http1::Persistence HttpSession::persistence_of(std::uint8_t answer_minor) const {
  using http1::Persistence;
  if (close_after_ || !request_framing_.keep_alive || frontend_.http_close) {
    return answer_minor == 0 ? Persistence::unsaid : Persistence::close;
  }
  const bool old = transaction_.request.minor == 0 || answer_minor == 0;
  return old ? Persistence::keep_alive : Persistence::unsaid;
}

}  // namespace hapax::runtime
