// One row per server option. What has no row and is not listed as without bearing is not modelled.
#include <algorithm>

#include <hapax/config/by_row.hpp>

#include "model/compile/addresses.hpp"
#include "model/compile/bearing.hpp"
#include "model/compile/servers.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using model::HealthCheck;
using model::Server;

using Set = void (*)(Server&, std::string_view value);
struct Row {
  std::string_view name;
  Set set;
};

template <bool Server::*Member, bool Value>
void flag(Server& server, std::string_view) {
  server.*Member = Value;
}
template <auto Member>
void number(Server& server, std::string_view value) {
  server.*Member = static_cast<std::remove_reference_t<decltype(server.*Member)>>(integer_value(value));
}
template <auto Member>
void check_number(Server& server, std::string_view value) {
  server.check.*Member = static_cast<std::remove_reference_t<decltype(server.check.*Member)>>(integer_value(value));
}
template <model::Nanoseconds HealthCheck::*Member>
void check_time(Server& server, std::string_view value) {
  if (const auto time = time_value(value)) server.check.*Member = *time;
}
template <std::string Server::*Member>
void text(Server& server, std::string_view value) {
  server.*Member = value;
}
template <bool HealthCheck::*Member, bool Value>
void check_flag(Server& server, std::string_view) {
  server.check.*Member = Value;
}

void slowstart(Server& server, std::string_view value) { server.slowstart = time_value(value).value_or(0); }
// Which kind of check it is follows from the proxy; finish_checks() fills it in.
void check(Server& server, std::string_view) { server.check.kind = HealthCheck::Kind::connect; }
void no_check(Server& server, std::string_view) { server.check.kind = HealthCheck::Kind::none; }
void check_port(Server& server, std::string_view value) {
  server.check.address.port = static_cast<std::uint16_t>(integer_value(value));
}
void check_address(Server& server, std::string_view value) {
  const std::uint16_t port = server.check.address.port;
  server.check.address = endpoint(value);
  if (server.check.address.port == 0) server.check.address.port = port;
}
void verify(Server& server, std::string_view value) { server.tls_verify = value != "none"; }
void on_error(Server& server, std::string_view value) {
  server.on_error = value == "fastinter"      ? model::OnError::fastinter
                    : value == "sudden-death" ? model::OnError::sudden_death
                    : value == "mark-down"    ? model::OnError::mark_down
                                              : model::OnError::fail_check;
}
void observe(Server& server, std::string_view value) {
  server.observe = value == "layer4"   ? model::Observe::layer4
                   : value == "layer7" ? model::Observe::layer7
                                       : model::Observe::none;
}
void on_marked_down(Server& server, std::string_view value) {
  server.shutdown_on_marked_down = value == "shutdown-sessions";
}
void on_marked_up(Server& server, std::string_view value) {
  server.shutdown_backups_on_marked_up = value == "shutdown-backup-sessions";
}
void nothing(Server&, std::string_view) {}
void hash_key(Server& server, std::string_view value) {
  server.hash_key = value == "addr"        ? model::HashKey::addr
                    : value == "addr-port" ? model::HashKey::addr_port
                    : value == "id32"      ? model::HashKey::id32
                    : value == "guid"      ? model::HashKey::guid
                                           : model::HashKey::id;
}
void init_state(Server& server, std::string_view value) {
  using State = HealthCheck::InitialState;
  server.check.initial_state = value == "fully-up"     ? State::fully_up
                               : value == "down"       ? State::down
                               : value == "fully-down" ? State::fully_down
                                                       : State::up;
}

constexpr Row kRows[] = {
    {"weight", number<&Server::weight>},
    {"maxconn", number<&Server::maxconn>},
    {"minconn", number<&Server::minconn>},
    {"maxqueue", number<&Server::maxqueue>},
    {"slowstart", slowstart},
    {"cookie", text<&Server::cookie>},
    {"guid", text<&Server::guid>},
    {"id", number<&Server::id>},
    {"hash-key", hash_key},
    {"backup", flag<&Server::backup, true>},
    {"no-backup", flag<&Server::backup, false>},
    {"disabled", flag<&Server::disabled, true>},
    {"enabled", flag<&Server::disabled, false>},
    {"non-stick", flag<&Server::non_stick, true>},
    {"stick", flag<&Server::non_stick, false>},
    {"redir", text<&Server::redirect_prefix>},
    {"ssl", flag<&Server::tls, true>},
    {"no-ssl", flag<&Server::tls, false>},
    {"verify", verify},
    {"verifyhost", text<&Server::tls_verify_host>},
    {"ca-file", text<&Server::tls_ca_file>},
    {"crt", text<&Server::tls_certificate>},
    {"send-proxy", flag<&Server::send_proxy, true>},
    {"no-send-proxy", flag<&Server::send_proxy, false>},
    {"send-proxy-v2", flag<&Server::send_proxy_v2, true>},
    {"no-send-proxy-v2", flag<&Server::send_proxy_v2, false>},
    {"send-proxy-v2-ssl", flag<&Server::send_proxy_v2, true>},
    {"send-proxy-v2-ssl-cn", flag<&Server::send_proxy_v2, true>},
    {"on-error", on_error},
    {"observe", observe},
    {"error-limit", number<&Server::error_limit>},
    {"check", check},
    {"no-check", no_check},
    {"inter", check_time<&HealthCheck::inter>},
    {"fastinter", check_time<&HealthCheck::fastinter>},
    {"downinter", check_time<&HealthCheck::downinter>},
    {"rise", check_number<&HealthCheck::rise>},
    {"fall", check_number<&HealthCheck::fall>},
    {"port", check_port},
    {"addr", check_address},
    {"check-ssl", check_flag<&HealthCheck::tls, true>},
    {"no-check-ssl", check_flag<&HealthCheck::tls, false>},
    {"check-send-proxy", check_flag<&HealthCheck::send_proxy, true>},
    {"no-check-send-proxy", check_flag<&HealthCheck::send_proxy, false>},
    {"agent-check", check_flag<&HealthCheck::agent, true>},
    {"no-agent-check", check_flag<&HealthCheck::agent, false>},
    {"agent-port", check_number<&HealthCheck::agent_port>},
    {"agent-inter", check_time<&HealthCheck::agent_inter>},
    {"init-state", init_state},
    {"on-marked-down", on_marked_down},
    {"on-marked-up", on_marked_up},
    // Other passes look at these: they name what may stand further below.
    {"track", nothing},
    {"sni", nothing},
};

// Null: the model has no place for it.
Set setter_of(const config::Keyword& option) {
  const auto* const row =
      std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& r) { return r.name == option.name; });
  if (row != std::end(kRows)) return row->set;
  return server_option_without_bearing(option.name) ? nothing : nullptr;
}

Set known_setter(const config::Option& option) {
  static const config::ByRow<Set> kSetters(config::KeywordClass::server_option, setter_of);
  return kSetters[*option.row];
}

bool is_modelled(const config::Keyword& option) { return setter_of(option) != nullptr; }

bool stands_alone(const config::Keyword& option) {
  return is_modelled(option) && option.name != "sni" && option.name != "track";
}

}  // namespace

void apply_server_options(Compilation& c, ProxyWork& work, const config::Directive& line, Server& server) {
  check_server_options(c, work, line);
  for (const config::Option& option : line.options()) {
    const Set set = known_setter(option);
    if (set != nullptr) set(server, option.words.size() > 1 ? option.words[1].text : std::string_view());
  }
}

void check_server_options(Compilation& c, ProxyWork& work, const config::Directive& line) {
  static const config::ByRow<bool> kModelled(config::KeywordClass::server_option, is_modelled);
  for (const config::Option& option : line.options()) {
    if (!kModelled[*option.row])
      c.not_modelled(work.index, option.span(), "server option " + std::string(option.name()));
  }
}

bool takes_server_options(const config::Directive& line) {
  static const config::ByRow<bool> kStandAlone(config::KeywordClass::server_option, stands_alone);
  const std::span<const config::Option> options = line.options();
  return std::all_of(options.begin(), options.end(), [](const config::Option& o) { return kStandAlone[*o.row]; });
}

}  // namespace hapax::compile
