// What a future event list holds.
#pragma once

#include <cstdint>

#include <hapax/routing/time.hpp>

namespace hapax::simulate {

/// One event. What `kind`, `subject` and `generation` mean is the simulator's matter.
struct Event {
  routing::Time at = 0;
  std::uint32_t subject = 0;
  std::uint32_t generation = 0;
  std::uint8_t kind = 0;
};

/// An event in the list. Of equal times the one goes first that was put in first, whose `order` is smaller.
struct EventEntry {
  static constexpr unsigned kKindBits = 8;
  routing::Time at = 0;
  std::uint64_t order = 0;  ///< how many were put in before, then the kind
  std::uint32_t subject = 0;
  std::uint32_t generation = 0;

  EventEntry() = default;
  EventEntry(const Event& event, std::uint64_t sequence)
      : at(event.at), order(sequence << kKindBits | event.kind), subject(event.subject), generation(event.generation) {}
  [[nodiscard]] Event event() const { return {at, subject, generation, static_cast<std::uint8_t>(order)}; }
  /// Written without a branch: which of two random times is earlier no processor can foretell.
  [[nodiscard]] bool earlier_than(const EventEntry& other) const {
    return static_cast<bool>(static_cast<unsigned>(at < other.at) |
                             (static_cast<unsigned>(at == other.at) & static_cast<unsigned>(order < other.order)));
  }
};

}  // namespace hapax::simulate
