// Stick counters: what was tracked (sc_*), or the client's address looked up in a table (src_*).
//
// A counter that tracks nothing gives no sample; a tracked key that is not in the table that is asked for gives 0; a
// table that does not store what is asked for, or since 3.0 has keys of another kind, gives no sample.

#include <array>

#include "routing/fetch/fetches.hpp"
#include "routing/stick/reading.hpp"
#include "routing/stick/tracking.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;

/// How a fetch comes to its entry. `leading` is the number of arguments before the counter's own: 1 for arrays.
using Way = std::optional<EntryRef> (*)(const Args& args, Context& c, std::size_t leading);

bool same_kind_of_key(const model::StickTable& a, const model::StickTable& b) {
  return a.key == b.key && a.key_length == b.key_length;
}

std::optional<EntryRef> tracked(const Args& args, Context& c, std::size_t leading) {
  const auto ref = find_tracked(c, static_cast<std::uint32_t>(args[leading].number));
  const Arg& table = args[leading + 1];
  if (!ref || table.index == model::kNone) return ref;
  StickTable& other = c.world.tables[table.index];
  if (c.world.model.target >= Version::v3_0 && !same_kind_of_key(other.description(), ref->table->description())) {
    return std::nullopt;
  }
  return EntryRef{&other, other.find(ref->entry->key, c.now)};
}

std::optional<EntryRef> source_entry(const Arg& table, Context& c, bool make) {
  Sample source;
  if (table.index == model::kNone || !source.set_address(c.source())) return std::nullopt;
  StickTable& found = c.world.tables[table.index];
  const auto key = found.key_of(source, c.arena);
  // Since 3.2 an address that cannot be a key is one that is not there.
  if (!key && c.world.model.target < Version::v3_2) return std::nullopt;
  if (!key) return EntryRef{&found, nullptr};
  return EntryRef{&found, make ? found.find_or_make(*key, c.now) : found.find(*key, c.now)};
}

std::optional<EntryRef> by_source(const Args& args, Context& c, std::size_t leading) {
  return source_entry(args[leading], c, false);
}
std::optional<EntryRef> by_source_made(const Args& args, Context& c, std::size_t leading) {
  return source_entry(args[leading], c, true);
}

bool give(std::optional<std::int64_t> value, Sample& out) {
  if (!value) return false;
  out.set_integer(*value);
  return true;
}

template <Way way, Stored what>
bool fetch_number(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = way(args, c, 0);
  return ref && give(read_number(*ref, what), out);
}

template <Way way, Stored what>
bool fetch_rate(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = way(args, c, 0);
  return ref && give(read_rate(*ref, what, c.now), out);
}

/// The index of an array's element is the first argument; else it is in the name.
constexpr std::uint32_t kIndexGiven = ~std::uint32_t{0};

constexpr std::size_t leading(std::uint32_t index) { return index == kIndexGiven ? 1 : 0; }
constexpr Array array(std::uint32_t index) { return index == kIndexGiven ? Array::only : Array::also; }
std::uint32_t element(const Args& args, std::uint32_t index) {
  return index == kIndexGiven ? static_cast<std::uint32_t>(args[0].number) : index;
}

template <Way way, std::uint32_t index>
bool fetch_gpc(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = way(args, c, leading(index));
  return ref && give(read_gpc(*ref, element(args, index), array(index)), out);
}

template <Way way, std::uint32_t index>
bool fetch_gpc_rate(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = way(args, c, leading(index));
  return ref && give(read_gpc_rate(*ref, element(args, index), array(index), c.now), out);
}

template <Way way, std::uint32_t index>
bool fetch_inc_gpc(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = way(args, c, leading(index));
  return ref && give(add_gpc(*ref, element(args, index), array(index), 1, c.now), out);
}

template <Way way, std::uint32_t index>
bool fetch_clr_gpc(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = way(args, c, leading(index));
  return ref && give(clear_gpc(*ref, element(args, index), array(index), c.now), out);
}

template <Way way, std::uint32_t index>
bool fetch_gpt(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = way(args, c, leading(index));
  return ref && give(read_gpt(*ref, element(args, index), array(index)), out);
}

/// With a table: whether the key could stand in it, not whether it does.
bool fetch_sc_tracked(const Args& args, Context& c, Iteration&, Sample& out) {
  out.set_boolean(tracked(args, c, 0).has_value());
  return true;
}

bool fetch_sc_trackers(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = tracked(args, c, 0);
  if (!ref) return false;
  out.set_integer(ref->entry == nullptr ? 0 : ref->entry->trackers);
  return true;
}

bool fetch_sc_key(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = tracked(args, c, 0);
  if (!ref || ref->entry == nullptr) return false;
  out = ref->table->sample_of(*ref->entry);
  return true;
}

bool fetch_src_updt_conn_cnt(const Args& args, Context& c, Iteration&, Sample& out) {
  const auto ref = source_entry(args[0], c, true);
  if (!ref || ref->entry == nullptr || !ref->table->stores(Stored::conn_cnt)) return false;
  ref->table->increase(*ref->entry, Stored::conn_cnt);
  ref->table->touch(*ref->entry, c.now);
  return give(read_number(*ref, Stored::conn_cnt), out);
}

bool fetch_table_cnt(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].index == model::kNone) return false;
  out.set_integer(static_cast<std::int64_t>(c.world.tables[args[0].index].used(c.now)));
  return true;
}

bool fetch_table_avl(const Args& args, Context& c, Iteration&, Sample& out) {
  if (args[0].index == model::kNone) return false;
  StickTable& table = c.world.tables[args[0].index];
  out.set_integer(static_cast<std::int64_t>(table.description().size - table.used(c.now)));
  return true;
}

constexpr std::array kEntries = {
    FetchEntry{FetchId::sc_bytes_in_rate, fetch_rate<tracked, Stored::bytes_in_rate>},
    FetchEntry{FetchId::sc_bytes_out_rate, fetch_rate<tracked, Stored::bytes_out_rate>},
    FetchEntry{FetchId::sc_conn_cnt, fetch_number<tracked, Stored::conn_cnt>},
    FetchEntry{FetchId::sc_conn_cur, fetch_number<tracked, Stored::conn_cur>},
    FetchEntry{FetchId::sc_conn_rate, fetch_rate<tracked, Stored::conn_rate>},
    FetchEntry{FetchId::sc_glitch_cnt, fetch_number<tracked, Stored::glitch_cnt>},
    FetchEntry{FetchId::sc_glitch_rate, fetch_rate<tracked, Stored::glitch_rate>},
    FetchEntry{FetchId::sc_http_err_cnt, fetch_number<tracked, Stored::http_err_cnt>},
    FetchEntry{FetchId::sc_http_err_rate, fetch_rate<tracked, Stored::http_err_rate>},
    FetchEntry{FetchId::sc_http_fail_cnt, fetch_number<tracked, Stored::http_fail_cnt>},
    FetchEntry{FetchId::sc_http_fail_rate, fetch_rate<tracked, Stored::http_fail_rate>},
    FetchEntry{FetchId::sc_http_req_cnt, fetch_number<tracked, Stored::http_req_cnt>},
    FetchEntry{FetchId::sc_http_req_rate, fetch_rate<tracked, Stored::http_req_rate>},
    FetchEntry{FetchId::sc_kbytes_in, fetch_number<tracked, Stored::bytes_in_cnt>},
    FetchEntry{FetchId::sc_kbytes_out, fetch_number<tracked, Stored::bytes_out_cnt>},
    FetchEntry{FetchId::sc_sess_cnt, fetch_number<tracked, Stored::sess_cnt>},
    FetchEntry{FetchId::sc_sess_rate, fetch_rate<tracked, Stored::sess_rate>},
    FetchEntry{FetchId::sc_gpc0_rate, fetch_gpc_rate<tracked, 0>},
    FetchEntry{FetchId::sc_gpc1_rate, fetch_gpc_rate<tracked, 1>},
    FetchEntry{FetchId::sc_gpc_rate, fetch_gpc_rate<tracked, kIndexGiven>},
    FetchEntry{FetchId::sc_get_gpc0, fetch_gpc<tracked, 0>},
    FetchEntry{FetchId::sc_get_gpc1, fetch_gpc<tracked, 1>},
    FetchEntry{FetchId::sc_get_gpc, fetch_gpc<tracked, kIndexGiven>},
    FetchEntry{FetchId::sc_inc_gpc0, fetch_inc_gpc<tracked, 0>},
    FetchEntry{FetchId::sc_inc_gpc1, fetch_inc_gpc<tracked, 1>},
    FetchEntry{FetchId::sc_inc_gpc, fetch_inc_gpc<tracked, kIndexGiven>},
    FetchEntry{FetchId::sc_clr_gpc0, fetch_clr_gpc<tracked, 0>},
    FetchEntry{FetchId::sc_clr_gpc1, fetch_clr_gpc<tracked, 1>},
    FetchEntry{FetchId::sc_clr_gpc, fetch_clr_gpc<tracked, kIndexGiven>},
    FetchEntry{FetchId::sc_get_gpt0, fetch_gpt<tracked, 0>},
    FetchEntry{FetchId::sc_get_gpt, fetch_gpt<tracked, kIndexGiven>},
    FetchEntry{FetchId::src_bytes_in_rate, fetch_rate<by_source, Stored::bytes_in_rate>},
    FetchEntry{FetchId::src_bytes_out_rate, fetch_rate<by_source, Stored::bytes_out_rate>},
    FetchEntry{FetchId::src_conn_cnt, fetch_number<by_source, Stored::conn_cnt>},
    FetchEntry{FetchId::src_conn_cur, fetch_number<by_source, Stored::conn_cur>},
    FetchEntry{FetchId::src_conn_rate, fetch_rate<by_source, Stored::conn_rate>},
    FetchEntry{FetchId::src_glitch_cnt, fetch_number<by_source, Stored::glitch_cnt>},
    FetchEntry{FetchId::src_glitch_rate, fetch_rate<by_source, Stored::glitch_rate>},
    FetchEntry{FetchId::src_http_err_cnt, fetch_number<by_source, Stored::http_err_cnt>},
    FetchEntry{FetchId::src_http_err_rate, fetch_rate<by_source, Stored::http_err_rate>},
    FetchEntry{FetchId::src_http_fail_cnt, fetch_number<by_source, Stored::http_fail_cnt>},
    FetchEntry{FetchId::src_http_fail_rate, fetch_rate<by_source, Stored::http_fail_rate>},
    FetchEntry{FetchId::src_http_req_cnt, fetch_number<by_source, Stored::http_req_cnt>},
    FetchEntry{FetchId::src_http_req_rate, fetch_rate<by_source, Stored::http_req_rate>},
    FetchEntry{FetchId::src_kbytes_in, fetch_number<by_source, Stored::bytes_in_cnt>},
    FetchEntry{FetchId::src_kbytes_out, fetch_number<by_source, Stored::bytes_out_cnt>},
    FetchEntry{FetchId::src_sess_cnt, fetch_number<by_source, Stored::sess_cnt>},
    FetchEntry{FetchId::src_sess_rate, fetch_rate<by_source, Stored::sess_rate>},
    FetchEntry{FetchId::src_gpc0_rate, fetch_gpc_rate<by_source, 0>},
    FetchEntry{FetchId::src_gpc1_rate, fetch_gpc_rate<by_source, 1>},
    FetchEntry{FetchId::src_gpc_rate, fetch_gpc_rate<by_source, kIndexGiven>},
    FetchEntry{FetchId::src_get_gpc0, fetch_gpc<by_source, 0>},
    FetchEntry{FetchId::src_get_gpc1, fetch_gpc<by_source, 1>},
    FetchEntry{FetchId::src_get_gpc, fetch_gpc<by_source, kIndexGiven>},
    FetchEntry{FetchId::src_inc_gpc0, fetch_inc_gpc<by_source_made, 0>},
    FetchEntry{FetchId::src_inc_gpc1, fetch_inc_gpc<by_source_made, 1>},
    FetchEntry{FetchId::src_inc_gpc, fetch_inc_gpc<by_source_made, kIndexGiven>},
    FetchEntry{FetchId::src_clr_gpc0, fetch_clr_gpc<by_source_made, 0>},
    FetchEntry{FetchId::src_clr_gpc1, fetch_clr_gpc<by_source_made, 1>},
    FetchEntry{FetchId::src_clr_gpc, fetch_clr_gpc<by_source_made, kIndexGiven>},
    FetchEntry{FetchId::src_get_gpt0, fetch_gpt<by_source, 0>},
    FetchEntry{FetchId::src_get_gpt, fetch_gpt<by_source, kIndexGiven>},
    FetchEntry{FetchId::sc_tracked, fetch_sc_tracked},
    FetchEntry{FetchId::sc_trackers, fetch_sc_trackers},
    FetchEntry{FetchId::sc_key, fetch_sc_key},
    FetchEntry{FetchId::src_updt_conn_cnt, fetch_src_updt_conn_cnt},
    FetchEntry{FetchId::table_cnt, fetch_table_cnt},
    FetchEntry{FetchId::table_avl, fetch_table_avl},
};

}  // namespace

std::span<const FetchEntry> counter_fetches() { return kEntries; }

}  // namespace hapax::routing
