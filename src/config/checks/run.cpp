#include <algorithm>
#include <array>

#include "config/checks/checks.hpp"

namespace hapax::config {

void run_checks(Reading& reading) {
  constexpr std::array kChecks{check_rule_order,
                               check_listeners,
                               check_timeouts,
                               check_backend_references,
                               check_logging,
                               check_http_only,
                               check_health_checks,
                               check_peers,
                               check_lua,
                               check_tls,
                               check_balance,
                               check_forwarded_expressions,
                               check_sample_references,
                               check_inheritance,
                               check_table_names,
                               check_table_types,
                               check_userlists,
                               check_stats_users,
                               check_caches,
                               check_server_checks,
                               check_server_references,
                               check_directories,
                               check_applications,
                               check_peer_names,
                               check_filter_order,
                               check_explicit_filters,
                               check_content_rules,
                               check_log_backends,
                               check_threads,
                               check_spoe,
                               check_pattern_files,
                               check_acme_maps,
                               check_resolvers,
                               check_captures,
                               check_tls_settings,
                               check_stores,
                               check_this_machine,
                               check_servers,
                               check_ids,
                               check_tables,
                               check_persistence,
                               check_http_formats,
                               check_held_formats,
                               check_rings,
                               check_section_names,
                               check_references,
                               check_programs,
                               check_protocols,
                               check_process,
                               check_buffers,
                               check_legacy_mailers,
                               check_state_files,
                               check_zero_warning};
  for (auto* const check : kChecks) check(reading);
}

std::string_view proxy_noun(const Section& section) {
  return section.kind == SectionKind::listen ? "proxy" : section_name(section.kind);
}

std::string proxy_title(const Section& section) {
  return std::string(section_name(section.kind)) + " " + quote(section.name);
}

Chain::Chain(const Section& section) : two_{section.defaults, &section}, count_(section.defaults == nullptr ? 1 : 2) {
  if (count_ == 1 || section.defaults->defaults == nullptr) return;
  for (const Section* s = &section; s != nullptr; s = s->defaults) longer_.push_back(s);
  std::reverse(longer_.begin(), longer_.end());
}

const Directive* last_global(const Config& config, std::string_view name) {
  const Directive* last = nullptr;
  for (const Section* const global : config.all(SectionKind::global))
    if (const Directive* const d = global->last(name)) last = d;
  return last;
}

std::string_view local_peer(const Config& config) {
  const Directive* const d = last_global(config, "localpeer");
  return d == nullptr ? std::string_view() : d->text("value");
}

std::uint64_t bits_of_rows(std::string_view beginning) {
  std::uint64_t bits = 0;
  for (const Keyword& row : keywords(KeywordClass::directive))
    if (row.name.starts_with(beginning)) bits |= name_bit(row.name);
  return bits;
}

const Directive* balance_of(const Section& section, bool with_ignored) {
  const Directive* last = nullptr;
  static const std::uint64_t kBits = bits_of_rows("balance");
  for (const Section* s : chain(section)) {
    if ((s->name_bits & kBits) == 0) continue;
    for (const Directive& d : s->directives)
      if (d.row != nullptr && d.row->name.starts_with("balance") && (with_ignored || !d.ignored)) last = &d;
  }
  return last;
}

}  // namespace hapax::config
