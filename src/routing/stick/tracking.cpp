#include "routing/stick/tracking.hpp"

#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

/// Calls `act` for every entry that the request or its connection tracks.
template <typename Act>
void for_each_tracked(Context& c, Act act) {
  for (std::uint32_t i = 0; i < c.world.program.stick_counters; ++i) {
    if (const auto ref = find_tracked(c, i)) act(*ref->table, *ref->entry);
  }
}

void count(Context& c, Stored number, Stored rate) {
  for_each_tracked(c, [&](StickTable& table, StickEntry& entry) {
    table.increase(entry, number);
    table.count_event(entry, rate, c.now);
    table.touch(entry, c.now);
  });
}

/// A response's rule that starts to track sees its own status counted.
void count_status(StickTable& table, StickEntry& entry, std::uint16_t status, Time now) {
  if (status >= 400 && status < 500) {
    table.increase(entry, Stored::http_err_cnt);
    table.count_event(entry, Stored::http_err_rate, now);
  } else if (status >= 500 && status < 600 && status != 501 && status != 505) {
    table.increase(entry, Stored::http_fail_cnt);
    table.count_event(entry, Stored::http_fail_rate, now);
  }
}

/// Has the HTTP request been counted where it is tracked already? In its http-request rules, and in all of the
/// backend's.
bool request_is_counted(const Context& c) {
  return c.http_rules || (c.transaction != nullptr && c.transaction->ticket.backend != model::kNone && c.http());
}

}  // namespace

std::optional<EntryRef> find_tracked(Context& c, std::uint32_t counter) {
  if (counter >= c.world.program.stick_counters) return std::nullopt;
  if (c.state != nullptr && c.state->tracked[counter].entry != nullptr) {
    return EntryRef{c.state->tracked[counter].table, c.state->tracked[counter].entry};
  }
  if (c.session.tracked[counter].entry != nullptr) {
    return EntryRef{c.session.tracked[counter].table, c.session.tracked[counter].entry};
  }
  return std::nullopt;
}

bool track(Context& c, std::uint32_t counter, model::Index expression, model::Index index) {
  if (counter >= c.world.program.stick_counters || index == model::kNone) return false;
  if (find_tracked(c, counter)) return true;
  StickTable& table = c.world.tables[index];
  Sample sample;
  if (!evaluate(expression, c, SampleType::any, sample)) return false;
  const auto key = table.key_of(sample, c.arena);
  if (!key) return false;
  StickEntry* entry = table.find_or_make(*key, c.now);
  if (entry == nullptr) return false;
  ++entry->trackers;
  (c.state != nullptr ? c.state->tracked : c.session.tracked)[counter] = {&table, entry};
  table.increase(*entry, Stored::conn_cur);
  table.increase(*entry, Stored::conn_cnt);
  table.count_event(*entry, Stored::conn_rate, c.now);
  table.touch(*entry, c.now);
  if (request_is_counted(c)) {
    table.increase(*entry, Stored::http_req_cnt);
    table.count_event(*entry, Stored::http_req_rate, c.now);
    if (c.response) count_status(table, *entry, c.transaction->response.status, c.now);
  }
  return true;
}

void untrack(std::vector<Tracked>& tracked, Time now) {
  for (Tracked& each : tracked) {
    if (each.entry == nullptr) continue;
    each.table->decrease(*each.entry, Stored::conn_cur);
    --each.entry->trackers;
    each.table->touch(*each.entry, now);
    each = {};
  }
}

void count_session(ConnectionState& session, Time now) {
  for (Tracked& each : session.tracked) {
    if (each.entry == nullptr) continue;
    each.table->increase(*each.entry, Stored::sess_cnt);
    each.table->count_event(*each.entry, Stored::sess_rate, now);
  }
}

void count_request(Context& c) { count(c, Stored::http_req_cnt, Stored::http_req_rate); }
void count_error(Context& c) { count(c, Stored::http_err_cnt, Stored::http_err_rate); }
void count_failure(Context& c) { count(c, Stored::http_fail_cnt, Stored::http_fail_rate); }

void count_bytes(Context& c, std::uint64_t in, std::uint64_t out) {
  if (in == 0 && out == 0) return;
  for_each_tracked(c, [&](StickTable& table, StickEntry& entry) {
    table.increase(entry, Stored::bytes_in_cnt, in);
    table.increase(entry, Stored::bytes_out_cnt, out);
    table.count_event(entry, Stored::bytes_in_rate, c.now, static_cast<std::uint32_t>(in));
    table.count_event(entry, Stored::bytes_out_rate, c.now, static_cast<std::uint32_t>(out));
  });
}

}  // namespace hapax::routing
