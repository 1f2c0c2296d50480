#include "routing/evaluate/response_way.hpp"

#include "routing/actions/actions.hpp"
#include "routing/evaluate/compression.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/evaluate/persistence.hpp"
#include "routing/evaluate/reply.hpp"
#include "routing/http/connect.hpp"
#include "routing/http/cookies.hpp"
#include "routing/http/framing.hpp"
#include "routing/http/pages.hpp"
#include "routing/sample/text.hpp"
#include "routing/stick/tracking.hpp"

namespace hapax::routing {
namespace {

using model::RuleSet;

void capture_headers(Context& c) {
  const auto& captures = c.world.model.proxies[c.connection().frontend].response_captures;
  for (std::size_t i = 0; i < captures.size(); ++i) {
    if (captures[i].name.empty()) continue;
    for (const Header& header : c.transaction->response.headers) {
      if (equal_ignoring_case(header.name, captures[i].name)) {
        c.state->response_captures[i] = TransactionState::captured(header.value, captures[i].length);
      }
    }
  }
}

/// `capture cookie`, after the answer's rules: what the server set.
void capture_cookie(Context& c) {
  const model::Capture& capture = c.world.model.proxies[c.connection().frontend].cookie_capture;
  for (const Header& header : c.transaction->response.headers) {
    if (!c.state->response_cookie_capture.empty() || !equal_ignoring_case(header.name, "set-cookie")) continue;
    c.state->response_cookie_capture = captured_set_cookie(header.value, capture.name, capture.length);
  }
}

void count_status(Context& c) {
  const std::uint16_t status = c.state->server_status;
  if (status >= 400 && status < 500) count_error(c);
  if (status >= 500 && status < 600 && status != 501 && status != 505) count_failure(c);
}

bool is_informational(std::uint16_t status) { return status < 200 && status != kSwitchingProtocols; }

/// The rules of the backend, then of the frontend; of one proxy once.
Ruling run_both(RuleSet set, Context& c) {
  const model::Index frontend = c.connection().frontend;
  const model::Index backend = c.transaction->ticket.backend;
  for (const model::Index proxy : {backend, frontend}) {
    if (proxy == model::kNone || !c.has(step_of(set), proxy)) continue;
    if (proxy == frontend && backend == frontend && c.proxy == frontend) continue;
    c.proxy = proxy;
    const Ruling ruling = run_rules(c.world.model.proxies[proxy].rules[static_cast<std::size_t>(set)], c);
    if (ruling.step == Ruling::Step::end) return ruling;
  }
  return {};
}

/// `tcp-response content` of the backend. It is judged as soon as the server is connected, when there is no answer yet;
/// what waits for one during inspect-delay begins anew with it, and since 3.0 once more at the end of the delay.
Ruling judge_content(Context& c, bool answer_comes) {
  const model::Proxy& backend = c.rules_proxy();
  const model::Range rules = backend.rules[static_cast<std::size_t>(RuleSet::tcp_response_content)];
  c.may_wait = c.http() && backend.response_inspect_delay > 0;
  c.answer_is_awaited = c.http();
  Ruling ruling = run_rules(rules, c);
  c.answer_is_awaited = c.http() && !answer_comes;
  if (ruling.step == Ruling::Step::wait) {
    c.may_wait = c.world.model.target >= Version::v3_0;
    c.waits = false;
    ruling = run_rules(rules, c);
  }
  c.may_wait = c.waits = c.missed_answer = false;
  if (ruling.step == Ruling::Step::wait) ruling = run_rules(rules, c);
  c.answer_is_awaited = false;
  return ruling;
}

/// The verdict when they end the request.
std::optional<Verdict> run_content_rules(Context& c, bool answer_comes) {
  const model::Index backend = c.transaction->ticket.backend;
  c.proxy = backend;
  if (backend == model::kNone || !c.has(step_of(RuleSet::tcp_response_content))) return std::nullopt;
  const Ruling ruling = judge_content(c, answer_comes);
  if (ruling.step != Ruling::Step::end) return std::nullopt;
  // HAProxy does not end such a connection where the frontend has a filter.
  const bool rejected = c.world.model.rules[ruling.rule].action == model::ActionId::reject;
  c.state->never_ends = rejected && c.http() && c.has(kFilters, c.connection().frontend);
  const bool broken = ruling.outcome == Outcome::server_error && !run_after_own_response(c);
  return Verdict{false, broken ? Outcome::rejected : ruling.outcome, backend, 0, ruling.rule};
}

/// `tcp-response content` of the backend whose rule let a service or a cache answer.
Ruling judge_own_answer(Context& c) {
  const model::Index backend = c.transaction->ticket.backend;
  c.proxy = backend;
  if (backend == model::kNone || !c.has(step_of(RuleSet::tcp_response_content))) return {};
  c.state->request_is_gone = true;
  c.state->server_status = c.transaction->response.status;
  c.http_rules = false;
  c.in_scope_of_request = true;
  const Ruling ruling = judge_content(c, true);
  c.in_scope_of_request = false;
  c.http_rules = true;
  return ruling;
}

/// The server's answer to a CONNECT that was let through.
bool begins_tunnel(const Context& c) {
  const bool by_server = c.state->applet.empty();
  return by_server && c.transaction->request.method == "CONNECT" && opens_tunnel(c.state->server_status);
}

/// Before rules see an answer that a server gave, or that stands for one.
void begin_answer(Context& c) {
  choose_compression(c);
  Response& response = c.transaction->response;
  if (begins_tunnel(c)) drop_tunnel_length(response, c.world.model.target);
  c.state->length_touched = false;
  c.state->came_with = {};
  c.state->answer_encoded = may_have_encoding(response.headers, c.world.model.target);
  c.state->answer_in_chunks = find_header(response.headers, "transfer-encoding").has_value();
}

/// A rule that answers asked for what had gone of the server's answer. HAProxy has a page of status 500 by then, and
/// breaks the connection all the same; except where a rule sets that page's status without looking at it.
bool sets_status_unseen(Context& c) {
  const model::Index backend = c.transaction->ticket.backend;
  const model::Index frontend = c.connection().frontend;
  bool sets = false;
  c.answer_is_gone = true;
  for (const model::Index proxy : {backend, frontend}) {
    if (proxy == model::kNone) continue;
    c.proxy = proxy;
    const model::Range rules =
        c.world.model.proxies[proxy].rules[static_cast<std::size_t>(RuleSet::http_after_response)];
    for (model::Index i = rules.first; i < rules.end() && !sets; ++i) {
      const model::Rule& rule = c.world.model.rules[i];
      if (rule.action == model::ActionId::set_status) sets = holds(rule.condition, c);
      if (rule.action == model::ActionId::allow && holds(rule.condition, c)) break;
    }
  }
  c.answer_is_gone = false;
  return sets;
}

}  // namespace

void run_after_response(Context& c) {
  if (c.transaction->response.status == 0) return;  // an empty page: nothing is sent that could meet them
  const model::Index proxy = c.proxy;
  const bool response = c.response;
  c.response = true;
  c.http_rules = true;
  c.proxy = model::kNone;
  c.transaction->has_response = true;
  // The page that is sent where one of them fails meets them, too, but only once.
  if (run_both(RuleSet::http_after_response, c).step == Ruling::Step::end) run_both(RuleSet::http_after_response, c);
  drop_framing_at_end(c.transaction->response, c.world.model.target);
  c.response = response;
  c.proxy = proxy;
}

bool run_after_own_response(Context& c) {
  c.state->length_touched = false;
  run_after_response(c);
  return !c.state->length_touched ||
         settle_own_answer(c.transaction->response, c.transaction->request.method, c.world.model.target);
}

void begin_own_answer(Context& c) {
  c.state->request_is_gone = true;
  const model::Index backend = c.transaction->ticket.backend;
  const bool compresses =
      c.has(kCompression, c.connection().frontend) || (backend != model::kNone && c.has(kCompression, backend));
  if (compresses) accept_compression(c);
  c.state->server_status = c.transaction->response.status;
  begin_answer(c);
}

bool finish_answer(Context& c) {
  Response& response = c.transaction->response;
  const Version version = c.world.model.target;
  if (!c.state->answer_encoded) remove_header(response.headers, "transfer-encoding");
  const bool tunnel = begins_tunnel(c);
  if (tunnel) settle_tunnel(response, c.state->first_method == "CONNECT", version);
  if (!c.state->length_touched) drop_framing_of_server(response, c.state->server_status, version);
  tell_compression(c);
  if (tunnel) return true;
  AnswerFraming framing{c.state->answer_in_chunks, c.state->length_touched,       c.state->came_with,
                        c.state->server_status,    c.transaction->request.method, c.state->first_method};
  framing.compressed = !c.state->compression.empty();
  framing.of_service = !c.state->applet.empty();
  const bool settled = settle_answer(response, framing, version);
  // Only 3.0 takes what rules spoiled for the server's failure.
  const bool unexpected = is_informational(response.status) && !response.body.empty();
  const bool spoiled = !settled || unexpected || is_cut(response, framing);
  if (spoiled && version >= Version::v3_0 && version < Version::v3_2) count_failure(c);
  // Since 3.0 nobody gets a switch of protocols that rules make of what a service or a cache answers.
  if (framing.of_service && response.status == kSwitchingProtocols && version >= Version::v3_0) return false;
  return settled;
}

Ruling run_rules_on_own_answer(Context& c) {
  c.response = true;
  if (const Ruling ruling = judge_own_answer(c); ruling.step == Ruling::Step::end) return ruling;
  c.proxy = model::kNone;
  begin_own_answer(c);
  count_status(c);
  if (c.has(kResponseCaptures, c.connection().frontend)) capture_headers(c);
  c.in_scope_of_request = true;
  const Ruling ruling = run_both(RuleSet::http_response, c);
  c.in_scope_of_request = false;
  return ruling;
}

std::optional<Verdict> handle_missing_response(Context& c) {
  c.state->request_is_gone = true;
  c.transaction->response = {};
  return run_content_rules(c, false);
}

Verdict handle_response(Context& c) {
  c.state->request_is_gone = true;
  const model::Index backend = c.transaction->ticket.backend;
  Verdict verdict{true, Outcome::served, backend, 0};
  c.proxy = backend;
  const bool http = c.http();
  if (http) c.state->server_status = c.transaction->response.status;
  if (const auto ended = run_content_rules(c, true)) return *ended;
  if (http) {
    count_status(c);
    if (c.has(kResponseCaptures, c.connection().frontend)) capture_headers(c);
  }
  if (backend != model::kNone && c.has(kStickRules)) store_stick_entries(c);
  if (!http) return verdict;
  begin_answer(c);
  c.http_rules = true;
  c.proxy = model::kNone;
  const Ruling ruling = run_both(RuleSet::http_response, c);
  if (ruling.step == Ruling::Step::end) {
    // The end of what a cache was to keep never comes.
    if (c.state->kept_in != model::kNone) c.world.caches[c.state->kept_in].forget_last(c.state->cache_key);
    verdict = {false, ruling.outcome, backend, 0, ruling.rule};
    if (ruling.outcome == Outcome::rejected && c.missed_answer && sets_status_unseen(c)) {
      const model::Proxy& frontend = c.world.model.proxies[c.connection().frontend];
      answer_with_page(500, backend == model::kNone ? frontend : c.world.model.proxies[backend], c);
      verdict.outcome = Outcome::returned;
    }
  } else {
    // Where a rule makes the answer an informational one HAProxy does not look at its cookies.
    const bool informational = is_informational(c.transaction->response.status);
    const bool persists = !informational && backend != model::kNone && c.has(kCookie, backend);
    const bool captures = !informational && c.has(kCookieCapture, c.connection().frontend);
    if (persists || captures) tidy_set_cookie_headers(c.transaction->response.headers, c.arena);
    if (captures) capture_cookie(c);
    if (persists) set_response_cookie(c);
  }
  bool sent = true;
  if (verdict.forward) {
    run_after_response(c);
    sent = finish_answer(c);
  } else {
    sent = run_after_own_response(c);
  }
  verdict.delay = c.paused;
  if (ruling.answered != model::kNone) c.state->last_rule = ruling.answered;
  if (!sent) return {false, Outcome::rejected, backend, 0};
  return verdict;
}

}  // namespace hapax::routing
