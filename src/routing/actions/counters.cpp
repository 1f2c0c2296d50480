// Actions on stick counters.

#include <array>

#include "routing/actions/actions.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/stick/tracking.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;

Ruling act_track(const Args& args, Context& c) {
  track(c, static_cast<std::uint32_t>(args[0].number), args[1].index, args[2].index);
  return {};
}

/// A number as written, or the value of an expression; nothing when that has none.
std::optional<std::int64_t> number_of(const Arg& arg, Context& c) {
  if (arg.kind != Arg::Kind::expression) return arg.number;
  Sample value;
  if (!evaluate(arg.index, c, SampleType::integer, value)) return std::nullopt;
  return value.number;
}

void add(Context& c, const Arg& counter, std::uint32_t index, Array array, std::int64_t amount) {
  if (const auto ref = find_tracked(c, static_cast<std::uint32_t>(counter.number))) {
    add_gpc(*ref, index, array, static_cast<std::uint32_t>(amount), c.now);
  }
}

Ruling act_inc_gpc(const Args& args, Context& c) {
  add(c, args[1], static_cast<std::uint32_t>(args[0].number), Array::only, 1);
  return {};
}

template <std::uint32_t index>
Ruling act_inc_old_gpc(const Args& args, Context& c) {
  add(c, args[0], index, Array::also, 1);
  return {};
}

Ruling act_add_gpc(const Args& args, Context& c) {
  if (const auto amount = number_of(args[2], c)) {
    add(c, args[1], static_cast<std::uint32_t>(args[0].number), Array::only, *amount);
  }
  return {};
}

void set(Context& c, const Arg& counter, std::uint32_t index, Array array, const Arg& value) {
  const auto ref = find_tracked(c, static_cast<std::uint32_t>(counter.number));
  const auto number = number_of(value, c);
  if (ref && number) set_gpt(*ref, index, array, static_cast<std::uint32_t>(*number), c.now);
}

Ruling act_set_gpt(const Args& args, Context& c) {
  set(c, args[1], static_cast<std::uint32_t>(args[0].number), Array::only, args[2]);
  return {};
}

Ruling act_set_gpt0(const Args& args, Context& c) {
  set(c, args[0], 0, Array::also, args[1]);
  return {};
}

constexpr std::array kEntries = {
    ActionEntry{ActionId::track_sc, act_track},
    ActionEntry{ActionId::sc_inc_gpc, act_inc_gpc},
    ActionEntry{ActionId::sc_inc_gpc0, act_inc_old_gpc<0>},
    ActionEntry{ActionId::sc_inc_gpc1, act_inc_old_gpc<1>},
    ActionEntry{ActionId::sc_add_gpc, act_add_gpc},
    ActionEntry{ActionId::sc_set_gpt, act_set_gpt},
    ActionEntry{ActionId::sc_set_gpt0, act_set_gpt0},
};

}  // namespace

std::span<const ActionEntry> counter_actions() { return kEntries; }

}  // namespace hapax::routing
