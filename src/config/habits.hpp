// What people write who come from another language, and what HAProxy has for it: help for findings of words that are
// not known. Nothing here decides whether a word is one.
#pragma once

#include <string>
#include <string_view>

namespace hapax::config {

/// For a word in a condition that is no ACL: `&&`, `not`, `(host_a`. Empty: nothing comes to mind.
std::string habit_of_condition(std::string_view word);

/// For a line that begins with this word: `include`, `}`, `upstream`. Empty: nothing comes to mind.
std::string habit_of_line(std::string_view word);

/// For the name of a sample fetch: `remote_addr`, `src_ip`. Empty: nothing comes to mind.
std::string habit_of_fetch(std::string_view name);

/// For an option of `bind` or `server`: `certificate`, `tls`. Empty: nothing comes to mind.
std::string habit_of_option(std::string_view name);

/// For a unit behind a number of its own: `30 s`, `2 sec`. Empty: the two are none.
std::string habit_of_unit(std::string_view number, std::string_view word);

/// For a number with a unit where there is none: `2k`. Empty: it is no such number.
std::string habit_of_number(std::string_view text);

/// For a value that goes on behind a blank, as `max-age=300; preload` does: `written` is all of it as it stands in the
/// file.
std::string habit_of_blanks(std::string_view written);

/// The part of `inter=5s` or `maxconn:` that may be an option, the part behind it, empty when there is none. Both are
/// empty without a sign.
struct Assignment {
  std::string_view name;
  std::string_view value;
};
Assignment assignment(std::string_view word);

}  // namespace hapax::config
