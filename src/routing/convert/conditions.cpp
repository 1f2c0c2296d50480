// when(CONDITION): lets a sample pass where the condition holds.

#include <array>

#include "routing/convert/converters.hpp"
#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

/// To a server, or with one chosen that could not be reached. One that redirects (`redir`) gets nothing.
bool is_forwarded(const Context& c) {
  return c.response && !c.unconnected && c.transaction != nullptr && c.transaction->ticket.server != model::kNone;
}

bool is_at_applet(const Context& c) { return c.state != nullptr && !c.state->applet.empty(); }

/// What `option dontlog-normal` logs.
bool has_error(const Context& c) {
  constexpr std::uint16_t kServerErrors = 500;
  const bool being_answered = c.response || c.answer_is_gone;
  if (c.transaction == nullptr || !being_answered) return false;
  const Ticket& ticket = c.transaction->ticket;
  return c.state->refused || ticket.attempts > 0 || ticket.redispatched ||
         (c.transaction->has_response && c.transaction->response.transaction_status() >= kServerErrors);
}

/// Does the ACL hold? One whose expression asks for itself would never end.
bool acl_holds(model::Index acl, Context& c) {
  if (acl == model::kNone || c.acl_depth >= Context::kMaxAclDepth) return false;
  ++c.acl_depth;
  const bool holds = acl_matches(acl, c);
  --c.acl_depth;
  return holds;
}

bool convert_when(const Args& args, Context& c, Sample&) {
  std::string_view name = args[0].text;
  const bool negated = name.starts_with('!');
  if (negated) name.remove_prefix(1);
  const bool holds = name == "acl"         ? acl_holds(args[1].index, c)
                     : name == "error"     ? has_error(c)
                     : name == "normal"    ? !has_error(c)
                     : name == "forwarded" ? is_forwarded(c)
                     : name == "toapplet"  ? is_at_applet(c)
                     : name == "processed" ? is_forwarded(c) || is_at_applet(c)
                                           : false;  // stopping
  return holds != negated;
}

constexpr std::array kEntries = {ConverterEntry{ConverterId::when, convert_when}};

}  // namespace

std::span<const ConverterEntry> condition_converters() { return kEntries; }

}  // namespace hapax::routing
