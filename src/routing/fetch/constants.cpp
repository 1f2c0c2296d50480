// Constants, variables, dates, randomness, the last rule: what does not come from the client.

#include <array>
#include <utility>

#include <fmt/format.h>

#include "routing/evaluate/expression.hpp"
#include "routing/fetch/fetches.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;

bool fetch_always_true(const Args&, Context&, Iteration&, Sample& out) {
  out.set_boolean(true);
  return true;
}

bool fetch_always_false(const Args&, Context&, Iteration&, Sample& out) {
  out.set_boolean(false);
  return true;
}

bool fetch_quic_enabled(const Args& args, Context&, Iteration&, Sample& out) {
  out.set_boolean(args[0].number != 0);
  return true;
}

bool fetch_one(const Args&, Context&, Iteration&, Sample& out) {
  out.set_integer(1);
  return true;
}

/// str, int, bool, bin, ipv4, ipv6, meth: read when the program was made.
bool fetch_constant(const Args& args, Context& context, Iteration&, Sample& out) {
  if (args[0].index == model::kNone) return false;
  out = context.world.program.constants[args[0].index];
  return true;
}

bool fetch_env(const Args& args, Context&, Iteration&, Sample& out) {
  if (!args[1].given()) return false;
  out.set_string(args[1].text);
  return true;
}

bool fetch_var(const Args& args, Context& context, Iteration&, Sample& out) {
  if (const Sample* value = read_variable(args[0].index, context)) {
    out = *value;
    return true;
  }
  if (!args[1].given() || !is_in_scope(args[0].index, context)) return false;
  out.set_string(args[1].text);
  return true;
}

/// Nanoseconds as seconds, "ms" or "us".
std::int64_t in_unit(Time time, std::string_view unit) {
  if (unit == "ms") return time / kMillisecond;
  if (unit == "us") return time / kMicrosecond;
  return time / kSecond;
}

bool fetch_date(const Args& args, Context& context, Iteration&, Sample& out) {
  const std::int64_t offset = args[0].given() ? args[0].number : 0;
  out.set_integer(in_unit(context.world.wall_clock + context.now, args[1].text) + offset);
  return true;
}

bool fetch_date_us(const Args&, Context& context, Iteration&, Sample& out) {
  out.set_integer((context.world.wall_clock + context.now) % kSecond / kMicrosecond);
  return true;
}

/// accept_date, request_date: routing sees a request at one moment.
bool fetch_moment(const Args& args, Context& context, Iteration&, Sample& out) {
  out.set_integer(in_unit(context.world.wall_clock + context.now, args[0].text));
  return true;
}

bool fetch_rand(const Args& args, Context& context, Iteration&, Sample& out) {
  const std::uint64_t random = context.world.random.next32();
  out.set_integer(args[0].given() ? static_cast<std::int64_t>(random * static_cast<std::uint32_t>(args[0].number) >> 32)
                                  : static_cast<std::int64_t>(random));
  return true;
}

/// Version 4, RFC 9562.
bool fetch_uuid(const Args&, Context& context, Iteration&, Sample& out) {
  std::array<std::uint32_t, 4> r{};
  for (std::uint32_t& word : r) word = context.world.random.next32();
  out.set_string(context.arena.copy(fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:04x}{:08x}", r[0], r[1] >> 16,
                                                r[1] & 0xFFF, (r[2] >> 16 & 0x3FFF) | 0x8000, r[2] & 0xFFFF, r[3])));
  return true;
}

bool fetch_unique_id(const Args&, Context& context, Iteration&, Sample& out) {
  std::string_view text;
  if (!unique_id(context, text)) return false;
  out.set_string(text);
  return true;
}

/// acl(NAME[,!NAME...]): all must hold.
bool fetch_acl(const Args& args, Context& context, Iteration&, Sample& out) {
  bool all = true;
  for (std::size_t i = 0; i < args.size() && all; ++i) {
    if (!args[i].given()) continue;
    // An ACL whose expression asks for itself would never end.
    if (context.acl_depth >= Context::kMaxAclDepth) return false;
    ++context.acl_depth;
    all = args[i].index != model::kNone && acl_matches(args[i].index, context) != (args[i].number != 0);
    --context.acl_depth;
  }
  out.set_boolean(all);
  return true;
}

/// The rule that ended a rule set last; nothing before one did.
bool fetch_last_rule_file(const Args&, Context& context, Iteration&, Sample& out) {
  if (context.state == nullptr || context.state->last_rule == model::kNone) return false;
  const model::RoutingModel& model = context.world.model;
  out.set_string(model.files[model.rules[context.state->last_rule].place.file]);
  return true;
}

bool fetch_last_rule_line(const Args&, Context& context, Iteration&, Sample& out) {
  if (context.state == nullptr || context.state->last_rule == model::kNone) return false;
  out.set_integer(context.world.model.rules[context.state->last_rule].place.line);
  return true;
}

bool fetch_wait_end(const Args&, Context&, Iteration&, Sample& out) {
  out.set_boolean(true);
  return true;
}

constexpr std::array kEntries = {
    FetchEntry{FetchId::always_true, fetch_always_true},
    FetchEntry{FetchId::always_false, fetch_always_false},
    FetchEntry{FetchId::quic_enabled, fetch_quic_enabled},
    FetchEntry{FetchId::one, fetch_one},
    FetchEntry{FetchId::str, fetch_constant},
    FetchEntry{FetchId::int_, fetch_constant},
    FetchEntry{FetchId::bool_, fetch_constant},
    FetchEntry{FetchId::bin, fetch_constant},
    FetchEntry{FetchId::ipv4, fetch_constant},
    FetchEntry{FetchId::ipv6, fetch_constant},
    FetchEntry{FetchId::meth, fetch_constant},
    FetchEntry{FetchId::env, fetch_env},
    FetchEntry{FetchId::var, fetch_var},
    FetchEntry{FetchId::date, fetch_date},
    FetchEntry{FetchId::date_us, fetch_date_us},
    FetchEntry{FetchId::accept_date, fetch_moment},
    FetchEntry{FetchId::request_date, fetch_moment},
    FetchEntry{FetchId::rand, fetch_rand},
    FetchEntry{FetchId::uuid, fetch_uuid},
    FetchEntry{FetchId::unique_id, fetch_unique_id},
    FetchEntry{FetchId::acl, fetch_acl},
    FetchEntry{FetchId::wait_end, fetch_wait_end},
    FetchEntry{FetchId::last_rule_file, fetch_last_rule_file},
    FetchEntry{FetchId::last_rule_line, fetch_last_rule_line},
};

}  // namespace

bool unique_id(Context& context, std::string_view& out) {
  const model::Index format = context.world.model.proxies[context.connection().frontend].unique_id_format;
  if (format == model::kNone || context.state == nullptr) return false;
  if (!context.state->unique_id_made) {
    // First marked as made: a format that contains the identifier itself reads it as empty.
    context.state->unique_id_made = true;
    context.state->unique_id = {};
    constexpr std::size_t kLongest = 127;
    // The request is still there when rules of its own have answered it.
    const bool of_answer = std::exchange(context.response, context.response && context.state->request_is_gone);
    context.state->unique_id = format_text(format, context).substr(0, kLongest);
    context.response = of_answer;
  }
  out = context.state->unique_id;
  return true;
}

std::span<const FetchEntry> constant_fetches() { return kEntries; }

}  // namespace hapax::routing
