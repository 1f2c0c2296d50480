// What can be said only when all lines have been read. Each function looks at the whole Config and adds findings; none
// depends on another having run. To add one: write it in a file of its own, declare it here, list it in run.cpp.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "config/reading.hpp"

namespace hapax::config {

void check_balance(Reading& reading);                ///< the expression of balance hash
void check_forwarded_expressions(Reading& reading);  ///< of `option forwarded`
void check_rule_order(Reading& reading);             ///< rules that run before lines above them
void check_listeners(Reading& reading);              ///< frontends without bind, nothing to serve
void check_timeouts(Reading& reading);               ///< missing timeouts
void check_backend_references(Reading& reading);     ///< default_backend, use_backend, use-server
void check_logging(Reading& reading);                ///< log formats that nothing uses
void check_http_only(Reading& reading);              ///< what needs `mode http`
void check_health_checks(Reading& reading);          ///< check rules without their option
void check_peers(Reading& reading);                  ///< sections without the local peer

void check_lua(Reading& reading);                ///< how booleans reach scripts
void check_tls(Reading& reading);                ///< certificates and verification
void check_stores(Reading& reading);             ///< entries of crt-store sections
void check_this_machine(Reading& reading);       ///< users, names and limits of this machine
void check_http_formats(Reading& reading);       ///< HTTP in formats outside of mode http
void check_rings(Reading& reading);              ///< sizes and timeouts
void check_state_files(Reading& reading);        ///< files with the state of servers
void check_legacy_mailers(Reading& reading);     ///< mails that HAProxy sends itself
void check_buffers(Reading& reading);            ///< what HTTP and HAProxy's own pages need of tune.bufsize
void check_process(Reading& reading);            ///< global lines that will go
void check_section_names(Reading& reading);      ///< sections of one name
void check_references(Reading& reading);         ///< peers, resolvers, mailers, caches, FastCGI applications
void check_programs(Reading& reading);           ///< commands, and who starts them
void check_protocols(Reading& reading);          ///< `proto` by side and mode
void check_servers(Reading& reading);            ///< names, ids, tracking, ports to check
void check_ids(Reading& reading);                ///< ids and GUIDs that stand twice
void check_tables(Reading& reading);             ///< tables that stick rules and `write-to` name
void check_tls_settings(Reading& reading);       ///< algorithms and TLS versions
void check_sample_references(Reading& reading);  ///< names in expressions and rules
void check_inheritance(Reading& reading);        ///< rules of defaults sections
void check_table_names(Reading& reading);        ///< stick tables of one name
void check_table_types(Reading& reading);        ///< keys and data that the table of a rule cannot hold
void check_persistence(Reading& reading);        ///< servers that the RDP cookie cannot name
void check_held_formats(Reading& reading);       ///< what was found in formats that are used
void check_stats_users(Reading& reading);        ///< users of the statistics that stand twice
void check_userlists(Reading& reading);          ///< users and groups that name each other
void check_caches(Reading& reading);             ///< caches without size
void check_directories(Reading& reading);        ///< acme sections without directory
void check_applications(Reading& reading);       ///< fcgi-app sections: docroot, multiplexing
/// Whether a peers section makes something listen: it holds this process, as far as 'localpeer' names it, and is
/// enabled.
bool has_local_peer(const Config& config, const Section& peers);
void check_peer_names(Reading& reading);         ///< peers that stand twice, the local one with an address
void check_filter_order(Reading& reading);       ///< compression before a cache
void check_log_backends(Reading& reading);       ///< how backends in mode log choose servers
void check_threads(Reading& reading);            ///< threads and their groups
void check_resolvers(Reading& reading);          ///< resolvers without servers
void check_zero_warning(Reading& reading);       ///< `zero-warning`; last, since it counts
void check_spoe(Reading& reading);               ///< what filters read from SPOE files
void check_captures(Reading& reading);           ///< numbers of capture slots
void check_server_checks(Reading& reading);      ///< who checks a server, and where its agent is
void check_server_references(Reading& reading);  ///< what servers, filters and checks name
void check_pattern_files(Reading& reading);      ///< files that are read as lists and as maps
void check_acme_maps(Reading& reading);          ///< maps that acme sections fill and nothing reads

void check_content_rules(Reading& reading);     ///< `tcp-request content` rules that come too early or too late
void check_explicit_filters(Reading& reading);  ///< filters that must be declared beside others

/// All of them.
void run_checks(Reading& reading);

/// How HAProxy's messages, and ours, call a proxy: "frontend", "backend", "proxy".
std::string_view proxy_noun(const Section& section);

/// "frontend 'www'".
std::string proxy_title(const Section& section);

/// The defaults sections and the section itself, the most distant first: the order in which directives take effect.
/// Nearly always there is at most one defaults section, and each section is asked several times: two need no memory.
class Chain {
 public:
  explicit Chain(const Section& section);

  [[nodiscard]] auto begin() const { return sections().begin(); }
  [[nodiscard]] auto end() const { return sections().end(); }

 private:
  [[nodiscard]] std::span<const Section* const> sections() const {
    return longer_.empty() ? std::span<const Section* const>(two_).last(count_) : longer_;
  }

  std::array<const Section*, 2> two_;
  std::size_t count_ = 0;
  std::vector<const Section*> longer_;
};

inline Chain chain(const Section& section) { return Chain(section); }

/// The line of that name that holds for the process: the last one in any global section; null when there is none.
const Directive* last_global(const Config& config, std::string_view name);

/// Whether there is a resolvers section of that name. One is always there: 'default', which asks whom the system asks.
bool has_resolvers(const Config& config, std::string_view name);

/// The name of this process among its peers, where `localpeer` says it; empty: it is the machine's, which is not asked.
std::string_view local_peer(const Config& config);

/// name_bit() of every directive whose name begins like that, to be compared with a section's name_bits.
std::uint64_t bits_of_rows(std::string_view beginning);

/// The `balance` line that holds for a section, its own or inherited; null where there is none. In frontends it has no
/// effect, and only `with_ignored` finds it.
const Directive* balance_of(const Section& section, bool with_ignored = false);

}  // namespace hapax::config
