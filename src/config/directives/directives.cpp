#include "config/directives/directives.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <hapax/config/by_row.hpp>

#include "config/actions/actions.hpp"
#include "config/directives/environment.hpp"
#include "config/directives/proxy_directives.hpp"
#include "config/samples/acl.hpp"

namespace hapax::config {
namespace {

struct Entry {
  std::string_view name;
  DirectiveCheck check;
};

// Sorted by name.
constexpr std::array kChecks{
    Entry{"acl", read_acl_line},
    Entry{"backing-file", check_backing_file},
    Entry{"balance hdr", check_balance_header},
    Entry{"balance random", check_balance_random},
    Entry{"balance rdp-cookie", check_rdp_cookie},
    Entry{"bind", check_bind},
    Entry{"ca-base", check_once},
    Entry{"cookie", check_cookie},
    Entry{"cpu-map", check_cpu_map},
    Entry{"cpu-set", check_cpu_set},
    Entry{"crt-base", check_store_base},
    Entry{"default-bind", check_default_bind},
    Entry{"default-path", check_default_path},
    Entry{"default-server", check_server},
    Entry{"dgram-bind", check_bind},
    Entry{"errorfile", check_errorfile},
    Entry{"errorfiles", check_errorfiles},
    Entry{"errorloc", check_errorloc},
    Entry{"errorloc302", check_errorloc},
    Entry{"errorloc303", check_errorloc},
    Entry{"expose-deprecated-directives", expose_deprecated},
    Entry{"expose-experimental-directives", expose_experimental},
    Entry{"filter", check_filter},
    Entry{"gid", check_identity},
    Entry{"group", check_list_member},
    Entry{"h1-case-adjust", check_case_adjust},
    Entry{"h1-case-adjust-file", check_case_adjust_file},
    Entry{"hash-balance-factor", check_hash_factor},
    Entry{"hold", check_resolver_time},
    Entry{"http-after-response", check_rule},
    Entry{"http-check connect", check_check_connect},
    Entry{"http-check connect", check_connect_protocol},
    Entry{"http-check expect", check_expect},
    Entry{"http-check expect", note_check_step},
    Entry{"http-check send", note_check_step},
    Entry{"http-check set-var", check_check_variable},
    Entry{"http-check set-var-fmt", check_check_variable},
    Entry{"http-check unset-var", check_check_variable},
    Entry{"http-error", check_http_error},
    Entry{"http-request", check_rule},
    Entry{"http-response", check_rule},
    Entry{"httpclient.resolvers.id", check_client_resolvers},
    Entry{"issuers-chain-path", check_chain_path},
    Entry{"key-base", check_store_base},
    Entry{"localpeer", check_localpeer},
    Entry{"log", check_log},
    Entry{"log-stderr", check_log},
    Entry{"lua-load", check_lua_load},
    Entry{"lua-load-per-thread", check_lua_load},
    Entry{"max-age", check_cache_age},
    Entry{"max-object-size", check_cache_number},
    Entry{"max-secondary-entries", check_cache_number},
    Entry{"mode", check_mode_directive},
    Entry{"mworker-max-reloads", check_most_reloads},
    Entry{"nameserver", check_nameserver},
    Entry{"nbthread", check_threads_in_time},
    Entry{"ocsp-update.disable", check_switch},
    Entry{"ocsp-update.maxdelay", check_update_delay},
    Entry{"ocsp-update.mindelay", check_update_delay},
    Entry{"ocsp-update.mode", check_switch},
    Entry{"on", check_log_step},
    Entry{"option external-check", note_check_option},
    Entry{"option forwarded", check_forwarded},
    Entry{"option forwardfor", check_forwardfor},
    Entry{"option httpchk", check_httpchk},
    Entry{"option httpchk", note_check_option},
    Entry{"option ldap-check", note_check_option},
    Entry{"option mysql-check", note_check_option},
    Entry{"option originalto", check_forwardfor},
    Entry{"option pgsql-check", note_check_option},
    Entry{"option redis-check", note_check_option},
    Entry{"option smtpchk", note_check_option},
    Entry{"option spop-check", note_check_option},
    Entry{"option ssl-hello-chk", note_check_option},
    Entry{"option tcp-check", note_check_option},
    Entry{"parse-resolv-conf", check_system_servers},
    Entry{"peer", check_peer_listener},
    Entry{"peer", check_server},
    Entry{"peer", check_peer},
    Entry{"persist rdp-cookie", check_rdp_cookie},
    Entry{"presetenv", preset_environment},
    Entry{"process-vary", check_vary},
    Entry{"quic-initial", check_quic_initial},
    Entry{"rate-limit sessions", check_rate_limit},
    Entry{"redirect", check_redirect_directive},
    Entry{"resetenv", reset_environment},
    Entry{"retry-on", check_retry_on},
    Entry{"server", check_server},
    Entry{"server", check_peer},
    Entry{"server-template", check_server},
    Entry{"set-var", check_global_variable},
    Entry{"set-var-fmt", check_global_variable},
    Entry{"setenv", set_environment},
    Entry{"shards", check_shards},
    Entry{"size", check_ring_size},
    Entry{"ssl-default-bind-options", check_ssl_options},
    Entry{"ssl-default-server-options", check_ssl_options},
    Entry{"ssl-f-use", check_own_certificate},
    Entry{"ssl-load-extra-files", check_extra_files},
    Entry{"ssl-propquery", check_property_query},
    Entry{"stats http-request", check_stats_rule},
    Entry{"stats show-desc", check_show_desc},
    Entry{"stats socket", check_bind},
    Entry{"stick-table", check_stick_table},
    Entry{"table", check_peer_table},
    Entry{"tcp-check connect", check_check_connect},
    Entry{"tcp-check connect", check_connect_protocol},
    Entry{"tcp-check expect", check_expect},
    Entry{"tcp-check expect", note_check_step},
    Entry{"tcp-check send", note_check_step},
    Entry{"tcp-check send-binary", note_check_step},
    Entry{"tcp-check send-binary-lf", note_check_step},
    Entry{"tcp-check send-lf", note_check_step},
    Entry{"tcp-check set-var", check_check_variable},
    Entry{"tcp-check set-var-fmt", check_check_variable},
    Entry{"tcp-check unset-var", check_check_variable},
    Entry{"tcp-request content", note_content_rule},
    Entry{"tcp-request inspect-delay", check_inspect_delay},
    Entry{"tcp-response inspect-delay", check_inspect_delay},
    Entry{"thread-group", check_threads_in_time},
    Entry{"thread-groups", check_threads_in_time},
    Entry{"timeout", check_resolver_time},
    Entry{"timeout check", check_timeout},
    Entry{"timeout client", check_timeout},
    Entry{"timeout client-fin", check_timeout},
    Entry{"timeout client-hs", check_timeout},
    Entry{"timeout connect", check_timeout},
    Entry{"timeout http-keep-alive", check_timeout},
    Entry{"timeout http-request", check_timeout},
    Entry{"timeout queue", check_timeout},
    Entry{"timeout server", check_timeout},
    Entry{"timeout server-fin", check_timeout},
    Entry{"timeout tarpit", check_timeout},
    Entry{"timeout tunnel", check_timeout},
    Entry{"total-max-size", check_cache_number},
    Entry{"trace", check_trace},
    Entry{"tune.quic.backend.max-idle-timeou", refuse_idle_time},
    Entry{"tune.ssl.capture-buffer-size", check_once},
    Entry{"tune.ssl.capture-cipherlist-size", check_once},
    Entry{"tune.ssl.ocsp-update.maxdelay", check_update_delay},
    Entry{"tune.ssl.ocsp-update.mindelay", check_update_delay},
    Entry{"uid", check_identity},
    Entry{"unix-bind", check_unix_bind},
    Entry{"unsetenv", unset_environment},
    Entry{"use-fcgi-app", check_application},
    Entry{"user", check_list_member},
};
static_assert(std::is_sorted(kChecks.begin(), kChecks.end(),
                             [](const Entry& a, const Entry& b) { return a.name < b.name; }));

std::span<const Entry> checks_of(const Keyword& row) {
  const auto [begin, end] = std::equal_range(kChecks.begin(), kChecks.end(), Entry{row.name, nullptr},
                                             [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return {begin, end};
}

}  // namespace

void check_directive(Reading& reading, Directive& directive, bool failed) {
  static const ByRow<std::span<const Entry>> kByRow(KeywordClass::directive, checks_of);
  // HAProxy looks at the rule above before it reads this one, and at a domain before what follows it.
  if (failed && directive.is("cookie")) check_cookie_domains(reading, directive);
  if (failed && directive.action() != nullptr) {
    check_header_name(reading, *directive.action());
    warn_unused_type(reading, *directive.action());
  }
  // HAProxy goes on as if there were no such line.
  if (failed && directive.is("mode")) directive.row = nullptr;
  if (failed && reading.section->kind == SectionKind::peers) {
    check_peer_name(reading, directive);
    warn_peer_options(reading, directive);
  }
  if (failed) return check_unreached_rule(reading, directive);
  if (reading.section->kind == SectionKind::global && check_repeated(reading, directive) &&
      is_read_before(reading, directive))
    return;
  for (const Entry& entry : kByRow[*directive.row]) entry.check(reading, directive);
}

// Nearly all words warn and go on; these return.
bool reads_when_ignored(const Keyword& row) {
  for (const std::string_view name :
       {"stick match", "stick on", "stick store-request", "stick store-response", "option redispatch",
        "option forwarded", "log-steps", "log-format", "log-format-sd"})
    if (row.name == name) return false;
  return true;
}

}  // namespace hapax::config
