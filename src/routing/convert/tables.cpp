// Look-ups in stick tables: the sample is the key. A key that is not there gives 0, and so does since 3.2 one that
// cannot be a key of the table; an entry that does not store what is asked for gives no sample.

#include <array>

#include "routing/convert/converters.hpp"
#include "routing/stick/reading.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

enum class Missing : std::uint8_t { stays, is_made };

std::optional<EntryRef> look_up(const Arg& table, Context& c, const Sample& s, Missing missing = Missing::stays) {
  if (table.index == model::kNone) return std::nullopt;
  StickTable& found = c.world.tables[table.index];
  const auto key = found.key_of(s, c.arena);
  if (!key && c.world.model.target < Version::v3_2) return std::nullopt;
  if (!key) return EntryRef{&found, nullptr};
  return EntryRef{&found, missing == Missing::is_made ? found.find_or_make(*key, c.now) : found.find(*key, c.now)};
}

bool give(std::optional<std::int64_t> value, Sample& s) {
  if (!value) return false;
  s.set_integer(*value);
  return true;
}

bool convert_in_table(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(args[0], c, s);
  if (!ref) return false;
  s.set_boolean(ref->entry != nullptr);
  return true;
}

template <Stored what>
bool convert_number(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(args[0], c, s);
  return ref && give(read_number(*ref, what), s);
}

template <Stored what>
bool convert_rate(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(args[0], c, s);
  return ref && give(read_rate(*ref, what, c.now), s);
}

/// The index of an array's element is the first argument; else it is in the name.
constexpr std::uint32_t kIndexGiven = ~std::uint32_t{0};
constexpr Array array(std::uint32_t index) { return index == kIndexGiven ? Array::only : Array::also; }
std::uint32_t element(const Args& args, std::uint32_t index) {
  return index == kIndexGiven ? static_cast<std::uint32_t>(args[0].number) : index;
}
const Arg& table_of(const Args& args, std::uint32_t index) { return args[index == kIndexGiven ? 1 : 0]; }

template <std::uint32_t index>
bool convert_gpc(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(table_of(args, index), c, s);
  return ref && give(read_gpc(*ref, element(args, index), array(index)), s);
}

template <std::uint32_t index>
bool convert_gpc_rate(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(table_of(args, index), c, s);
  return ref && give(read_gpc_rate(*ref, element(args, index), array(index), c.now), s);
}

template <std::uint32_t index>
bool convert_inc_gpc(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(table_of(args, index), c, s, Missing::is_made);
  return ref && give(add_gpc(*ref, element(args, index), array(index), 1, c.now), s);
}

template <std::uint32_t index>
bool convert_clr_gpc(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(table_of(args, index), c, s, Missing::is_made);
  return ref && give(clear_gpc(*ref, element(args, index), array(index), c.now), s);
}

template <std::uint32_t index>
bool convert_gpt(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(table_of(args, index), c, s);
  return ref && give(read_gpt(*ref, element(args, index), array(index)), s);
}

bool convert_server_id(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(args[0], c, s);
  if (!ref || !give(read_number(*ref, Stored::server_id), s)) return false;
  return ref->entry == nullptr || ref->table->names_servers();
}

/// Up to 3.0 whoever looks counts, too.
bool convert_trackers(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(args[0], c, s);
  const std::int64_t itself = c.world.model.target < Version::v3_2 ? 1 : 0;
  return ref && give(ref->entry == nullptr ? 0 : std::int64_t{ref->entry->trackers} + itself, s);
}

/// Milliseconds until the entry expires; a missing one gives the default.
bool convert_expire(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(args[0], c, s);
  if (!ref) return false;
  if (ref->entry == nullptr) return args[1].given() && give(args[1].number, s);
  return give(ref->entry->expires == kNever ? 0 : (ref->entry->expires - c.now) / kMillisecond, s);
}

/// Milliseconds since the entry was last touched.
bool convert_idle(const Args& args, Context& c, Sample& s) {
  const auto ref = look_up(args[0], c, s);
  if (!ref) return false;
  if (ref->entry == nullptr) return args[1].given() && give(args[1].number, s);
  if (ref->entry->expires == kNever) return give(0, s);
  return give((ref->table->description().expire - (ref->entry->expires - c.now)) / kMillisecond, s);
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::in_table, convert_in_table},
    ConverterEntry{ConverterId::table_bytes_in_rate, convert_rate<Stored::bytes_in_rate>},
    ConverterEntry{ConverterId::table_bytes_out_rate, convert_rate<Stored::bytes_out_rate>},
    ConverterEntry{ConverterId::table_conn_cnt, convert_number<Stored::conn_cnt>},
    ConverterEntry{ConverterId::table_conn_cur, convert_number<Stored::conn_cur>},
    ConverterEntry{ConverterId::table_conn_rate, convert_rate<Stored::conn_rate>},
    ConverterEntry{ConverterId::table_glitch_cnt, convert_number<Stored::glitch_cnt>},
    ConverterEntry{ConverterId::table_glitch_rate, convert_rate<Stored::glitch_rate>},
    ConverterEntry{ConverterId::table_http_err_cnt, convert_number<Stored::http_err_cnt>},
    ConverterEntry{ConverterId::table_http_err_rate, convert_rate<Stored::http_err_rate>},
    ConverterEntry{ConverterId::table_http_fail_cnt, convert_number<Stored::http_fail_cnt>},
    ConverterEntry{ConverterId::table_http_fail_rate, convert_rate<Stored::http_fail_rate>},
    ConverterEntry{ConverterId::table_http_req_cnt, convert_number<Stored::http_req_cnt>},
    ConverterEntry{ConverterId::table_http_req_rate, convert_rate<Stored::http_req_rate>},
    ConverterEntry{ConverterId::table_kbytes_in, convert_number<Stored::bytes_in_cnt>},
    ConverterEntry{ConverterId::table_kbytes_out, convert_number<Stored::bytes_out_cnt>},
    ConverterEntry{ConverterId::table_sess_cnt, convert_number<Stored::sess_cnt>},
    ConverterEntry{ConverterId::table_sess_rate, convert_rate<Stored::sess_rate>},
    ConverterEntry{ConverterId::table_gpc0, convert_gpc<0>},
    ConverterEntry{ConverterId::table_gpc0_rate, convert_gpc_rate<0>},
    ConverterEntry{ConverterId::table_inc_gpc0, convert_inc_gpc<0>},
    ConverterEntry{ConverterId::table_clr_gpc0, convert_clr_gpc<0>},
    ConverterEntry{ConverterId::table_gpc1, convert_gpc<1>},
    ConverterEntry{ConverterId::table_gpc1_rate, convert_gpc_rate<1>},
    ConverterEntry{ConverterId::table_inc_gpc1, convert_inc_gpc<1>},
    ConverterEntry{ConverterId::table_clr_gpc1, convert_clr_gpc<1>},
    ConverterEntry{ConverterId::table_gpc, convert_gpc<kIndexGiven>},
    ConverterEntry{ConverterId::table_gpc_rate, convert_gpc_rate<kIndexGiven>},
    ConverterEntry{ConverterId::table_inc_gpc, convert_inc_gpc<kIndexGiven>},
    ConverterEntry{ConverterId::table_clr_gpc, convert_clr_gpc<kIndexGiven>},
    ConverterEntry{ConverterId::table_gpt0, convert_gpt<0>},
    ConverterEntry{ConverterId::table_gpt, convert_gpt<kIndexGiven>},
    ConverterEntry{ConverterId::table_server_id, convert_server_id},
    ConverterEntry{ConverterId::table_trackers, convert_trackers},
    ConverterEntry{ConverterId::table_expire, convert_expire},
    ConverterEntry{ConverterId::table_idle, convert_idle},
};

}  // namespace

std::span<const ConverterEntry> table_converters() { return kEntries; }

}  // namespace hapax::routing
