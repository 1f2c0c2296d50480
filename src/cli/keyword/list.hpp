// Rows of the keyword tables, chosen and listed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/config/keyword.hpp>

namespace hapax::cli {

using Rows = std::vector<const config::Keyword*>;

/// Every row of the classes that are promised to users, by class and then by name.
Rows every_keyword();

/// The rows of that name in all classes; also those of which the name is the last word ("httplog" for "option
/// httplog").
Rows keywords_named(std::string_view name);

/// Names of several words that begin with this one: "timeout client", "timeout connect" for "timeout".
std::vector<std::string_view> names_behind(std::string_view word);

/// "there is no keyword 'x'; did you mean 'y'?"
std::string unknown_keyword(std::string_view name);

/// One line a row: class, name, sections.
std::string keywords_as_text(const Rows& rows);

/// A JSON list of {"class","name","sections","since","deprecated","removed"}.
std::string keywords_as_json(const Rows& rows);

/// The class as users know it: "cfg", "fetch", "converter", "action", "bind", "server", "acl", "filter", "service".
std::string_view short_class(config::KeywordClass kind);

/// The names of the sections in which the word may stand.
std::vector<std::string_view> sections_of(const config::Keyword& row);

}  // namespace hapax::cli
