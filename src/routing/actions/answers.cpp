// Actions that end a rule set or answer the request: allow, deny, tarpit, return, reject, redirect, auth, use-service.

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "routing/actions/actions.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/evaluate/persistence.hpp"
#include "routing/evaluate/reply.hpp"
#include "routing/http/headers.hpp"
#include "routing/http/pages.hpp"
#include "routing/http/reception.hpp"
#include "routing/http/target.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;
using Kind = Arg::Kind;

/// The proxy whose error pages are used: the one whose rules are running, but the backend for a server's answer.
const model::Proxy& page_owner(const Context& c) {
  const model::Index backend = c.transaction->ticket.backend;
  const bool answered = c.state->server_status != 0 && backend != model::kNone;
  return c.world.model.proxies[answered ? backend : c.proxy];
}

/// Fills in transaction.response from the arguments of deny, tarpit and return (`reply` in actions.inc). `page`:
/// without content of its own the answer is the proxy's page for that status.
/// False: HAProxy breaks the connection.
bool reply(const Args& args, Context& c, std::uint16_t default_status, bool page) {
  Response& response = c.transaction->response;
  const auto status = args[0].given() ? static_cast<std::uint16_t>(args[0].number) : default_status;
  c.transaction->has_response = true;
  if (!args[3].text.empty()) {
    parse_page(response, status, args[3].text);
    return true;
  }
  const std::span<const Arg> headers = args.from(4);
  const bool plain = page && !args[0].given() && !args[2].given() && headers.empty();
  if (plain || args[3].given()) return answer_with_page(status, page_owner(c), c);
  std::vector<ReplyHeader> made;
  for (std::size_t i = 0; i + 1 < headers.size(); i += 2) made.push_back({headers[i].text, headers[i + 1].index});
  const model::Index body = args[2].given() ? args[2].index : model::kNone;
  return compose_reply({status, args[1].given() ? args[1].text : std::string_view(), body, made}, c);
}

Ruling act_allow(const Args&, Context&) { return {Ruling::Step::stop, Outcome::served, 0}; }

/// Cookies are read before the answer is made, which may ask for them.
Ruling act_deny(const Args& args, Context& c) {
  c.note_end('P', c.response ? 'H' : 'R');
  c.state->refused = true;
  if (c.http_rules && !c.response) read_cookies(c);
  return end_with(reply(args, c, c.response ? 502 : 403, true) ? Outcome::denied : Outcome::rejected);
}

Ruling act_return(const Args& args, Context& c) {
  c.note_end('L', c.response ? 'H' : 'R');
  return end_with(reply(args, c, 200, false) ? Outcome::returned : Outcome::rejected);
}

/// The answer of deny, but only after `timeout tarpit`. By then the request is gone: formats find nothing of it but its
/// variables.
Ruling act_tarpit(const Args& args, Context& c) {
  c.note_end('P', 'T');
  c.state->refused = c.state->request_is_gone = true;
  if (c.http_rules) read_cookies(c);
  c.response = c.in_scope_of_request = true;
  (void)reply(args, c, 500, true);
  c.response = c.in_scope_of_request = false;
  const model::Timeouts& timeouts = page_owner(c).timeouts;
  const Time delay = timeouts.tarpit != model::kUnset ? timeouts.tarpit : timeouts.connect;
  return {Ruling::Step::end, Outcome::tarpitted, delay == model::kUnset ? 0 : delay};
}

Ruling act_reject(const Args&, Context&) { return end_with(Outcome::rejected); }

/// An answer that is there is passed on all the same.
Ruling act_close(const Args&, Context& c) {
  if (!c.http()) return end_with(Outcome::rejected);
  if (!c.answer_is_awaited) return {Ruling::Step::stop, Outcome::served, 0};
  constexpr std::uint16_t kBadGateway = 502;
  answer_with_page(kBadGateway, c.rules_proxy(), c);
  return end_with(Outcome::server_error);
}

/// Can the exporter read what it is asked for? '&' alone stands between parameters, each has one '=' at most, its texts
/// are decoded, and there are few scopes.
bool is_exporter_query(Context& c) {
  constexpr std::array<std::string_view, 8> kScopes = {"",        "*",      "global",   "frontend",
                                                       "backend", "server", "listener", "sticktable"};
  const Version version = c.world.model.target;
  const std::string_view query = query_of(c.transaction->request.target).value_or("");
  std::size_t from = 0;
  while (from < query.size()) {
    const std::size_t end = std::min(query.find('&', from), query.size());
    const std::string_view parameter = query.substr(from, end - from);
    from = end + 1;
    const std::size_t equals = parameter.find('=');
    const bool has_value = equals != std::string_view::npos;
    const auto name = percent_decoded(parameter.substr(0, equals), true, version);
    const auto value = percent_decoded(has_value ? parameter.substr(equals + 1) : "", true, version);
    if (!name || !value) return false;
    if (has_value && parameter.find('=', equals + 1) != std::string_view::npos) return false;
    if (*name == "metrics" && !has_value && version >= Version::v2_8) return false;
    if (*name != "scope") continue;
    if (!has_value || std::find(kScopes.begin(), kScopes.end(), *value) == kScopes.end()) return false;
  }
  return true;
}

/// A service that HAProxy has built in answers: what, is not routing's matter.
Ruling act_use_service(const Args& args, Context& c) {
  c.state->applet = "<PROMEX>";
  c.note_end('L', 'R', Version::v2_6);
  c.transaction->response = {};
  c.transaction->has_response = true;
  Response& response = c.transaction->response;
  response.reason = reason_of(200);
  // What it says of the process is its own, so that it is left out like the text of a page.
  if (args[0].text == "prometheus-exporter" && !is_exporter_query(c)) {
    answer_with_page(400, page_owner(c), c);
  } else if (args[0].text == "prometheus-exporter") {
    response.is_error_page = true;
    response.body = "\n";  // it has one
    response.headers = {{"cache-control", "no-cache"}, {"content-type", "text/plain; version=0.0.4"}};
    response.headers.push_back({"transfer-encoding", "chunked"});
  }
  return end_with(Outcome::returned);
}

Ruling act_auth(const Args& args, Context& c) {
  const std::string_view realm = args[0].given() ? format_text(args[0].index, c) : page_owner(c).name;
  ask_for_login(realm, page_owner(c), c);
  c.transaction->has_response = true;
  Ruling refused = end_with(Outcome::denied);
  refused.counts_late = true;
  return refused;
}

// redirect -----------------------------------------------------------------------------------------------------------

/// Path and query of the request as `prefix` and `scheme` repeat them.
std::string request_target(const Context& c, std::uint32_t options) {
  std::string_view path = path_and_query(c.transaction->request.target, c.world.model.target).value_or("");
  if (path.empty() || path == "*") return "/";
  std::string result((options & model::kDropQuery) != 0 ? path.substr(0, path.find('?')) : path);
  // Behind the query, too, if that was not dropped.
  if ((options & model::kAppendSlash) != 0 && !result.ends_with('/')) result += '/';
  return result;
}

bool is_literal(model::Index format, const Context& c) {
  const model::Range pieces = c.world.model.formats[format].pieces;
  return pieces.count == 1 && c.world.model.format_pieces[pieces.first].kind == model::FormatPiece::Kind::literal;
}

std::string location_of(const Args& args, Context& c, std::uint32_t options) {
  const std::string_view target = format_text(args[1].index, c);
  switch (static_cast<model::RedirectKind>(args[0].number)) {
    case model::RedirectKind::location: {
      std::string result(target);
      const bool ignored = target.empty() && (options & model::kIgnoreEmpty) != 0;
      if (ignored || c.response || (options & model::kKeepQuery) == 0) return result;  // by then the query is gone
      // Of a target that rules left without a path, HAProxy finds no query.
      const auto path = path_and_query(c.transaction->request.target, c.world.model.target);
      const auto query = path ? query_of(*path) : std::nullopt;
      if (!query || query->empty()) return result;
      result += result.find('?') == std::string::npos ? '?' : '&';
      return result += *query;
    }
    case model::RedirectKind::prefix:
      // As it is written, "/" stands for no prefix.
      return target == "/" && is_literal(args[1].index, c) ? request_target(c, options)
                                                           : std::string(target) + request_target(c, options);
    case model::RedirectKind::scheme: {
      const std::string_view host = header_value(c.transaction->request.headers, "host", 1, false).value_or("");
      return fmt::format("{}://{}{}", target, host, request_target(c, options));
    }
  }
  return {};
}

Ruling act_redirect(const Args& args, Context& c) {
  const auto options = static_cast<std::uint32_t>(args[3].given() ? args[3].number : 0);
  const std::string location = location_of(args, c, options);
  if ((options & model::kIgnoreEmpty) != 0 && location.empty()) return {};
  Response made;
  made.status = static_cast<std::uint16_t>(args[2].given() ? args[2].number : 302);
  made.reason = reason_of(made.status);
  // Before 3.0 nobody reads the request to its end then.
  if (c.world.model.target < Version::v3_0 && !c.response && announces_body(c.transaction->request))
    made.headers.push_back({"connection", "close"});
  made.headers.push_back({"content-length", "0"});
  made.headers.push_back({"location", c.arena.copy(location)});
  if (made.status == 302 || made.status == 303 || made.status == 307)
    made.headers.push_back({"cache-control", "no-cache"});
  if (args[4].given()) {
    made.headers.push_back({"set-cookie", c.arena.copy(fmt::format("{}; path=/;", format_text(args[4].index, c)))});
  }
  if (args[5].given()) {
    made.headers.push_back({"set-cookie", c.arena.copy(fmt::format("{}; path=/; Max-Age=0;", args[5].text))});
  }
  c.transaction->response = std::move(made);
  c.transaction->has_response = true;
  c.note_end('L', c.response ? 'H' : 'R');
  return end_with(Outcome::redirected);
}

constexpr std::array kEntries = {
    ActionEntry{ActionId::allow, act_allow},       ActionEntry{ActionId::deny, act_deny},
    ActionEntry{ActionId::tarpit, act_tarpit},     ActionEntry{ActionId::return_, act_return},
    ActionEntry{ActionId::reject, act_reject},     ActionEntry{ActionId::silent_drop, act_reject},
    ActionEntry{ActionId::close, act_close},       ActionEntry{ActionId::auth, act_auth},
    ActionEntry{ActionId::redirect, act_redirect}, ActionEntry{ActionId::use_service, act_use_service},
};

}  // namespace

std::span<const ActionEntry> answer_actions() { return kEntries; }

}  // namespace hapax::routing
