// The page's address is a prefix of the target, of its path where it is absolute; what follows it after a semicolon are
// options: its form (csv, json), `up` and `norefresh`. A POST is a command to the page, which answers with a
// redirection that says what came of it: DENY where there is no `stats admin`. Where there is one, commands change
// servers at run time, which is not modelled: the answer here says DENY, too.

#include "routing/evaluate/statistics.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "routing/actions/actions.hpp"
#include "routing/evaluate/reply.hpp"
#include "routing/fetch/authentication.hpp"
#include "routing/http/pages.hpp"
#include "routing/http/target.hpp"

namespace hapax::routing {
namespace {

bool is_known(const model::Proxy& proxy, const Context& c) {
  if (proxy.stats_users.empty()) return true;
  const auto login = login_of(c);
  if (!login) return false;
  const std::string given = fmt::format("{}:{}", login->user, login->password);
  return std::find(proxy.stats_users.begin(), proxy.stats_users.end(), given) != proxy.stats_users.end();
}

bool has_option(std::string_view options, std::string_view name) {
  return options.find(name) != std::string_view::npos;
}

bool asks_again(const model::Proxy& proxy, std::string_view options) {
  return proxy.stats_refresh > 0 && !has_option(options, ";norefresh");
}

void challenge(const model::Proxy& proxy, Context& c) {
  ask_for_login(proxy.stats_realm.empty() ? "HAProxy Statistics" : std::string_view(proxy.stats_realm), proxy, c);
}

void answer_command(const model::Proxy& proxy, std::string_view options, Context& c) {
  Response& response = c.transaction->response;
  response.status = 303;
  response.reason = reason_of(303);
  response.headers = {{"cache-control", "no-cache"}, {"content-type", "text/plain"}, {"content-length", "0"}};
  const bool no_refresh = proxy.stats_refresh > 0 && !asks_again(proxy, options);
  response.headers.push_back(
      {"location", c.arena.copy(fmt::format("{};st=DENY{}{}", proxy.stats_uri, has_option(options, ";up") ? ";up" : "",
                                            no_refresh ? ";norefresh" : ""))});
}

void answer_page(const model::Proxy& proxy, std::string_view options, Context& c) {
  Response& response = c.transaction->response;
  const bool html = !has_option(options, ";csv") && !has_option(options, ";json");
  response.status = 200;
  response.reason = reason_of(200);
  response.is_error_page = true;
  const std::string_view type = html ? "text/html" : has_option(options, ";csv") ? "text/plain" : "application/json";
  response.headers = {{"cache-control", "no-cache"}, {"content-type", type}};
  if (asks_again(proxy, options)) {
    response.headers.push_back({"refresh", c.arena.copy(std::to_string(proxy.stats_refresh))});
  }
  const bool old = c.transaction->request.minor == 0 && c.world.model.target >= Version::v3_0;
  const bool chunks = c.state->first_method == "GET" && !old;
  if (chunks) response.headers.push_back({"transfer-encoding", "chunked"});
}

}  // namespace

std::optional<Outcome> answer_statistics(Context& c) {
  const model::Proxy& proxy = c.rules_proxy();
  const Request& request = c.transaction->request;
  const std::string_view path = path_and_query(request.target, c.world.model.target).value_or(request.target);
  if (proxy.stats_uri.empty() || !path.starts_with(proxy.stats_uri)) return std::nullopt;
  const std::string_view method = c.state->first_method;
  const bool command = method == "POST";
  if (!command && method != "GET" && method != "HEAD") return std::nullopt;
  const std::string_view options = path.substr(proxy.stats_uri.size());
  c.transaction->response = {};
  if (const Ruling ruling = run_rules(proxy.rules[static_cast<std::size_t>(model::RuleSet::stats_http_request)], c);
      ruling.step == Ruling::Step::end) {
    return ruling.outcome;
  }
  if (!is_known(proxy, c)) {
    challenge(proxy, c);
    return Outcome::denied;
  }
  c.state->applet = "<STATS>";
  c.note_end('L', 'R', Version::v2_6);
  command ? answer_command(proxy, options, c) : answer_page(proxy, options, c);
  return Outcome::returned;
}

}  // namespace hapax::routing
