// Actions on the addresses of the connection, on the request's place in queues, its retries and timeouts.

#include <algorithm>
#include <array>

#include "routing/actions/actions.hpp"
#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;

/// Connection rules change the connection, later ones only the request.
Address& source(Context& c) { return c.transaction != nullptr ? c.transaction->source : c.session.connection->source; }
Address& destination(Context& c) {
  return c.transaction != nullptr ? c.transaction->destination : c.session.connection->destination;
}

/// The port stays.
void set_address(Address& address, const Args& args, Context& c) {
  Sample value;
  if (!evaluate(args[0].index, c, SampleType::address, value)) return;
  address.family = value.type == SampleType::ipv4 ? Address::Family::ipv4 : Address::Family::ipv6;
  address.bytes = value.address;
}

void set_port(Address& address, const Args& args, Context& c) {
  Sample value;
  if (address.family != Address::Family::ipv4 && address.family != Address::Family::ipv6) return;
  if (evaluate(args[0].index, c, SampleType::integer, value)) address.port = static_cast<std::uint16_t>(value.number);
}

template <Address& (*which)(Context&), void (*change)(Address&, const Args&, Context&)>
Ruling act_on_address(const Args& args, Context& c) {
  change(which(c), args, c);
  return {};
}

std::optional<std::int64_t> number_of(const Arg& arg, Context& c) {
  if (arg.kind != Arg::Kind::expression) return arg.number;
  Sample value;
  if (!evaluate(arg.index, c, SampleType::integer, value)) return std::nullopt;
  return value.number;
}

/// HAProxy cuts a priority to 32 bits before it looks at its limits.
std::int64_t limited(std::int64_t value, std::int64_t limit) {
  return std::clamp<std::int64_t>(static_cast<std::int32_t>(value), -limit, limit);
}

Ruling act_set_priority_class(const Args& args, Context& c) {
  constexpr std::int64_t kLimit = 2047;
  if (const auto value = number_of(args[0], c)) {
    c.transaction->ticket.priority_class = static_cast<std::int16_t>(limited(*value, kLimit));
  }
  return {};
}

Ruling act_set_priority_offset(const Args& args, Context& c) {
  constexpr std::int64_t kLimit = 524287;
  if (const auto value = number_of(args[0], c)) {
    c.transaction->ticket.priority_offset = static_cast<std::int32_t>(limited(*value, kLimit));
  }
  return {};
}

/// Negative numbers change nothing.
Ruling act_set_retries(const Args& args, Context& c) {
  const auto value = number_of(args[0], c);
  if (value && *value >= 0) c.transaction->ticket.retries = *value;
  return {};
}

/// What is no time greater than zero changes nothing.
Ruling act_set_timeout(const Args& args, Context& c) {
  const bool computed = args[1].kind == Arg::Kind::expression;
  const auto value = number_of(args[1], c);
  if (!value || *value <= 0) return {};
  TimeoutChanges& timeouts = c.transaction->timeouts;
  const model::Nanoseconds time = computed ? *value * kMillisecond : *value;
  switch (static_cast<model::TimeoutKind>(args[0].number)) {
    case model::TimeoutKind::client:
      timeouts.client = time;
      break;
    case model::TimeoutKind::server:
      timeouts.server = time;
      break;
    case model::TimeoutKind::tunnel:
      timeouts.tunnel = time;
      break;
  }
  return {};
}

/// As act_set_timeout().
Ruling act_pause(const Args& args, Context& c) {
  const bool computed = args[0].kind == Arg::Kind::expression;
  const auto value = number_of(args[0], c);
  if (value && *value > 0) c.paused += computed ? *value * kMillisecond : *value;
  return {};
}

constexpr std::array kEntries = {
    ActionEntry{ActionId::pause, act_pause},
    ActionEntry{ActionId::set_src, act_on_address<source, set_address>},
    ActionEntry{ActionId::set_src_port, act_on_address<source, set_port>},
    ActionEntry{ActionId::set_dst, act_on_address<destination, set_address>},
    ActionEntry{ActionId::set_dst_port, act_on_address<destination, set_port>},
    ActionEntry{ActionId::set_priority_class, act_set_priority_class},
    ActionEntry{ActionId::set_priority_offset, act_set_priority_offset},
    ActionEntry{ActionId::set_timeout, act_set_timeout},
    ActionEntry{ActionId::set_retries, act_set_retries},
};

}  // namespace

std::span<const ActionEntry> connection_actions() { return kEntries; }

}  // namespace hapax::routing
