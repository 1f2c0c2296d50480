// Lists of options: what follows `bind ADDRESS`, `server NAME ADDRESS`, `stick-table`, `cookie NAME` ...
#include <algorithm>

#include <fmt/format.h>

#include <hapax/syntax/condition.hpp>

#include "config/actions/actions.hpp"
#include "config/habits.hpp"
#include "config/keywords/features.hpp"
#include "config/samples/points.hpp"
#include "config/typing/signature.hpp"

namespace hapax::config {
namespace {

KeywordClass class_of(std::string_view table) {
  if (table == "bind") return KeywordClass::bind_option;
  if (table == "server") return KeywordClass::server_option;
  return table == "filter" ? KeywordClass::filter : KeywordClass::parameter;
}

std::vector<std::string_view> names(std::string_view table, Version target) {
  std::vector<std::string_view> list;
  const KeywordClass kind = class_of(table);
  for (const Keyword& row : keywords(kind)) {
    if (row.exists_in(target) && (kind != KeywordClass::parameter || row.table == table)) list.push_back(row.name);
  }
  return list;
}

bool is_port(std::string_view word) {
  return !word.empty() && word.size() <= 5 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `before` stands before the word; empty where it is the first one. `blanks`: help_for_blanks().
void report_unknown(Reading& reading, const Place& place, std::string_view table, std::string_view before,
                    const Word& word, std::string blanks) {
  Diagnostic& d = reading.error("unknown-option", word.span,
                                quote(place.owner) + " has no option " + quote(word.text) + " in HAProxy " +
                                    std::string(to_string(reading.target())));
  for (const Keyword& row : find_keywords(class_of(table), word.text)) {
    if (class_of(table) == KeywordClass::parameter && row.table != table) continue;
    if (row.since > reading.target()) d.help.push_back("it exists since HAProxy " + std::string(to_string(row.since)));
    if (row.removed && *row.removed <= reading.target())
      d.help.push_back("it was removed in HAProxy " + std::string(to_string(*row.removed)));
  }
  if (!d.help.empty()) return;
  if (std::string habit = habit_of_unit(before, word.text); !habit.empty()) {
    d.help.push_back(std::move(habit));
    return;
  }
  if ((table == "server" || table == "bind") && is_port(word.text)) {
    d.help.push_back(fmt::format("write ':{}' behind the address, without a blank", word.text));
    return;
  }
  if (table == "server" || table == "bind") {
    if (std::string habit = habit_of_option(word.text); !habit.empty()) {
      d.help.push_back(std::move(habit));
      return;
    }
  }
  const Assignment assigned = assignment(word.text);
  if (!assigned.name.empty() && find_option(table, assigned.name, reading.target()) != nullptr) {
    d.help.push_back(assigned.value.empty() ? fmt::format("write '{}' without a sign behind it", assigned.name)
                                            : fmt::format("write '{} {}'", assigned.name, assigned.value));
    return;
  }
  // Values of servers and listeners are single words.
  if (!blanks.empty() && table != "server" && table != "bind") d.help.push_back(std::move(blanks));
  constexpr std::size_t kFew = 12;
  const std::vector<std::string_view> known = names(table, reading.target());
  if (offer_nearest(reading, d, word.text, known)) return;
  const bool few = !known.empty() && known.size() <= kFew;
  d.help.push_back(few ? "it can be " + join_or(known) : "'hapax keyword --all' lists them");
}

// HAProxy takes the expression of some actions for one of an http-request rule wherever they stand, and does not ask
// whether that of set-timeout and pause has a value where it runs.
Points points_of_action(std::string_view action, const Place& place, const Section& section) {
  if (action == "set-timeout" || action == "pause") return kEverywhere;
  for (const std::string_view name : {"set-src", "set-src-port", "set-dst", "set-dst-port", "set-mark", "set-tos",
                                      "set-fc-mark", "set-fc-tos", "set-bc-mark", "set-bc-tos"})
    if (action == name) return points_of(RuleSet::http_request, section);
  return place.points;
}

void report_deprecated(Reading& reading, const Place& place, const Keyword& row, const Word& word) {
  reading.warning("deprecated-keyword", word.span,
                  quote(row.name) + " of " + quote(place.owner) + " is deprecated in HAProxy " +
                      std::string(to_string(reading.target())),
                  row.instead.empty() ? "remove it" : "write " + quote(row.instead) + " instead");
}

// What stands behind a certificate takes some options of bind, and from 3.0 on those of a crt-store's entry.
const Keyword* find_certificate_option(std::string_view table, std::string_view word, Version target) {
  constexpr std::string_view kLists = "crt-list";
  const Keyword* const bind = find_keyword(KeywordClass::bind_option, word, target);
  if (bind != nullptr && bind->table == kLists) return bind;
  const bool load = target >= Version::v3_0 || (target >= Version::v2_8 && word == "ocsp-update");
  const Keyword* const entry = load && word != "crt" ? find_parameter("load", word, target) : nullptr;
  return entry != nullptr ? entry : find_parameter(table, word, target);
}

// A default-server line complains of these (bind_server.cpp) and goes on behind the next word, whatever that is.
bool is_skipped(const Place& place, const Keyword& row) {
  const bool for_all = place.directive != nullptr && place.directive->is("default-server");
  return for_all && (row.name == "id" || row.name == "guid");
}

// Of names of TLS versions with something in parentheses HAProxy says that they cannot stand there, and goes on.
bool refuse_version_for_all(Reading& reading, const Place& place, const Word& word) {
  if (place.directive == nullptr || !place.directive->is("default-server")) return false;
  const std::string_view name = word.text.substr(0, word.text.find('('));
  if (name.size() == word.text.size() || (name != "no-sslv3" && !name.starts_with("no-tlsv1"))) return false;
  if (find_keyword(KeywordClass::server_option, name, reading.target()) == nullptr) return false;
  reading.alert("not-for-all-servers", word.span, fmt::format("{} cannot stand in 'default-server'", quote(word.text)),
                "write 'ssl-min-ver TLSv1.2' or the like");
  return true;
}

bool is_of(const Keyword& action, RuleSet set) { return ((action.rule_sets >> static_cast<unsigned>(set)) & 1U) != 0; }

// What to write for an action that the rules do not have: it may be one of others, or of later versions.
void help_with_action(const Reading& reading, Diagnostic& found, std::string_view word, RuleSet set) {
  std::vector<std::string_view> others;
  for (std::size_t i = 0; i < kRuleSets; ++i) {
    if (find_action(word, static_cast<RuleSet>(i), reading.target()) != nullptr)
      others.push_back(rule_set_name(static_cast<RuleSet>(i)));
  }
  if (!others.empty()) {
    found.help = {"it is one of " + join_or(others)};
    return;
  }
  const std::string_view name = word.substr(0, word.find('('));
  std::vector<std::string_view> own;
  for (const Keyword& row : keywords(KeywordClass::action)) {
    if (!is_of(row, set)) continue;
    if (row.exists_in(reading.target())) own.push_back(row.name);
    if (row.name == name && row.since > reading.target())
      found.help = {fmt::format("it exists since HAProxy {}", to_string(row.since))};
  }
  if (found.help.empty() && !offer_nearest(reading, found, name, own)) found.help = {"its actions are " + join_or(own)};
}

}  // namespace

const Keyword* find_option(std::string_view table, std::string_view word, Version target) {
  // Before what a check waits for HAProxy takes '!', with or without a blank behind it.
  if (table.ends_with("-check-expect")) word.remove_prefix(std::min(word.find_first_not_of('!'), word.size() - 1));
  if (table == "crt-list" || table == "ssl-f-use") return find_certificate_option(table, word, target);
  const KeywordClass kind = class_of(table);
  if (kind == KeywordClass::parameter) return find_parameter(table, word, target);
  if (const Keyword* row = find_keyword(kind, word, target)) return row;
  // Of options of bind and server lines HAProxy looks at the name before the parenthesis, and takes any behind it, but
  // for those that name versions of TLS.
  const std::size_t open = word.find('(');
  if (open == std::string_view::npos || kind == KeywordClass::filter) return nullptr;
  const std::string_view name = word.substr(0, open);
  const bool version =
      name.ends_with("sslv3") || name.find("tlsv1") != std::string_view::npos || name.ends_with("-ver");
  return version ? nullptr : find_keyword(kind, name, target);
}

MatchedOptions match_options(Reading& reading, const Place& place, std::string_view table,
                             std::span<const Word> words) {
  MatchedOptions made;
  ScratchList<Option> list(reading.options_in_work);
  while (made.used < words.size() && !made.failed) {
    const Word& word = words[made.used];
    const Keyword* row = reading.recent_options.find(table, word.text);
    if (row == nullptr) {
      row = find_option(table, word.text, reading.target());
      reading.recent_options.keep(table, word.text, row);
    }
    if (row == nullptr) {
      if (syntax::begins_condition(word.text)) break;
      if (refuse_version_for_all(reading, place, word)) {
        ++made.used;
        continue;
      }
      const std::span<const Arg> arguments = list.items().empty() ? ShortSpan<Arg>() : list.items().back().args;
      report_unknown(reading, place, table, made.used == 0 ? std::string_view() : words[made.used - 1].text, word,
                     help_for_blanks(reading, arguments, words, made.used));
      made.failed = true;
      break;
    }
    if (row->deprecated_in(reading.target())) report_deprecated(reading, place, *row, word);
    if (!reading.allow_experimental(*row, word.span) || !check_feature(reading, *row, word.span)) {
      made.failed = true;
      break;
    }
    const Place own{row->name, word.span, place.directive, place.points};
    const std::span<const Word> behind = words.subspan(made.used + 1);
    const std::span<const Param> params = row->params(reading.target());
    Matched args;
    if (is_skipped(place, *row)) {
      args.used = std::min<std::size_t>(behind.size(), 1);
    } else if (!params.empty()) {
      args = match_signature(reading, own, params, behind, false);
    }
    if (made.used + 1 + args.used > words.size()) words = reading.with_empty(words);
    Option option;
    option.args = args.args;
    option.row = row;
    option.words = words.subspan(made.used, args.used + 1);
    list.push_back(option);
    made.used += args.used + 1;
    made.failed = args.failed;
  }
  made.options = reading.storage().keep(list.items());
  return made;
}

MatchedAction match_action(Reading& reading, const Place& place, RuleSet set, std::span<const Word> words) {
  MatchedAction made;
  if (words.empty()) {
    reading.error("missing-argument", place.span, quote(place.owner) + " needs an action, and the line ends",
                  "for example 'deny', 'set-header' or 'set-var'");
    made.failed = true;
    return made;
  }
  const Keyword* const row = find_action(words[0].text, set, reading.target());
  if (row == nullptr) {
    Diagnostic& found = reading.error("unknown-action", words[0].span,
                                      fmt::format("{} has no action {} in HAProxy {}", quote(place.owner),
                                                  quote(words[0].text), to_string(reading.target())));
    help_with_action(reading, found, words[0].text, set);
    made.failed = true;
    return made;
  }
  if (!reading.allow_experimental(*row, words[0].span) || !check_feature(reading, *row, words[0].span)) {
    made.failed = true;
    return made;
  }
  const Place own{words[0].text, words[0].span, place.directive, points_of_action(row->name, place, *reading.section)};
  const Matched args = match_signature(reading, own, row->params(reading.target()), words.subspan(1), false);
  Action action;
  action.args = args.args;
  action.row = row;
  action.set = set;
  if (args.used + 1 > words.size()) words = reading.with_empty(words);
  action.words = words.first(args.used + 1);
  made.action = reading.storage().keep(action);
  made.used = args.used + 1;
  made.failed = args.failed || !check_action(reading, place, action);
  return made;
}

}  // namespace hapax::config
