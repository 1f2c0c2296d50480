#include "model/compile/actions.hpp"

#include <algorithm>

#include <hapax/syntax/condition.hpp>

#include "model/compile/arguments.hpp"
#include "model/compile/expressions.hpp"
#include "model/compile/formats.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {

void ActionReader::add_text(std::string_view text) {
  if (!c.findings_only) add(text_argument(text));
}
void ActionReader::add_integer(std::int64_t number) { add(integer_argument(number)); }
void ActionReader::add_regex(std::string_view pattern) {
  add(index_argument(model::Argument::Kind::regex, regex(c, pattern, false)));
}
Result<void> ActionReader::add_format(std::string_view text) {
  const auto format = compile_format(c, work, text, value_at<syntax::LogFormat>(line, text));
  if (!format) return tl::unexpected(format.error());
  add(index_argument(model::Argument::Kind::format, *format));
  return {};
}
Result<void> ActionReader::add_expression() {
  const auto expression = compile_expression(c, work, words, value_at<syntax::Expression>(line, words.peek()));
  if (!expression) return tl::unexpected(expression.error());
  add(index_argument(model::Argument::Kind::expression, *expression));
  return {};
}
Result<void> ActionReader::add_variable(std::string_view variable_name) {
  const auto index = variable(c, variable_name);
  if (!index) return tl::unexpected(index.error());
  add(index_argument(model::Argument::Kind::variable, *index));
  return {};
}

namespace {

using Reader = ActionReader;

std::string_view inside(const Reader& r, std::size_t i) {
  return i < r.inside.size() ? r.inside[i] : std::string_view();
}

// Without special words: text, regex, format and expression, one word each (an expression takes what it needs).
Result<void> read_by_kinds(Reader& r, std::string_view kinds) {
  while (!kinds.empty()) {
    const std::size_t blank = kinds.find(' ');
    const std::string_view kind = kinds.substr(0, blank);
    kinds = blank == std::string_view::npos ? std::string_view() : kinds.substr(blank + 1);
    if (r.words.done()) return kind.ends_with('?') ? Result<void>{} : fail("too few words");
    Result<void> done;
    if (kind.starts_with("text")) {
      r.add_text(r.words.next());
    } else if (kind.starts_with("regex")) {
      r.add_regex(r.words.next());
    } else if (kind.starts_with("format")) {
      done = r.add_format(r.words.next());
    } else {
      done = r.add_expression();
    }
    if (!done) return done;
  }
  return {};
}

Result<void> read_nothing(Reader&) { return {}; }

Result<void> read_auth(Reader& r) {
  std::string_view realm;
  if (r.line.is("stats http-request")) {
    const std::string& of_page = r.c.model.proxies[r.work.index].stats_realm;
    realm = of_page.empty() ? "HAProxy Statistics" : std::string_view(of_page);
  }
  if (r.words.take_value("realm", realm) || !realm.empty()) {
    r.add(index_argument(model::Argument::Kind::format, literal_format(r.c, realm)));
  }
  return {};
}

Result<void> read_del_header(Reader& r) {
  const std::string_view name = r.words.next();
  std::string_view method;
  r.add_text(name);
  if (!r.words.take_value("-m", method)) return {};
  static constexpr std::pair<std::string_view, model::Match> kMethods[] = {{"str", model::Match::str},
                                                                           {"beg", model::Match::beg},
                                                                           {"end", model::Match::end},
                                                                           {"sub", model::Match::sub},
                                                                           {"reg", model::Match::reg}};
  for (const auto& [word, match] : kMethods) {
    if (word != method) continue;
    r.add_integer(static_cast<std::int64_t>(match));
    if (match == model::Match::reg) r.add_regex(name);
    return {};
  }
  return fail("-m " + std::string(method));
}

Result<void> read_set_status(Reader& r) {
  r.add_integer(integer_value(r.words.next()));
  std::string_view reason;
  if (r.words.take_value("reason", reason)) r.add_text(reason);
  return {};
}

// Before 3.2 a normalizer that may have an option merges slashes instead, when it stands without one before a
// condition.
Result<void> read_normalize_uri(Reader& r) {
  constexpr std::string_view kWithOption[] = {"path-strip-dotdot", "percent-to-uppercase", "percent-decode-unreserved"};
  const std::string_view normalizer = r.words.next();
  const bool bare = r.words.done() || r.words.at_condition();
  const auto is_condition = [](const config::Word& word) { return syntax::begins_condition(word.text); };
  const Words line = r.line.arguments();
  const bool mistaken = r.c.before(Version::v3_2) && bare && std::any_of(line.begin(), line.end(), is_condition) &&
                        std::find(std::begin(kWithOption), std::end(kWithOption), normalizer) != std::end(kWithOption);
  r.add_text(mistaken ? "path-merge-slashes" : normalizer);
  if (!bare) r.add_text(r.words.next());
  return {};
}

template <bool Format>
Result<void> read_set_var(Reader& r) {
  if (auto done = r.add_variable(inside(r, 0)); !done) return done;
  auto done = Format ? r.add_format(r.words.next()) : r.add_expression();
  if (!done) return done;
  for (std::size_t i = 1; i < r.inside.size(); ++i) r.add_text(r.inside[i]);
  return {};
}
Result<void> read_unset_var(Reader& r) { return r.add_variable(inside(r, 0)); }

// add-acl(file) key, set-map(file) key value: the file stands in the parentheses.
Result<void> read_file_update(Reader& r) {
  r.add_text(inside(r, 0));
  while (!r.words.done()) {
    if (auto done = r.add_format(r.words.next()); !done) return done;
  }
  return {};
}

Result<void> read_track(Reader& r) {
  r.add_integer(model::implied_counter(r.name).value_or(0));
  if (auto done = r.add_expression(); !done) return done;
  std::string_view name;
  model::Index table = r.c.own_table(r.work);
  if (r.words.take_value("table", name)) table = Compilation::find(r.c.shared_names().tables, name);
  if (table == model::kNone) return fail("there is no stick table for it");
  r.add(index_argument(model::Argument::Kind::table, table));
  return {};
}

// sc-inc-gpc(idx,sc): numbers in the parentheses.
Result<void> read_increment(Reader& r) {
  for (const std::string_view number : r.inside) r.add_integer(integer_value(number));
  return {};
}

// sc-set-gpt0(sc) VALUE: behind them a number or an expression; without one it is 0.
Result<void> read_counter(Reader& r) {
  if (auto done = read_increment(r); !done) return done;
  if (r.words.done()) {
    r.add_integer(0);
    return {};
  }
  const auto number = syntax::parse_integer(r.words.peek());
  if (!number) return r.add_expression();
  r.words.next();
  r.add_integer(*number);
  return {};
}

Result<void> read_wait_for_body(Reader& r) {
  std::string_view value;
  model::Nanoseconds time = 0;
  std::optional<std::uint64_t> bytes;
  while (!r.words.done()) {
    if (r.words.take_value("time", value)) {
      time = time_value(value).value_or(0);
    } else if (r.words.take_value("at-least", value)) {
      bytes = size_value(value);
    } else {
      r.words.next();
    }
  }
  r.add_integer(time);
  if (bytes) r.add_integer(static_cast<std::int64_t>(*bytes));
  return {};
}

Result<void> read_capture(Reader& r) {
  if (auto done = r.add_expression(); !done) return done;
  const model::Proxy& proxy = r.c.model.proxies[r.work.index];
  const auto& captures = r.line.name().starts_with("http-request") || r.line.name().starts_with("tcp-request")
                             ? proxy.captures
                             : proxy.response_captures;
  std::int64_t slot = -1;
  std::string_view value;
  if (r.words.take_value("len", value)) {
    const auto found = r.work.capture_slots.find(&r.line);
    if (found != r.work.capture_slots.end()) slot = found->second;
  } else if (r.words.take_value("id", value)) {
    slot = integer_value(value);
  }
  r.add_integer(slot);
  if (proxy.kind == model::Proxy::Kind::backend && slot >= 0) {
    r.add_integer(-1);
    return {};
  }
  if (slot < 0 || static_cast<std::size_t>(slot) >= captures.size()) return fail("a slot that is not declared");
  r.add_integer(captures[static_cast<std::size_t>(slot)].length);
  return {};
}

Result<void> read_set_timeout(Reader& r) {
  static constexpr std::pair<std::string_view, model::TimeoutKind> kKinds[] = {{"client", model::TimeoutKind::client},
                                                                               {"server", model::TimeoutKind::server},
                                                                               {"tunnel", model::TimeoutKind::tunnel}};
  const std::string_view word = r.words.next();
  const auto* const kind =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& row) { return row.first == word; });
  if (kind == std::end(kKinds)) return fail("of '" + std::string(word) + "'");
  r.add_integer(static_cast<std::int64_t>(kind->second));
  if (const auto time = time_value(r.words.peek())) {
    r.words.next();
    r.add_integer(*time);
    return {};
  }
  return r.add_expression();
}

Result<void> read_cache(Reader& r) {
  const std::string_view name = r.words.next();
  const auto found = r.c.caches.find(std::string(name));
  if (found == r.c.caches.end()) return fail("there is no cache '" + std::string(name) + "'");
  r.add_integer(found->second);
  return {};
}

Result<void> read_pause(Reader& r) {
  const auto time = time_value(r.words.peek());
  if (!time) return r.add_expression();
  r.words.next();
  r.add_integer(*time);
  return {};
}

Result<void> read_strict_mode(Reader& r) {
  r.add_integer(r.words.next() == "on" ? 1 : 0);
  return {};
}

struct Row {
  model::ActionId id;
  ReadAction read;
};
using Id = model::ActionId;
constexpr Row kRows[] = {
    {Id::deny, read_reply},
    {Id::tarpit, read_reply},
    {Id::return_, read_reply},
    {Id::redirect, read_redirect},
    {Id::reject, read_nothing},
    {Id::silent_drop, read_nothing},
    {Id::allow, read_nothing},
    {Id::close, read_nothing},
    {Id::no_effect, read_nothing},
    {Id::early_hint, read_nothing},
    {Id::auth, read_auth},
    {Id::del_header, read_del_header},
    {Id::set_status, read_set_status},
    {Id::normalize_uri, read_normalize_uri},
    {Id::set_var, read_set_var<false>},
    {Id::set_var_fmt, read_set_var<true>},
    {Id::unset_var, read_unset_var},
    {Id::add_acl, read_file_update},
    {Id::del_acl, read_file_update},
    {Id::set_map, read_file_update},
    {Id::del_map, read_file_update},
    {Id::track_sc, read_track},
    {Id::sc_inc_gpc, read_increment},
    {Id::sc_inc_gpc0, read_increment},
    {Id::sc_inc_gpc1, read_increment},
    {Id::sc_add_gpc, read_counter},
    {Id::sc_set_gpt, read_counter},
    {Id::sc_set_gpt0, read_counter},
    {Id::set_priority_class, read_counter},
    {Id::set_priority_offset, read_counter},
    {Id::set_retries, read_counter},
    {Id::wait_for_body, read_wait_for_body},
    {Id::capture, read_capture},
    {Id::cache_use, read_cache},
    {Id::cache_store, read_cache},
    {Id::pause, read_pause},
    {Id::strict_mode, read_strict_mode},
    {Id::set_timeout, read_set_timeout},
};

const Row* find_row(model::ActionId id) {
  const auto* const row = std::find_if(std::begin(kRows), std::end(kRows), [id](const Row& r) { return r.id == id; });
  return row == std::end(kRows) ? nullptr : row;
}

// "set-var(txn.x,ifexists)": the name and what stands in parentheses.
void split_name(std::string_view word, Reader& r) {
  const std::size_t open = word.find('(');
  r.name = word.substr(0, open);
  if (open == std::string_view::npos) return;
  std::string_view rest = word.substr(open + 1);
  if (rest.ends_with(')')) rest.remove_suffix(1);
  for (;;) {
    const std::size_t comma = rest.find(',');
    r.inside.push_back(rest.substr(0, comma));
    if (comma == std::string_view::npos) return;
    rest = rest.substr(comma + 1);
  }
}

}  // namespace

Result<model::Rule> compile_action(Compilation& c, const ProxyWork& work, const config::Directive& line, Words words) {
  if (words.empty()) return fail("an action that is missing");
  Reader reader{c, work, line, {}, {}, WordCursor(words.subspan(1)), {}};
  split_name(words.front().text, reader);
  const auto id = model::find_action(reader.name);
  if (!id) return fail("'" + std::string(reader.name) + "'");
  const Row* const row = find_row(*id);
  const auto done = row != nullptr ? row->read(reader) : read_by_kinds(reader, model::arguments_of(*id));
  if (!done) return fail("'" + std::string(reader.name) + "': " + done.error().message);
  model::Rule rule;
  rule.action = *id;
  rule.arguments = Compilation::append(c.model.arguments, std::move(reader.arguments));
  return rule;
}

bool is_made_of_samples(std::string_view name) {
  const auto id = model::find_action(name);
  if (!id) return false;
  const Row* const row = find_row(*id);
  return row == nullptr || row->read == read_nothing || *id == Id::set_var || *id == Id::set_var_fmt;
}

}  // namespace hapax::compile
