#include "routing/stick/reading.hpp"

namespace hapax::routing {
namespace {

/// Which stored kind `index` of gpc (or its rate) lives in, and where there.
struct Where {
  Stored kind;
  std::uint32_t index;
};

std::optional<Where> gpc_place(const StickTable& table, std::uint32_t index, Array array, bool rate) {
  if (array == Array::also && index < 2) {
    const Stored old_kind =
        index == 0 ? (rate ? Stored::gpc0_rate : Stored::gpc0) : (rate ? Stored::gpc1_rate : Stored::gpc1);
    if (table.stores(old_kind)) return Where{old_kind, 0};
  }
  const Stored kind = rate ? Stored::gpc_rate : Stored::gpc;
  if (!table.stores(kind)) return std::nullopt;
  return Where{kind, index};
}

std::optional<Where> gpt_place(const StickTable& table, std::uint32_t index, Array array) {
  if (array == Array::also && table.stores(Stored::gpt0)) return Where{Stored::gpt0, 0};
  if (!table.stores(Stored::gpt)) return std::nullopt;
  return Where{Stored::gpt, index};
}

std::optional<std::int64_t> read(EntryRef ref, std::optional<Where> where) {
  if (ref.entry == nullptr) return 0;
  if (!where) return std::nullopt;
  const Cell* cell = ref.table->cell(*ref.entry, where->kind, where->index);
  if (cell == nullptr) return std::nullopt;
  return static_cast<std::int64_t>(cell->value);
}

}  // namespace

std::optional<std::int64_t> read_number(EntryRef ref, Stored what) {
  auto value = read(ref, ref.table->stores(what) ? std::optional(Where{what, 0}) : std::nullopt);
  if (value && (what == Stored::bytes_in_cnt || what == Stored::bytes_out_cnt)) *value >>= 10;
  return value;
}

std::optional<std::int64_t> read_rate(EntryRef ref, Stored what, Time now) {
  if (ref.entry == nullptr) return 0;
  if (!ref.table->stores(what)) return std::nullopt;
  return ref.table->rate(*ref.entry, what, now);
}

std::optional<std::int64_t> read_gpc(EntryRef ref, std::uint32_t index, Array array) {
  return read(ref, gpc_place(*ref.table, index, array, false));
}

std::optional<std::int64_t> read_gpc_rate(EntryRef ref, std::uint32_t index, Array array, Time now) {
  const auto where = gpc_place(*ref.table, index, array, true);
  if (ref.entry == nullptr) return 0;
  if (!where) return std::nullopt;
  if (ref.table->cell(*ref.entry, where->kind, where->index) == nullptr) return std::nullopt;
  return ref.table->rate(*ref.entry, where->kind, now, where->index);
}

std::optional<std::int64_t> read_gpt(EntryRef ref, std::uint32_t index, Array array) {
  return read(ref, gpt_place(*ref.table, index, array));
}

std::optional<std::int64_t> add_gpc(EntryRef ref, std::uint32_t index, Array array, std::uint32_t amount, Time now) {
  const auto counter = gpc_place(*ref.table, index, array, false);
  const auto rate = gpc_place(*ref.table, index, array, true);
  std::int64_t result = 0;
  if (ref.entry == nullptr) return result;
  if (rate && ref.table->cell(*ref.entry, rate->kind, rate->index) != nullptr) {
    ref.table->count_event(*ref.entry, rate->kind, now, amount, rate->index);
    result = ref.table->rate(*ref.entry, rate->kind, now, rate->index);
  }
  if (counter) {
    if (Cell* cell = ref.table->cell(*ref.entry, counter->kind, counter->index)) {
      cell->value = static_cast<std::uint32_t>(cell->value + amount);
      result = static_cast<std::int64_t>(cell->value);
    }
  }
  ref.table->touch(*ref.entry, now);
  return result;
}

std::optional<std::int64_t> clear_gpc(EntryRef ref, std::uint32_t index, Array array, Time now) {
  const auto where = gpc_place(*ref.table, index, array, false);
  if (ref.entry == nullptr) return 0;
  if (!where) return std::nullopt;
  Cell* cell = ref.table->cell(*ref.entry, where->kind, where->index);
  if (cell == nullptr) return std::nullopt;
  const auto former = static_cast<std::int64_t>(cell->value);
  cell->value = 0;
  ref.table->touch(*ref.entry, now);
  return former;
}

bool set_gpt(EntryRef ref, std::uint32_t index, Array array, std::uint32_t value, Time now) {
  const auto where = gpt_place(*ref.table, index, array);
  if (!where || ref.entry == nullptr) return false;
  Cell* cell = ref.table->cell(*ref.entry, where->kind, where->index);
  if (cell == nullptr) return false;
  cell->value = value;
  ref.table->touch(*ref.entry, now);
  return true;
}

}  // namespace hapax::routing
