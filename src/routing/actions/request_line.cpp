// Actions that change the request line.

#include <array>
#include <string>

#include <fmt/format.h>

#include "routing/actions/rewriting.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/evaluate/reply.hpp"
#include "routing/http/normalize.hpp"
#include "routing/http/pages.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;

/// A target cut into what stands before the path, the path, and the query with its question mark.
struct Parts {
  std::string_view before;
  std::string_view path;
  std::string_view query;
  bool has_path = false;
};

Parts cut(const Context& c) {
  const std::string_view target = c.transaction->request.target;
  const auto whole = path_and_query(target, c.world.model.target);
  const std::string_view text = whole.value_or(target);
  const auto mark = text.find('?');
  const std::string_view query = mark == std::string_view::npos ? std::string_view{} : text.substr(mark);
  if (!whole) return {{}, {}, query};
  return {target.substr(0, target.size() - whole->size()), whole->substr(0, mark), query, true};
}

void put(Context& c, std::string_view before, std::string_view path, std::string_view query) {
  std::string target(before);
  target += path;
  target += query;
  c.transaction->request.target = c.arena.copy(target);
}

Ruling act_set_method(const Args& args, Context& c) {
  c.transaction->request.method = format_text(args[0].index, c);
  return {};
}

/// A target without a path is replaced as a whole.
Ruling act_set_path(const Args& args, Context& c) {
  const Parts parts = cut(c);
  put(c, parts.before, format_text(args[0].index, c), parts.query);
  return {};
}

Ruling act_set_pathq(const Args& args, Context& c) {
  put(c, cut(c).before, format_text(args[0].index, c), {});
  return {};
}

Ruling act_set_query(const Args& args, Context& c) {
  const std::string_view target = c.transaction->request.target;
  const auto mark = target.find('?');
  const std::string_view text = format_text(args[0].index, c);
  // An empty text leaves a bare question mark, but brings none.
  if (text.empty() && mark == std::string_view::npos) return {};
  put(c, target.substr(0, mark), "?", text);
  return {};
}

/// Of CONNECT, HAProxy takes the whole new target for its authority, and names that in the Host header and then in the
/// target itself.
void set_connect_target(Context& c, std::string_view target) {
  Request& request = c.transaction->request;
  c.state->target_names_host = true;
  for (Header& header : request.headers) {
    if (!equal_ignoring_case(header.name, "host")) continue;
    header.value = target;
    const auto authority = authority_of(request.target, c.world.model.target);
    if (!authority) continue;
    const auto begin = static_cast<std::size_t>(authority->data() - request.target.data());
    const auto user = authority->rfind('@') + 1;
    const std::string_view rest = request.target.substr(begin + authority->size());
    request.target = c.arena.copy(fmt::format("{}{}{}", request.target.substr(0, begin + user), target, rest));
  }
}

/// The target names the host that Host names. One with an empty authority cannot be: the rule fails, which ends the
/// request unless strict-mode is off.
Ruling set_uri(Context& c, std::string_view target) {
  Request& request = c.transaction->request;
  request.target = target;
  c.state->target_is_of_rules = true;
  const auto authority = authority_of_new(target, c.world.model.target);
  c.state->target_names_host = authority.has_value();
  if (!authority) return {};
  if (c.state->first_method == "CONNECT") {
    set_connect_target(c, target);
    return {};
  }
  const std::string_view host = authority->substr(authority->rfind('@') + 1);
  if (host.empty()) {
    return fail_to_rewrite(c);
  }
  for (Header& header : request.headers) {
    if (equal_ignoring_case(header.name, "host")) header.value = host;
  }
  return {};
}

Ruling act_set_uri(const Args& args, Context& c) { return set_uri(c, format_text(args[0].index, c)); }

/// The format's text with the groups of the match filled in; nothing when the expression does not match.
std::optional<std::string> replaced(const Args& args, Context& c, std::string_view subject) {
  Regex::Groups groups;
  if (!c.world.program.regexes[args[0].index].match(subject, 0, groups)) return std::nullopt;
  std::string out;
  expand_groups(out, format_text(args[1].index, c), subject, groups);
  return out;
}

Ruling act_replace_path(const Args& args, Context& c) {
  const Parts parts = cut(c);
  if (parts.path.empty()) return {};
  if (const auto text = replaced(args, c, parts.path)) put(c, parts.before, *text, parts.query);
  return {};
}

Ruling act_replace_pathq(const Args& args, Context& c) {
  const Parts parts = cut(c);
  if (!parts.has_path) return {};
  const std::string_view target = c.transaction->request.target;
  if (const auto text = replaced(args, c, target.substr(parts.before.size()))) put(c, parts.before, *text, {});
  return {};
}

Ruling act_replace_uri(const Args& args, Context& c) {
  if (c.transaction->request.target.empty()) return {};
  const auto text = replaced(args, c, c.transaction->request.target);
  return text ? set_uri(c, c.arena.copy(*text)) : Ruling{};
}

Ruling act_normalize_uri(const Args& args, Context& c) {
  const auto target = normalize(args[0].text, args[1].text, c.transaction->request.target, c.world.model.target);
  if (target) {
    c.transaction->request.target = c.arena.copy(*target);
    return {};
  }
  c.note_end('P', 'R');
  answer_with_page(400, c.rules_proxy(), c);
  Ruling refused = end_with(Outcome::denied);
  refused.is_error = false;
  return refused;
}

/// The action, unless there is no room for what it makes of the request line.
template <ActionFunction kAction>
Ruling within_room(const Args& args, Context& c) {
  const Request& request = c.transaction->request;
  const std::string_view method = request.method;
  const std::string_view target = request.target;
  const Ruling ruling = kAction(args, c);
  if (ruling.step != Ruling::Step::next || !overflows(c)) return ruling;
  c.transaction->request.method = method;
  c.transaction->request.target = target;
  return fail_to_rewrite(c);
}

constexpr std::array kEntries = {
    ActionEntry{ActionId::set_method, within_room<act_set_method>},
    ActionEntry{ActionId::set_path, within_room<act_set_path>},
    ActionEntry{ActionId::set_pathq, within_room<act_set_pathq>},
    ActionEntry{ActionId::set_query, within_room<act_set_query>},
    ActionEntry{ActionId::set_uri, within_room<act_set_uri>},
    ActionEntry{ActionId::replace_path, within_room<act_replace_path>},
    ActionEntry{ActionId::replace_pathq, within_room<act_replace_pathq>},
    ActionEntry{ActionId::replace_uri, within_room<act_replace_uri>},
    ActionEntry{ActionId::normalize_uri, act_normalize_uri},
};

}  // namespace

std::span<const ActionEntry> request_line_actions() { return kEntries; }

}  // namespace hapax::routing
