// What rules read from and do to an entry of a stick table, whichever way they came to it: a tracked counter (sc_*),
// the client's address (src_*), or a key of their own (table_*).
#pragma once

#include <cstdint>
#include <optional>

#include "routing/stick/stick_table.hpp"

namespace hapax::routing {

/// An entry that may be missing. A table that does not store what is asked for gives nothing; a missing entry gives 0.
struct EntryRef {
  StickTable* table = nullptr;
  StickEntry* entry = nullptr;
};

/// A plain number: conn_cnt, http_err_cnt, ...; of bytes in KiB.
std::optional<std::int64_t> read_number(EntryRef ref, Stored what);
/// A rate over its period.
std::optional<std::int64_t> read_rate(EntryRef ref, Stored what, Time now);

// General purpose counters and tags. `index` 0 and 1 of the old kind (gpc0, gpc1, gpt0) also mean the array's elements.
enum class Array : std::uint8_t { only, also };
std::optional<std::int64_t> read_gpc(EntryRef ref, std::uint32_t index, Array array);
std::optional<std::int64_t> read_gpc_rate(EntryRef ref, std::uint32_t index, Array array, Time now);
std::optional<std::int64_t> read_gpt(EntryRef ref, std::uint32_t index, Array array);
/// Adds and gives the new value; the entry's time starts anew.
std::optional<std::int64_t> add_gpc(EntryRef ref, std::uint32_t index, Array array, std::uint32_t amount, Time now);
/// Sets to 0 and gives the old value.
std::optional<std::int64_t> clear_gpc(EntryRef ref, std::uint32_t index, Array array, Time now);
bool set_gpt(EntryRef ref, std::uint32_t index, Array array, std::uint32_t value, Time now);

}  // namespace hapax::routing
