#include "routing/stick/stick_table.hpp"

#include <algorithm>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr std::array<std::string_view, kStoredKinds> kStoredNames = {
    "server_id",     "gpt0",          "gpt",           "gpc0",           "gpc0_rate",
    "gpc1",          "gpc1_rate",     "gpc",           "gpc_rate",       "conn_cnt",
    "conn_rate",     "conn_cur",      "sess_cnt",      "sess_rate",      "http_req_cnt",
    "http_req_rate", "http_err_cnt",  "http_err_rate", "http_fail_cnt",  "http_fail_rate",
    "bytes_in_cnt",  "bytes_in_rate", "bytes_out_cnt", "bytes_out_rate", "glitch_cnt",
    "glitch_rate"};

constexpr std::int64_t milliseconds(Time time) { return time / kMillisecond; }

}  // namespace

std::optional<Stored> find_stored(std::string_view name) {
  const auto found = std::find(kStoredNames.begin(), kStoredNames.end(), name);
  if (found == kStoredNames.end()) return std::nullopt;
  return static_cast<Stored>(found - kStoredNames.begin());
}

StickTable::StickTable(const model::StickTable& description, Version version)
    : description_(description), version_(version) {
  // Every table has a server_id: a stick rule stores it whether or not `store` names it.
  columns_[0] = {0, 1, 0};
  cells_ = 1;
  for (const model::StoredData& data : description.data) {
    const auto kind = find_stored(data.name);
    if (kind == Stored::server_id) names_servers_ = true;
    if (!kind || columns_[static_cast<std::size_t>(*kind)].count > 0) continue;
    columns_[static_cast<std::size_t>(*kind)] = {cells_, std::max(1U, data.count),
                                                 static_cast<std::uint32_t>(data.period / kMillisecond)};
    cells_ += std::max(1U, data.count);
  }
}

std::optional<std::string_view> StickTable::key_of(Sample sample, Arena& arena) const {
  using Key = model::StickTable::Key;
  switch (description_.key) {
    case Key::ip:
      // Before 3.0 only an address that is mapped (::ffff:a.b.c.d) stands for an IPv4 one here.
      if (version_ < Version::v3_0 && sample.type == SampleType::ipv6 &&
          sample.address != mapped_ipv6(sample.address.data() + 12)) {
        return std::nullopt;
      }
      if (!cast(sample, SampleType::ipv4, arena)) return std::nullopt;
      return binary_form(sample, arena);
    case Key::ipv6:
      if (!cast(sample, SampleType::ipv6, arena)) return std::nullopt;
      return binary_form(sample, arena);
    case Key::integer:
      if (!cast(sample, SampleType::integer, arena)) return std::nullopt;
      sample.type = SampleType::integer;
      return binary_form(sample, arena).substr(4);
    case Key::string:
      if (!cast(sample, SampleType::string, arena)) return std::nullopt;
      return sample.text.substr(0, description_.key_length);
    case Key::binary: {
      if (!cast(sample, SampleType::binary, arena)) return std::nullopt;
      const std::size_t length = description_.key_length;
      if (sample.text.size() >= length) return sample.text.substr(0, length);
      char* padded = arena.allocate(length);
      std::fill_n(padded, length, '\0');
      std::copy(sample.text.begin(), sample.text.end(), padded);
      return std::string_view{padded, length};
    }
  }
  return std::nullopt;
}

Sample StickTable::sample_of(const StickEntry& entry) const {
  using Key = model::StickTable::Key;
  Sample sample;
  switch (description_.key) {
    case Key::ip:
    case Key::ipv6:
      sample.type = description_.key == Key::ip ? SampleType::ipv4 : SampleType::ipv6;
      std::copy(entry.key.begin(), entry.key.end(), sample.address.begin());
      break;
    case Key::integer: {
      std::uint32_t value = 0;
      for (const char byte : entry.key) value = value << 8 | static_cast<unsigned char>(byte);
      sample.set_integer(value);
      break;
    }
    case Key::string:
      sample.set_string(entry.key);
      break;
    case Key::binary:
      sample.set_binary(entry.key);
      break;
  }
  return sample;
}

void StickTable::remove(StickEntry& entry) {
  by_age_.erase(entry.position);
  entries_.erase(entry.key);
}

void StickTable::expire(Time now) {
  for (auto at = by_age_.begin(); at != by_age_.end() && (*at)->expires <= now;) {
    StickEntry& entry = **at++;
    if (entry.trackers == 0) remove(entry);
  }
}

bool StickTable::purge() {
  std::uint64_t wanted = description_.size / 256 + 1;
  bool purged = false;
  for (auto at = by_age_.begin(); at != by_age_.end() && wanted > 0;) {
    StickEntry& entry = **at++;
    if (entry.trackers > 0) continue;
    remove(entry);
    purged = true;
    --wanted;
  }
  return purged;
}

StickEntry* StickTable::find(std::string_view key, Time now) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return nullptr;
  StickEntry& entry = *found->second;
  if (entry.expires <= now && entry.trackers == 0) {
    remove(entry);
    return nullptr;
  }
  return &entry;
}

StickEntry* StickTable::find_or_make(std::string_view key, Time now) {
  if (StickEntry* entry = find(key, now)) return entry;
  return make_room(now) ? &make(key, now) : nullptr;
}

bool StickTable::make_room(Time now) {
  expire(now);
  const bool full = description_.size > 0 && entries_.size() + reserved_ >= description_.size;
  return !full || (!description_.nopurge && purge());
}

bool StickTable::reserve(Time now) {
  if (!make_room(now)) return false;
  ++reserved_;
  return true;
}

StickEntry& StickTable::fill_reserved(std::string_view key, Time now) {
  --reserved_;
  StickEntry* entry = find(key, now);
  return entry != nullptr ? *entry : make(key, now);
}

StickEntry& StickTable::make(std::string_view key, Time now) {
  auto made = std::make_unique<StickEntry>();
  StickEntry& entry = *made;
  entry.key = key;
  entry.cells.resize(cells_);
  entry.position = by_age_.insert(by_age_.end(), &entry);
  entries_.emplace(entry.key, std::move(made));
  touch(entry, now);
  return entry;
}

void StickTable::touch(StickEntry& entry, Time now) {
  if (description_.expire == model::kUnset) return;
  entry.expires = now + description_.expire;
  by_age_.splice(by_age_.end(), by_age_, entry.position);
}

Cell* StickTable::cell(StickEntry& entry, Stored what, std::uint32_t index) const {
  const Column& column = columns_[static_cast<std::size_t>(what)];
  return index < column.count ? &entry.cells[column.first + index] : nullptr;
}

void StickTable::increase(StickEntry& entry, Stored what, std::uint64_t by, std::uint32_t index) const {
  if (Cell* found = cell(entry, what, index)) found->value += by;
}

void StickTable::decrease(StickEntry& entry, Stored what) const {
  Cell* found = cell(entry, what);
  if (found != nullptr && found->value > 0) --found->value;
}

void StickTable::count_event(StickEntry& entry, Stored what, Time now, std::uint32_t events,
                             std::uint32_t index) const {
  if (Cell* found = cell(entry, what, index)) found->rate.add(events, milliseconds(now), period_ms(what));
}

std::uint32_t StickTable::rate(StickEntry& entry, Stored what, Time now, std::uint32_t index) const {
  Cell* found = cell(entry, what, index);
  return found == nullptr ? 0 : found->rate.per_period(milliseconds(now), period_ms(what));
}

std::uint64_t StickTable::used(Time now) {
  expire(now);
  return entries_.size();
}

}  // namespace hapax::routing
