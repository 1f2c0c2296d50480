// Checks of directives of proxies, each in the file that its comment names.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

/// The first line above `d` in the current section for which `fits` holds, or null.
template <class Fits>
const Directive* first_above(const Reading& reading, const Directive& d, Fits fits) {
  for (const Directive& other : reading.section->directives) {
    if (&other == &d) return nullptr;
    if (fits(other)) return &other;
  }
  return nullptr;
}

/// The same for a line of the same kind.
inline const Directive* twin_above(const Reading& reading, const Directive& d) {
  return first_above(reading, d, [&](const Directive& other) { return other.row == d.row; });
}

/// The same for a line of the same kind and name.
inline const Directive* namesake_above(const Reading& reading, const Directive& d) {
  return first_above(
      reading, d, [&](const Directive& other) { return other.row == d.row && other.text("name") == d.text("name"); });
}

void check_mode_directive(Reading& reading, Directive& d);             // mode.cpp
void check_redirect_directive(Reading& reading, Directive& d);         // mode.cpp
void check_httpchk(Reading& reading, Directive& d);                    // health.cpp
void check_check_connect(Reading& reading, Directive& d);              // health.cpp
void note_content_rule(Reading& reading, Directive& d);                // rules.cpp
void note_check_option(Reading& reading, Directive& d);                // health.cpp
void note_check_step(Reading& reading, Directive& d);                  // health.cpp
void check_log(Reading& reading, Directive& d);                        // log_target.cpp
bool is_log_level(std::string_view word);                              // log_target.cpp
void check_errorfile(Reading& reading, Directive& d);                  // files.cpp
bool check_page_file(Reading& reading, const Arg& file);               // files.cpp; false: reported
void check_errorloc(Reading& reading, Directive& d);                   // error_pages.cpp
void check_errorfiles(Reading& reading, Directive& d);                 // error_pages.cpp
void check_http_error(Reading& reading, Directive& d);                 // error_pages.cpp
void check_balance_header(Reading& reading, Directive& d);             // balance.cpp
void check_balance_random(Reading& reading, Directive& d);             // balance.cpp
void check_hash_factor(Reading& reading, Directive& d);                // balance.cpp
void check_rdp_cookie(Reading& reading, Directive& d);                 // balance.cpp
void check_once(Reading& reading, Directive& d);                       // global_lines.cpp
bool check_repeated(Reading& reading, const Directive& d);             // global_repeated.cpp; true: it was reported
bool repeats_list_member(const Section& section, const Directive& d);  // userlist.cpp
bool is_read_before(const Reading& reading, const Directive& d);
void check_default_path(Reading& reading, Directive& d);          // global_files.cpp
void check_chain_path(Reading& reading, Directive& d);            // global_files.cpp
void check_case_adjust_file(Reading& reading, Directive& d);      // global_files.cpp
void check_property_query(Reading& reading, Directive& d);        // global_lines.cpp
void check_identity(Reading& reading, Directive& d);              // global_lines.cpp
void check_cpu_map(Reading& reading, Directive& d);               // global_lines.cpp
void check_cpu_set(Reading& reading, Directive& d);               // global_lines.cpp
void check_client_resolvers(Reading& reading, Directive& d);      // global_lines.cpp
void check_ssl_options(Reading& reading, Directive& d);           // global_lines.cpp
void check_unix_bind(Reading& reading, Directive& d);             // global_lines.cpp
void check_case_adjust(Reading& reading, Directive& d);           // global_lines.cpp
void check_check_variable(Reading& reading, Directive& d);        // check_rules.cpp
void check_expect(Reading& reading, Directive& d);                // check_rules.cpp
void check_lua_load(Reading& reading, Directive& d);              // files.cpp
void check_forwarded(Reading& reading, Directive& d);             // options.cpp
void check_forwardfor(Reading& reading, Directive& d);            // options.cpp
void check_retry_on(Reading& reading, Directive& d);              // options.cpp
void check_global_variable(Reading& reading, Directive& d);       // global_lines.cpp
void check_quic_initial(Reading& reading, Directive& d);          // rules.cpp
void check_cache_number(Reading& reading, Directive& d);          // cache.cpp
void check_cache_age(Reading& reading, Directive& d);             // cache.cpp
void check_vary(Reading& reading, Directive& d);                  // cache.cpp
void check_inspect_delay(Reading& reading, Directive& d);         // options.cpp
void check_application(Reading& reading, Directive& d);           // filter.cpp
void check_most_reloads(Reading& reading, Directive& d);          // global_lines.cpp
void refuse_idle_time(Reading& reading, Directive& d);            // global_lines.cpp
void check_system_servers(Reading& reading, Directive& d);        // sections.cpp
void check_shards(Reading& reading, Directive& d);                // sections.cpp
void check_rate_limit(Reading& reading, Directive& d);            // options.cpp
void check_list_member(Reading& reading, Directive& d);           // userlist.cpp
void check_peer(Reading& reading, Directive& d);                  // bind_server.cpp
void check_connect_protocol(Reading& reading, Directive& d);      // check_rules.cpp
void check_nameserver(Reading& reading, Directive& d);            // global_lines.cpp
void check_threads_in_time(Reading& reading, Directive& d);       // global_lines.cpp
void check_switch(Reading& reading, Directive& d);                // certificates.cpp
void check_update_delay(Reading& reading, Directive& d);          // certificates.cpp
void check_own_certificate(Reading& reading, Directive& d);       // certificates.cpp
void check_extra_files(Reading& reading, Directive& d);           // certificates.cpp
void check_store_base(Reading& reading, Directive& d);            // certificates.cpp
void check_backing_file(Reading& reading, Directive& d);          // sections.cpp
void check_ring_size(Reading& reading, Directive& d);             // sections.cpp
void check_peer_table(Reading& reading, Directive& d);            // stick_table.cpp
void check_peer_listener(Reading& reading, Directive& d);         // bind_server.cpp
void check_cookie(Reading& reading, Directive& d);                // options.cpp
void check_cookie_domains(Reading& reading, const Directive& d);  // options.cpp
void check_stick_table(Reading& reading, Directive& d);           // stick_table.cpp
void check_filter(Reading& reading, Directive& d);                // filter.cpp
void check_bind(Reading& reading, Directive& d);                  // bind_server.cpp
void check_default_bind(Reading& reading, Directive& d);          // bind_server.cpp
/// Also of lines with an option that was refused.
void warn_peer_options(Reading& reading, const Directive& d);
void check_server(Reading& reading, Directive& d);                               // bind_server.cpp
void check_stats_rule(Reading& reading, Directive& d);                           // options.cpp
void check_show_desc(Reading& reading, Directive& d);                            // options.cpp
void check_rule(Reading& reading, Directive& d);                                 // rules.cpp
void check_peer_name(Reading& reading, const Directive& d);                      // bind_server.cpp
void check_header_name(Reading& reading, const Action& action);                  // rules.cpp
void check_unreached_rule(Reading& reading, const Directive& d);                 // rules.cpp
void warn_short_time(Reading& reading, std::string_view owner, const Arg& arg);  // options.cpp
void check_timeout(Reading& reading, Directive& d);                              // options.cpp
void check_resolver_time(Reading& reading, Directive& d);                        // options.cpp

/// Whether HAProxy has an error page of its own for this status.
bool has_error_page(std::int64_t status);

void check_log_step(Reading& reading, Directive& d);  ///< `on` of log-profile
void check_trace(Reading& reading, Directive& d);
void check_localpeer(Reading& reading, Directive& d);

}  // namespace hapax::config
