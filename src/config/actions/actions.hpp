// What single actions need beyond their signature: names of variables, status codes, services ...
//
// One function an action, in a file by subject, listed in actions.cpp.
#pragma once

#include "config/reading.hpp"
#include "config/typing/signature.hpp"

namespace hapax::config {

/// False when something was wrong (and reported).
using ActionCheck = bool (*)(Reading&, const Place&, const Action&);

bool check_action(Reading& reading, const Place& place, const Action& action);

/// What stands in the parentheses of an action's word: "txn.x" of "set-var(txn.x)".
std::string_view in_parentheses(std::string_view word);

/// Whether the word is a condition of set-var(NAME,CONDITION,...): `ifexists`, `ifgt` and the like.
bool is_variable_condition(std::string_view word);
/// Conditions behind the name in set-var(NAME,ifexists), and that nothing follows the parenthesis; `unset` takes none.
/// False: reported.
bool check_conditions(Reading& reading, bool unset, const Word& word);
bool check_set_var(Reading& reading, const Place& place, const Action& action);
bool check_lua_action(Reading& reading, const Place& place, const Action& action);
bool check_service(Reading& reading, const Place& place, const Action& action);
bool check_redirect_action(Reading& reading, const Place& place, const Action& action);
bool check_track(Reading& reading, const Place& place, const Action& action);
bool check_capture(Reading& reading, const Place& place, const Action& action);
bool check_wait(Reading& reading, const Place& place, const Action& action);
bool check_counter(Reading& reading, const Place& place, const Action& action);
bool check_set_timeout(Reading& reading, const Place& place, const Action& action);
bool check_set_retries(Reading& reading, const Place& place, const Action& action);
bool check_switch_mode(Reading& reading, const Place& place, const Action& action);
bool check_do_resolve(Reading& reading, const Place& place, const Action& action);
bool check_normalizer(Reading& reading, const Place& place, const Action& action);
bool check_reply(Reading& reading, const Place& place, const Action& action);

/// What can stand behind `proto` on bind and server lines: h1, h2 ...
std::vector<std::string_view> protocols(const Reading& reading);

/// How many stick counters there are: three, or as many as tune.stick-counters says.
std::int64_t stick_counters(const Reading& reading);

/// A type of content without a body, of a reply that was refused for a word behind it.
void warn_unused_type(Reading& reading, const Action& action);

/// The parameters of a reply that the proxy makes itself; a `return` may stand without an error page for its status.
bool check_reply_options(Reading& reading, Span span, std::span<const Option> options, bool is_return);

/// The parameters of `redirect`, as a directive or an action.
bool check_redirect(Reading& reading, Span span, std::span<const Option> options);

}  // namespace hapax::config
