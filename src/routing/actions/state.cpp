// Actions that change what routing remembers: variables, maps and pattern files, captures, and those without effect.

#include <array>

#include "routing/actions/actions.hpp"
#include "routing/actions/set_variable.hpp"
#include "routing/evaluate/body_wait.hpp"
#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;

Ruling act_set_var(const Args& args, Context& c) {
  Sample value;
  if (evaluate(args[1].index, c, SampleType::any, value)) set_variable(args[0].index, args.from(2), c, value);
  return {};
}

Ruling act_set_var_fmt(const Args& args, Context& c) {
  Sample value;
  value.set_string(format_text(args[1].index, c, FormatUse::plain_text));
  set_variable(args[0].index, args.from(2), c, value);
  return {};
}

Ruling act_unset_var(const Args& args, Context& c) {
  forget_variable(args[0].index, c);
  return {};
}

/// A key or a value of a map or list; 3.2 writes it as a plain text.
std::string_view pattern_text(model::Index format, Context& c) {
  return format_text(format, c, c.world.model.target >= Version::v3_2 ? FormatUse::plain_text : FormatUse::header);
}

/// Calls `act` for every set of patterns that was read from that file, and with the file's number in it.
template <typename Act>
void for_each_set(Context& c, std::string_view file, Act act) {
  for (Patterns& patterns : c.world.patterns) {
    for (std::uint32_t i = 0; i < patterns.files().size(); ++i) {
      if (patterns.files()[i] == file) act(patterns, i);
    }
  }
}

/// A file takes what all its uses understand: a key that is an expression for one of them has to be a good one.
bool all_could_hold(Context& c, std::string_view file, std::string_view key, std::string_view value) {
  bool all = true;
  for_each_set(c, file, [&](Patterns& patterns, std::uint32_t) { all = all && patterns.could_hold(key, value); });
  return all;
}

Ruling act_add_acl(const Args& args, Context& c) {
  const std::string_view key = pattern_text(args[1].index, c);
  if (!all_could_hold(c, args[0].text, key, "")) return {};
  for_each_set(c, args[0].text, [&](Patterns& patterns, std::uint32_t file) {
    if (!patterns.holds(file, key)) patterns.add(file, key, "");
  });
  return {};
}

Ruling act_set_map(const Args& args, Context& c) {
  const std::string_view key = pattern_text(args[1].index, c);
  const std::string_view value = pattern_text(args[2].index, c);
  if (!all_could_hold(c, args[0].text, key, value)) return {};
  for_each_set(c, args[0].text, [&](Patterns& patterns, std::uint32_t file) { patterns.set(file, key, value); });
  return {};
}

/// del-acl, del-map
Ruling act_delete(const Args& args, Context& c) {
  const std::string_view key = pattern_text(args[1].index, c);
  for_each_set(c, args[0].text, [&](Patterns& patterns, std::uint32_t file) { patterns.remove(file, key); });
  return {};
}

Ruling act_capture(const Args& args, Context& c) {
  auto& slots = c.response ? c.state->response_captures : c.state->captures;
  Sample value;
  const auto slot = static_cast<std::size_t>(args[1].number);
  if (slot >= slots.size() || !evaluate(args[0].index, c, SampleType::string, value)) return {};
  const model::Proxy& frontend = c.world.model.proxies[c.connection().frontend];
  const auto& declared = c.response ? frontend.response_captures : frontend.captures;
  const std::size_t length = args[2].number >= 0 ? static_cast<std::size_t>(args[2].number) : declared[slot].length;
  slots[slot] = TransactionState::captured(c.arena.copy(value.text), length);
  return {};
}

Ruling act_disable_l7_retry(const Args&, Context& c) {
  c.state->no_retry = true;
  return {};
}

Ruling act_strict_mode(const Args& args, Context& c) {
  (c.response ? c.state->strict_answer : c.state->strict) = args[0].number != 0;
  return {};
}

/// The body is there; what is waited for is only the client's.
Ruling act_wait_for_body(const Args&, Context& c) {
  if (!c.response) invite_body(c);
  return {};
}

Ruling act_nothing(const Args&, Context&) { return {}; }

/// Version 1.0 knows no such answers.
Ruling act_early_hint(const Args&, Context& c) {
  const Request& request = c.transaction->request;
  c.state->hinted = c.state->hinted || request.major > 1 || request.minor > 0;
  return {};
}

constexpr std::array kEntries = {
    ActionEntry{ActionId::set_var, act_set_var},
    ActionEntry{ActionId::set_var_fmt, act_set_var_fmt},
    ActionEntry{ActionId::unset_var, act_unset_var},
    ActionEntry{ActionId::add_acl, act_add_acl},
    ActionEntry{ActionId::del_acl, act_delete},
    ActionEntry{ActionId::set_map, act_set_map},
    ActionEntry{ActionId::del_map, act_delete},
    ActionEntry{ActionId::capture, act_capture},
    ActionEntry{ActionId::disable_l7_retry, act_disable_l7_retry},
    ActionEntry{ActionId::strict_mode, act_strict_mode},
    ActionEntry{ActionId::wait_for_body, act_wait_for_body},
    ActionEntry{ActionId::no_effect, act_nothing},
    ActionEntry{ActionId::early_hint, act_early_hint},
};

}  // namespace

std::span<const ActionEntry> state_actions() { return kEntries; }

}  // namespace hapax::routing
