// Stick tables: entries by key, each with the data that the table's `store` names.
//
// Every touch sets an entry's expiry to now plus the table's `expire`, which is the same for all, so the list in order
// of touching is the list in order of expiry: entries expire from its front, and the oldest to be purged stand there
// too. Entries that a request or a connection tracks neither expire nor are purged.
//
// Limit: since 3.0 HAProxy keeps a table's entries in several parts, each with an order of its own, and purges the
// oldest of some part where this takes the oldest of all.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <hapax/base/version.hpp>
#include <hapax/model/rule.hpp>
#include <hapax/routing/time.hpp>

#include "routing/sample/sample.hpp"
#include "routing/stick/rate.hpp"

namespace hapax::routing {

/// What a stick table can store. The names are those of `store`.
enum class Stored : std::uint8_t {
  server_id,
  gpt0,
  gpt,
  gpc0,
  gpc0_rate,
  gpc1,
  gpc1_rate,
  gpc,
  gpc_rate,
  conn_cnt,
  conn_rate,
  conn_cur,
  sess_cnt,
  sess_rate,
  http_req_cnt,
  http_req_rate,
  http_err_cnt,
  http_err_rate,
  http_fail_cnt,
  http_fail_rate,
  bytes_in_cnt,
  bytes_in_rate,
  bytes_out_cnt,
  bytes_out_rate,
  glitch_cnt,
  glitch_rate,
  count
};
inline constexpr std::size_t kStoredKinds = static_cast<std::size_t>(Stored::count);

std::optional<Stored> find_stored(std::string_view name);

/// One number of an entry: a plain one or a rate.
struct Cell {
  std::uint64_t value = 0;
  Rate rate;
};

class StickTable;

struct StickEntry {
  std::string key;
  std::vector<Cell> cells;
  std::string server_name;  ///< of server_id: by which `stick match` finds it again
  Time expires = kNever;
  std::uint32_t trackers = 0;
  std::list<StickEntry*>::iterator position;
};

class StickTable {
 public:
  explicit StickTable(const model::StickTable& description, Version version = Version::v3_2);

  [[nodiscard]] const model::StickTable& description() const { return description_; }

  /// The sample as a key of this table; nothing when it does not convert.
  std::optional<std::string_view> key_of(Sample sample, Arena& arena) const;

  /// The key as a sample of the table's type; its text lives as long as the entry.
  [[nodiscard]] Sample sample_of(const StickEntry& entry) const;

  [[nodiscard]] StickEntry* find(std::string_view key, Time now);
  /// Made when it is not there; null when the table is full and nothing can be purged.
  StickEntry* find_or_make(std::string_view key, Time now);
  /// Takes the place of one entry, for a key that is to be stored later; false when the table is full and nothing can
  /// be purged. A place is taken even if the key has one by then, so storing may purge the oldest entry, or fail, where
  /// it would only replace a value. Paired with fill_reserved() or give_up_reserved().
  [[nodiscard]] bool reserve(Time now);
  StickEntry& fill_reserved(std::string_view key, Time now);
  void give_up_reserved() { --reserved_; }
  /// Its time starts anew.
  void touch(StickEntry& entry, Time now);

  /// Cell `index` of an array, or the only one; null when the table does not store it.
  Cell* cell(StickEntry& entry, Stored what, std::uint32_t index = 0) const;
  /// Entries name a server from the start, 0 for none, where `store` says server_id or a `stick` rule uses the table.
  [[nodiscard]] bool names_servers() const { return names_servers_; }
  void name_servers() { names_servers_ = true; }
  [[nodiscard]] bool stores(Stored what) const { return columns_[static_cast<std::size_t>(what)].count > 0; }
  /// Of a rate, in milliseconds.
  [[nodiscard]] std::uint32_t period_ms(Stored what) const {
    return columns_[static_cast<std::size_t>(what)].period_ms;
  }

  // Changes; nothing happens where the table does not store it. ----------------------------------------------------
  void increase(StickEntry& entry, Stored what, std::uint64_t by = 1, std::uint32_t index = 0) const;
  void decrease(StickEntry& entry, Stored what) const;
  void count_event(StickEntry& entry, Stored rate, Time now, std::uint32_t events = 1, std::uint32_t index = 0) const;
  [[nodiscard]] std::uint32_t rate(StickEntry& entry, Stored what, Time now, std::uint32_t index = 0) const;

  [[nodiscard]] std::uint64_t used(Time now);

 private:
  struct Column {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t period_ms = 0;
  };
  void expire(Time now);
  bool purge();
  bool make_room(Time now);
  StickEntry& make(std::string_view key, Time now);
  void remove(StickEntry& entry);

  const model::StickTable& description_;
  Version version_;
  std::array<Column, kStoredKinds> columns_{};
  std::uint32_t cells_ = 0;
  bool names_servers_ = false;
  std::unordered_map<std::string_view, std::unique_ptr<StickEntry>> entries_;
  std::uint64_t reserved_ = 0;
  std::list<StickEntry*> by_age_;  ///< least recently touched first
};

}  // namespace hapax::routing
