// Actions that change header fields, of the request or of the response.

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "routing/actions/rewriting.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/http/pages.hpp"
#include "routing/http/target.hpp"
#include "routing/pattern/words.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ActionId;

constexpr std::string_view kContentLength = "content-length";

Headers& headers_of(Context& c) {
  return c.response ? c.transaction->response.headers : c.transaction->request.headers;
}

/// A host that is named anew in its field is named anew in a target with an authority, behind its user.
void name_host(Context& c, std::string_view field, std::string_view host) {
  Request& request = c.transaction->request;
  if (c.response || !c.state->target_names_host || !equal_ignoring_case(field, "host")) return;
  const auto authority = authority_of_new(request.target, c.world.model.target);
  if (!authority) return;
  const auto begin = static_cast<std::size_t>(authority->data() - request.target.data());
  const std::size_t user = authority->rfind('@') + 1;
  request.target = c.arena.copy(fmt::format("{}{}{}", request.target.substr(0, begin + user), host,
                                            request.target.substr(begin + authority->size())));
}

/// Before a rule changes the field for the first time, if that is the one which says how long the message is.
void keep_length(std::string_view field, Context& c) {
  if (c.state->length_touched || !equal_ignoring_case(field, kContentLength)) return;
  c.state->length_touched = true;
  c.state->came_with = find_header(headers_of(c), kContentLength).value_or("");
}

Ruling add(Context& c, std::string_view name, std::string_view value) {
  headers_of(c).push_back({name, value});
  if (overflows(c)) {
    headers_of(c).pop_back();
    return fail_to_rewrite(c);
  }
  name_host(c, name, value);
  return {};
}

Ruling change(Context& c, Header& header, std::string_view value) {
  const std::string_view before = std::exchange(header.value, value);
  if (overflows(c)) {
    header.value = before;
    return fail_to_rewrite(c);
  }
  name_host(c, header.name, value);
  return {};
}

/// A format's text may be one of the very headers that are about to go: it is copied by format_text() already, but a
/// single expression can point into a header. Views stay valid, only the list changes.
Ruling act_set_header(const Args& args, Context& c) {
  keep_length(args[0].text, c);
  const std::string_view value = format_text(args[1].index, c);
  remove_header(headers_of(c), args[0].text);
  return add(c, args[0].text, value);
}

Ruling act_add_header(const Args& args, Context& c) {
  keep_length(args[0].text, c);
  const std::string_view value = format_text(args[1].index, c);
  return add(c, args[0].text, value);
}

/// Names are compared without case; a regular expression sees them in lower case.
Ruling act_del_header(const Args& args, Context& c) {
  const auto method = args[1].given() ? static_cast<model::Match>(args[1].number) : model::Match::str;
  const auto goes = [&](const Header& header) {
    switch (method) {
      case model::Match::beg:
        return begins(header.name, args[0].text, true);
      case model::Match::end:
        return ends(header.name, args[0].text, true);
      case model::Match::sub:
        return contains(header.name, args[0].text, true);
      case model::Match::reg: {
        std::string name(header.name);
        std::transform(name.begin(), name.end(), name.begin(), to_lower);
        return args[2].given() && c.world.program.regexes[args[2].index].matches(name);
      }
      default:
        return equal_ignoring_case(header.name, args[0].text);
    }
  };
  if (goes({kContentLength, {}}) && find_header(headers_of(c), kContentLength)) keep_length(kContentLength, c);
  std::erase_if(headers_of(c), goes);
  return {};
}

/// The format's text with the groups of the match filled in; nothing when the expression does not match.
std::optional<std::string_view> replaced(const Args& args, Context& c, std::string_view subject) {
  Regex::Groups groups;
  if (!c.world.program.regexes[args[1].index].match(subject, 0, groups)) return std::nullopt;
  std::string out;
  expand_groups(out, format_text(args[2].index, c), subject, groups);
  return c.arena.copy(out);
}

/// replace-header: the whole value, blanks around it not included, of every header of that name that matches.
Ruling act_replace_header(const Args& args, Context& c) {
  keep_length(args[0].text, c);
  for (Header& header : headers_of(c)) {
    if (!equal_ignoring_case(header.name, args[0].text)) continue;
    const auto text = replaced(args, c, trim(header.value));
    if (!text) continue;
    if (const Ruling ruling = change(c, header, *text); ruling.step == Ruling::Step::end) return ruling;
  }
  return {};
}

/// replace-value: every comma-separated value that matches; the rest of the header stays as it is.
Ruling act_replace_value(const Args& args, Context& c) {
  keep_length(args[0].text, c);
  for (Header& header : headers_of(c)) {
    if (!equal_ignoring_case(header.name, args[0].text)) continue;
    std::string out;
    bool changed = false;
    for (std::string_view rest = header.value;;) {
      const std::size_t end = value_end(rest);
      const std::string_view part = rest.substr(0, end);
      const std::string_view value = trim(part);
      const auto text = replaced(args, c, value);
      changed = changed || text.has_value();
      // The blanks around a value go with it.
      out += text.value_or(part);
      if (end == rest.size()) break;
      out += ',';
      rest.remove_prefix(end + 1);
    }
    if (!changed) continue;
    if (const Ruling ruling = change(c, header, c.arena.copy(out)); ruling.step == Ruling::Step::end) return ruling;
  }
  return {};
}

Ruling act_set_status(const Args& args, Context& c) {
  Response& response = c.transaction->response;
  const std::string_view before = response.reason;
  response.set_status(static_cast<std::uint16_t>(args[0].number));
  response.reason = args[1].given() ? args[1].text : reason_of(response.status);
  if (!overflows(c)) return {};
  response.reason = before;
  return fail_to_rewrite(c);
}

constexpr std::array kEntries = {
    ActionEntry{ActionId::set_header, act_set_header},       ActionEntry{ActionId::add_header, act_add_header},
    ActionEntry{ActionId::del_header, act_del_header},       ActionEntry{ActionId::replace_header, act_replace_header},
    ActionEntry{ActionId::replace_value, act_replace_value}, ActionEntry{ActionId::set_status, act_set_status},
};

}  // namespace

std::span<const ActionEntry> header_actions() { return kEntries; }

}  // namespace hapax::routing
