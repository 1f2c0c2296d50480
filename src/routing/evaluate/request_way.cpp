// The order in which a request meets the rule sets (HAProxy's manual, "Rules evaluation", and observation):
//
//   tcp-request content of the frontend; then for HTTP: monitor-uri, captures, http-request, stats, redirect;
//   use_backend, default_backend; force-persist and ignore-persist; the backend's tcp-request content, http-request,
//   stats, redirect, unless it is the same proxy; use-server; cookies; added headers; RDP cookie; stick rules.

#include "routing/evaluate/request_way.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "routing/actions/actions.hpp"
#include "routing/evaluate/body_wait.hpp"
#include "routing/evaluate/compression.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/evaluate/forwarding.hpp"
#include "routing/evaluate/persistence.hpp"
#include "routing/evaluate/reply.hpp"
#include "routing/evaluate/response_way.hpp"
#include "routing/evaluate/statistics.hpp"
#include "routing/http/connect.hpp"
#include "routing/http/cookies.hpp"
#include "routing/http/framing.hpp"
#include "routing/http/headers.hpp"
#include "routing/http/pages.hpp"
#include "routing/http/reception.hpp"
#include "routing/http/target.hpp"
#include "routing/live/live_state.hpp"
#include "routing/sample/text.hpp"
#include "routing/stick/tracking.hpp"

namespace hapax::routing {
namespace {

using model::RuleSet;

const model::Proxy& frontend_of(const Context& c) { return c.world.model.proxies[c.connection().frontend]; }

Verdict refuse(const Context& c, Outcome outcome, Time delay = 0) {
  return {false, outcome, c.transaction->ticket.backend, c.paused + delay};
}

/// With an answer of the proxy's own, which passes the last rules.
Verdict refuse_with_answer(Context& c, Outcome outcome) {
  return refuse(c, run_after_own_response(c) ? outcome : Outcome::rejected);
}

Verdict refuse_with_page(Context& c, Outcome outcome, std::uint16_t status, const model::Proxy& owner) {
  return answer_with_page(status, owner, c) ? refuse_with_answer(c, outcome) : refuse(c, outcome);
}

/// The end of a request by a rule. Its answer, if it has one, passes the last rules.
Verdict end(Context& c, Ruling ruling) {
  bool stands_for_server = !c.state->applet.empty();
  if (stands_for_server) {
    if (const Ruling refused = run_rules_on_own_answer(c); refused.step == Ruling::Step::end) {
      ruling = refused;
      ruling.is_error = false;
      stands_for_server = false;
    }
    c.response = false;
  }
  if (ruling.outcome == Outcome::denied || ruling.outcome == Outcome::tarpitted) {
    if (ruling.is_error && !ruling.counts_late) count_error(c);
    // For the log. The server that a cookie names is the request's from then on.
    if (c.http_rules && ruling.answered == model::kNone) read_cookies(c);
  }
  if (stands_for_server) {
    run_after_response(c);
    if (!finish_answer(c)) ruling.outcome = Outcome::rejected;
  } else if (ruling.outcome != Outcome::rejected && !run_after_own_response(c)) {
    ruling.outcome = Outcome::rejected;
  }
  if (ruling.counts_late) count_error(c);
  if (ruling.answered != model::kNone) c.state->last_rule = ruling.answered;
  Verdict verdict = refuse(c, ruling.outcome, ruling.delay);
  verdict.rule = ruling.rule;
  return verdict;
}

/// Do the rules on content wait for what may change? Before 3.0 not when the request is complete.
bool waits_for_more(const Context& c) {
  return c.http() && c.rules_proxy().inspect_delay > 0 && c.world.model.target >= Version::v3_0;
}

bool is_odd(const Header& header) {
  return !std::all_of(header.name.begin(), header.name.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

/// `option http-restrict-req-hdr-names`, of what the rules before have made, too.
std::optional<Verdict> judge_odd_names(Context& c) {
  Headers& headers = c.transaction->request.headers;
  if (c.rules_proxy().odd_names == model::Proxy::OddNames::remove) {
    if (std::erase_if(headers, is_odd) > 0) c.begin_edition();
    return std::nullopt;
  }
  if (std::none_of(headers.begin(), headers.end(), is_odd)) return std::nullopt;
  count_error(c);
  c.note_end('P', 'R');
  return refuse_with_page(c, Outcome::denied, 403, c.rules_proxy());
}

/// Runs one rule set of the context's proxy; the verdict when it ends the request.
std::optional<Verdict> run(RuleSet set, Context& c) {
  if (!c.has(step_of(set))) return std::nullopt;
  const model::Range rules = c.rules_proxy().rules[static_cast<std::size_t>(set)];
  c.http_rules = set == RuleSet::http_request || set == RuleSet::redirect;
  c.may_wait = set == RuleSet::tcp_request_content && waits_for_more(c);
  Ruling ruling = run_rules(rules, c);
  c.may_wait = c.waits = false;
  if (ruling.step == Ruling::Step::wait) ruling = run_rules(rules, c);
  if (ruling.step != Ruling::Step::end) return std::nullopt;
  // A cache or a service stands for a server: names are judged as if the request were to reach one.
  if (!c.state->applet.empty() && c.has(kOddNames)) {
    if (auto refused = judge_odd_names(c)) return refused;
  }
  return end(c, ruling);
}

void set_host(std::vector<Header>& headers, std::string_view host) {
  for (Header& header : headers) {
    if (equal_ignoring_case(header.name, "host")) header.value = host;
  }
}

/// What stands behind the user of an authority.
std::string_view without_user(std::string_view authority) {
  const auto user = authority.rfind('@');
  return user == std::string_view::npos ? authority : authority.substr(user + 1);
}

/// An absolute target as HAProxy holds it: without the scheme's own port, and (3.0) with a path, which only OPTIONS
/// need not have (3.2). Where a port was taken away, a Host header that is there names the same host.
void tidy_target(Context& c) {
  Request& request = c.transaction->request;
  const auto authority = authority_of(request.target, c.world.model.target);
  if (!authority) return;
  const auto begin = static_cast<std::size_t>(authority->data() - request.target.data());
  const bool https = request.target.substr(0, begin) == "https://";
  const std::string_view port = https ? ":443" : ":80";
  std::string_view host = *authority;
  if (host.ends_with(port)) {
    host.remove_suffix(port.size());
  } else if (host.ends_with(':')) {
    host.remove_suffix(1);
  }
  std::string_view rest = request.target.substr(begin + authority->size());
  const Version version = c.world.model.target;
  const bool whole_server = version >= Version::v3_2 && request.method == "OPTIONS";
  if (rest.empty() && version >= Version::v3_0 && !whole_server) rest = "/";
  const std::size_t authority_size = authority->size();
  if (host.size() == authority_size && begin + host.size() + rest.size() == request.target.size()) return;
  request.target = c.arena.copy(fmt::format("{}{}{}", request.target.substr(0, begin), host, rest));
  c.state->first_target = c.world.kept_target(request);
  if (host.size() != authority_size) {
    set_host(request.headers, without_user(host));
  }
  c.begin_edition();
}

/// The host and port that an authority or a Host header names, without `port`, the scheme's own.
std::string_view without_port(std::string_view authority, std::string_view port) {
  if (authority.ends_with(port)) return authority.substr(0, authority.size() - port.size());
  return authority.ends_with(':') ? authority.substr(0, authority.size() - 1) : authority;
}

/// An absolute target and the Host header name one host, or the request is no good.
bool hosts_agree(const Request& request, Version version) {
  if (request.major == 1 && request.method == "CONNECT") return names_connect_target(request, version);
  const auto whole = authority_of(request.target, version);
  if (!whole || request.major != 1) return true;
  const std::string_view authority = without_user(*whole);
  const auto host = find_header(request.headers, "host");
  if (!host) return true;
  if (version < Version::v3_0 && without_port(authority, "").empty()) return true;
  const std::string_view port = request.target.starts_with("https://") ? ":443" : ":80";
  return equal_ignoring_case(without_port(authority, port), without_port(*host, port));
}

/// Since 3.2 what fills the buffer has a status of its own where that happens within the request line.
bool is_line_too_long(const Request& request, const model::RoutingModel& model) {
  constexpr std::size_t kRest = std::string_view("  HTTP/1.1\r\n").size();
  constexpr std::size_t kReserve = 64;
  return model.target >= Version::v3_2 && request.major == 1 &&
         request.method.size() + request.target.size() + kRest + kReserve > model.buffer_size;
}

/// The page for what the parser refuses: HAProxy's own up to 3.1 unless the frontend's is empty, then the frontend's
/// unless it would have to be put together.
void answer_unparsed(std::uint16_t status, Context& c) {
  const model::ErrorPage* page = find_page(status, frontend_of(c));
  const bool used =
      page != nullptr && !page->composed && (c.world.model.target >= Version::v3_2 || page->content.empty());
  Response& response = c.transaction->response;
  used ? parse_page(response, status, page->content) : default_page(response, status, c.arena);
}

/// What cannot be parsed never meets a rule.
std::optional<Verdict> bad_request(Context& c) {
  Request& request = c.transaction->request;
  const Version version = c.world.model.target;
  const bool lenient = frontend_of(c).lenient_requests;
  Refusal refusal = size_error(request, c.world.room(), version);
  if (refusal.status != 0 && is_line_too_long(request, c.world.model))
    refusal = {414, "its request line does not fit into 'tune.bufsize'"};
  if (refusal.status == 0) refusal = parsing_error(request, version, lenient);
  if (refusal.status == 0 && !lenient && !hosts_agree(request, version))
    refusal = {400, "its target and its Host field name two hosts"};
  if (refusal.status == 0) {
    if (tidy_request_fields(request, version, c.arena)) c.begin_edition();
    c.state->upgrade_asked = asks_for_upgrade(request, version);
    if (request.method == "CONNECT" && !lenient && tidy_connect_host(request, version)) c.begin_edition();
    return std::nullopt;
  }
  count_request(c);
  count_error(c);
  if (frontend_of(c).logs.empty()) --c.world.requests;  // it never was one, unless a log tells of it
  if (c.trace != nullptr) c.trace->refused(refusal.why);
  answer_unparsed(refusal.status, c);
  return refuse(c, Outcome::denied);
}

/// PRI is how HTTP/2 begins, and no method that a proxy of HTTP/1 passes on. Rules on content meet it all the same.
std::optional<Verdict> refuse_preface(Context& c) {
  if (c.transaction->request.major != 1 || c.transaction->request.method != "PRI") return std::nullopt;
  if (c.trace != nullptr) c.trace->refused("the method PRI is the beginning of HTTP/2");
  c.state->first_method = c.state->first_target = {};
  c.note_end('P', 'R');
  return refuse_with_page(c, Outcome::denied, 400, frontend_of(c));
}

void capture_headers(Context& c) {
  const auto& captures = frontend_of(c).captures;
  for (std::size_t i = 0; i < captures.size(); ++i) {
    if (captures[i].name.empty()) continue;
    for (const Header& header : c.transaction->request.headers) {
      if (equal_ignoring_case(header.name, captures[i].name)) {
        c.state->captures[i] = TransactionState::captured(header.value, captures[i].length);
      }
    }
  }
}

/// `monitor-uri`: the proxy says that it lives. It does so before the request line is kept for formats.
std::optional<Verdict> monitor(Context& c) {
  const model::Proxy& frontend = frontend_of(c);
  const std::string_view target = c.transaction->request.target;
  if (path_and_query(target, c.world.model.target).value_or(target) != frontend.monitor_uri) return std::nullopt;
  bool fails = false;
  for (const model::Index condition : frontend.monitor_fail) fails = fails || holds(condition, c);
  c.state->first_target = {};
  c.note_end('L', c.world.model.target >= Version::v3_0 ? 'R' : '-', Version::v2_6);
  const std::uint16_t status = fails ? 503 : 200;
  c.transaction->response.nominal_status = status;  // which formats of the page know already
  c.transaction->has_response = true;
  return refuse_with_page(c, Outcome::returned, status, frontend);
}

/// http-request of one proxy, what it thinks of names, then its stats and redirect.
std::optional<Verdict> http_rules(Context& c) {
  if (auto ended = run(RuleSet::http_request, c)) return ended;
  if (c.has(kOddNames)) {
    if (auto refused = judge_odd_names(c)) return refused;
  }
  if (c.has(kStatistics)) {
    if (const auto outcome = answer_statistics(c)) {
      if (*outcome != Outcome::returned) return refuse_with_answer(c, *outcome);
      begin_own_answer(c);
      run_after_response(c);
      return refuse(c, finish_answer(c) ? *outcome : Outcome::rejected);
    }
  }
  return run(RuleSet::redirect, c);
}

/// In one field, behind all others. True: there are some.
bool join_cookies(Headers& headers, Arena& arena) {
  std::string joined;
  for (const Header& header : headers) {
    if (!equal_ignoring_case(header.name, "cookie")) continue;
    if (!joined.empty()) joined += "; ";
    joined += header.value;
  }
  if (joined.empty()) return false;
  remove_header(headers, "cookie");
  headers.push_back({"cookie", arena.copy(joined)});
  return true;
}

/// A request of HTTP/2 names scheme and host in its target.
void complete_http2(Context& c) {
  Request& request = c.transaction->request;
  const auto host = find_header(request.headers, "host");
  bool changed = join_cookies(request.headers, c.arena);
  if (host && request.target.starts_with('/')) {
    changed = true;
    const std::string_view scheme = c.connection().tls ? "https" : "http";
    request.target = c.arena.copy(fmt::format("{}://{}{}", scheme, *host, request.target));
    c.state->first_target = c.world.kept_target(request);
    c.state->target_names_host = true;
  }
  if (changed) c.begin_edition();
}

std::optional<Verdict> frontend_rules(Context& c) {
  c.proxy = c.connection().frontend;
  if (c.http()) {
    if (auto refused = bad_request(c)) return refused;
    if (c.transaction->request.major >= 2) complete_http2(c);
    const Request& request = c.transaction->request;
    if (!request.target.starts_with('/') && request.method != "CONNECT") tidy_target(c);
  }
  if (auto ended = run(RuleSet::tcp_request_content, c)) return ended;
  if (!c.http()) return std::nullopt;
  c.world.count_in(&World::Traffic::requests, c.proxy, c.now);
  count_request(c);
  if (auto refused = refuse_preface(c)) return refused;
  if (c.has(kMonitor)) {
    if (auto answered = monitor(c)) return answered;
  }
  if (c.has(kCaptures)) capture_headers(c);
  if (c.rules_proxy().buffer_request) invite_body(c);
  return http_rules(c);
}

/// Does the condition hold? Told to the trace.
bool applies(model::Index condition, model::Place place, const std::string& text, Context& c) {
  if (c.trace == nullptr) return holds(condition, c);
  std::string why;
  const bool result = holds(condition, c, &why);
  c.trace->rule(place, text, result, condition == model::kNone ? "no condition" : std::move(why));
  return result;
}

/// Since 3.4 a backend that is disabled is passed over, unless force-be-switch says otherwise.
bool may_switch_to(model::Index backend, Context& c) {
  if (c.world.model.target < Version::v3_4 || !c.world.model.proxies[backend].disabled) return true;
  const auto& conditions = frontend_of(c).force_switch;
  return std::any_of(conditions.begin(), conditions.end(),
                     [&c](model::Index condition) { return holds(condition, c); });
}

/// The backend by use_backend, default_backend, or the proxy's own servers; kNone when there is none.
model::Index choose_backend(Context& c) {
  const model::Proxy& frontend = frontend_of(c);
  c.http_rules = c.http();
  for (model::Index i = frontend.backend_rules.first; i < frontend.backend_rules.end(); ++i) {
    const model::BackendRule& rule = c.world.model.backend_rules[i];
    if (!applies(rule.condition, rule.place, rule.text, c)) continue;
    if (rule.format != model::kNone) c.by_form_alone = false;
    const model::Index backend =
        rule.format == model::kNone ? rule.backend : c.world.program.find_backend(format_text(rule.format, c));
    // A name made at run time that names nothing ends the search.
    if (backend == model::kNone) break;
    if (may_switch_to(backend, c)) return backend;
  }
  if (frontend.default_backend != model::kNone && may_switch_to(frontend.default_backend, c)) {
    return frontend.default_backend;
  }
  return frontend.kind == model::Proxy::Kind::listen ? c.connection().frontend : model::kNone;
}

/// False: the request cannot be forwarded like that.
bool settle_framing(Context& c, bool in_chunks) {
  Request& request = c.transaction->request;
  const Version version = c.world.model.target;
  if (in_chunks) return settle_encoded(request, version);
  return !c.state->length_touched || settle_length(request, c.state->came_with, version);
}

/// It says something else about its length than the client did. No server is told that; one has been chosen all the
/// same.
Verdict broken_request(Context& c) {
  constexpr std::uint16_t kInternalError = 500;
  constexpr std::uint16_t kServiceUnavailable = 503;
  Effects effects;
  const Placement placement = c.world.live.place(*c.transaction, c.now, effects, c.trace);
  const bool reaches_server = placement.kind != Placement::Kind::refused;
  reaches_server ? c.note_end('I', 'H') : c.note_end('S', 'C');
  const std::uint16_t status = reaches_server ? kInternalError : kServiceUnavailable;
  return refuse_with_page(c, reaches_server ? Outcome::denied : Outcome::no_server, status, c.rules_proxy());
}

/// `balance url_param` finds its key in the body of what came as a POST, whatever the method is now, unless its server
/// is known.
bool looks_into_bodies(const Context& c) {
  return !c.transaction->ticket.assigned && c.rules_proxy().balance.algorithm == model::BalanceAlgorithm::url_param &&
         c.state->first_method == "POST";
}

/// Servers with `redir` redirect what came as GET or HEAD, if its target has a path.
bool is_redirectable(const Context& c) {
  const std::string_view method = c.state->first_method;
  if (method != "GET" && method != "HEAD") return false;
  return path_and_query(c.transaction->request.target, c.world.model.target).value_or("").starts_with('/');
}

Verdict no_backend(Context& c) {
  if (c.http()) c.note_end('S', 'C');
  return c.http() ? refuse_with_page(c, Outcome::no_server, 503, frontend_of(c)) : refuse(c, Outcome::no_server);
}

/// It is there in name only: its own rules are not looked at, nor are its error pages.
Verdict disabled_backend(Context& c) {
  if (c.trace != nullptr)
    c.trace->rule(c.rules_proxy().place, "disabled", true, "it is disabled, and takes no traffic");
  return no_backend(c);
}

}  // namespace

Verdict decide_request(Context& c) {
  c.begin_first_edition();
  const Headers& headers = c.transaction->request.headers;
  const bool encoded = may_have_encoding(headers, c.world.model.target);
  const bool in_chunks = c.http() && find_header(headers, "transfer-encoding").has_value();
  if (auto ended = frontend_rules(c)) return *ended;
  const model::Index backend = choose_backend(c);
  if (backend == model::kNone) return no_backend(c);
  c.world.live.attach(*c.transaction, backend);
  c.transaction->ticket.backend = backend;
  c.world.count_in(&World::Traffic::backend_sessions, backend, c.now);
  c.proxy = backend;
  if (c.rules_proxy().disabled) return disabled_backend(c);
  if (c.has(kPersistRules)) apply_persist_rules(c);
  if (backend != c.connection().frontend) {
    if (c.http() && c.rules_proxy().buffer_request) invite_body(c);
    if (auto ended = run(RuleSet::tcp_request_content, c)) return *ended;
    if (c.http()) {
      if (auto ended = http_rules(c)) return *ended;
    }
  }
  if (c.has(kServerRules)) apply_server_rules(c);
  bool broken = false;
  if (c.http()) {
    read_cookies(c);
    if (c.has(kForwarding) || c.has(kForwarding, c.connection().frontend)) add_forwarding_headers(c);
    if (c.has(kCompression) || c.has(kCompression, c.connection().frontend)) accept_compression(c);
    tidy_forwarded_fields(c.transaction->request, encoded);
    if (looks_into_bodies(c)) invite_body(c);
    if (c.state->first_method == "CONNECT") drop_connect_length(c.transaction->request, c.world.model.target);
    broken = !settle_framing(c, in_chunks);
    c.begin_edition();
  }
  if (c.has(kRdpCookie)) find_rdp_cookie_server(c);
  if (c.has(kStickRules)) apply_stick_rules(c);
  if (broken) return broken_request(c);
  if (c.has(kServerRedirects)) c.transaction->ticket.redirectable = c.http() && is_redirectable(c);
  return {true, Outcome::served, backend, c.paused};
}

}  // namespace hapax::routing
