// A counter that is read from a table which does not keep it.
//
// The table is the one named in the fetch, or else that of each rule which tracks the slot. A finding is made only when
// every one of them is a table of this configuration and none stores the data: a table of a peers section, or one that
// is not found, ends the matter.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

#include "lint/counters.hpp"

namespace hapax::lint {
namespace {

// Fetches whose name is that of the data they read.
constexpr std::array<std::string_view, 13> kData{"conn_cnt",      "conn_cur",       "conn_rate",     "sess_cnt",
                                                 "sess_rate",     "http_req_cnt",   "http_req_rate", "http_err_cnt",
                                                 "http_err_rate", "http_fail_rate", "bytes_in_rate", "bytes_out_rate",
                                                 "gpc0_rate"};

const config::Directive* table_of(const Part& part, std::string_view name, const config::Section& own) {
  if (name.empty()) return own.last("stick-table");
  const config::Section* section = part.config.find(config::SectionKind::backend, name);
  if (section == nullptr) section = part.config.find(config::SectionKind::frontend, name);
  return section == nullptr ? nullptr : section->last("stick-table");
}

bool stores(const config::Directive& table, std::string_view data) {
  for (const config::Word& word : table.words) {
    for (std::string_view rest = word.text; !rest.empty();) {
      const std::string_view one = rest.substr(0, rest.find(','));
      if (one.substr(0, one.find('(')) == data) return true;
      rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    }
  }
  return false;
}

// The tables that a read may look into; nothing when one of them is out of sight.
std::optional<std::vector<const config::Directive*>> candidates(const Part& part, const CounterRead& read,
                                                                const AclTest& test,
                                                                const std::vector<Tracking>& tracked) {
  std::vector<const config::Directive*> tables;
  if (!read.table.empty()) {
    tables.push_back(table_of(part, read.table, *test.section));
  } else {
    for (const Tracking& t : tracked) {
      if (t.slot == read.slot) tables.push_back(table_of(part, t.table, *t.section));
    }
  }
  if (tables.empty() || std::find(tables.begin(), tables.end(), nullptr) != tables.end()) return std::nullopt;
  return tables;
}

void check(const Part& part, Report& report) {
  const auto& tracked = part.whole.trackings;
  for (const AclTest& test : part.acl_tests) {
    const CounterRead read = counter_read(test);
    if (read.slot == 0 || std::find(kData.begin(), kData.end(), read.data) == kData.end()) continue;
    const auto tables = candidates(part, read, test, tracked);
    if (!tables) continue;
    if (std::any_of(tables->begin(), tables->end(), [&](const auto* table) { return stores(*table, read.data); }))
      continue;
    const bool rate = read.data.ends_with("_rate");
    Diagnostic& finding = report.add(test.criterion->span, fmt::format("'{}' is always 0: the table does not store {}",
                                                                       test.criterion->text, read.data));
    finding.label = "not kept";
    finding.related.push_back({tables->front()->span, "the table that is asked"});
    finding.help = {fmt::format("add '{}{}' to its 'store'", read.data, rate ? "(10s)" : "")};
  }
}

}  // namespace

extern const Rule counter_not_stored_rule{
    {
        .name = "counter-not-stored",
        .severity = Severity::error,
        .summary = "an ACL that reads from a stick table what the table does not store",
        .why = "A stick table keeps only what stands behind 'store'. Everything else reads as 0, and a limit on it is "
               "never reached. HAProxy does not say so.",
        .example_bad = R"(frontend www
    bind :80
    mode http
    stick-table type ip size 100k expire 10m store conn_rate(10s)
    http-request track-sc0 src
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
        .example_good = R"(frontend www
    bind :80
    mode http
    stick-table type ip size 100k expire 10m store conn_rate(10s),http_req_rate(10s)
    http-request track-sc0 src
    http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }
    default_backend app

backend app
    mode http
    server app1 192.0.2.11:80
)",
    },
    check,
};

}  // namespace hapax::lint
