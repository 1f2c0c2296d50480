// What ties a client to a server: cookies, `persist rdp-cookie`, `stick` rules, force-persist and ignore-persist.
#include "model/compile/conditions.hpp"
#include "model/compile/expressions.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/passes.hpp"
#include "model/compile/stick_tables.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::CookiePersistence;

void append_part(std::string& text, std::string_view separator, std::string_view part) {
  if (!text.empty()) text += separator;
  text += part;
}

void cookie_word(CookiePersistence& cookie, std::string_view name, std::string_view value) {
  using Mode = CookiePersistence::Mode;
  if (name == "insert") cookie.mode = Mode::insert;
  if (name == "rewrite") cookie.mode = Mode::rewrite;
  if (name == "prefix") cookie.mode = Mode::prefix;
  if (name == "indirect") cookie.indirect = true;
  if (name == "nocache") cookie.nocache = true;
  if (name == "postonly") cookie.postonly = true;
  if (name == "preserve") cookie.preserve = true;
  if (name == "dynamic") cookie.dynamic = true;
  if (name == "httponly") cookie.httponly = true;
  if (name == "secure") cookie.secure = true;
  if (name == "domain") append_part(cookie.domain, "; domain=", value);
  if (name == "attr") append_part(cookie.attributes, "; ", value);
  if (name == "maxidle") cookie.maxidle = time_value(value, syntax::TimeUnit::s).value_or(model::kUnset);
  if (name == "maxlife") cookie.maxlife = time_value(value, syntax::TimeUnit::s).value_or(model::kUnset);
}

void cookie_line(Compilation& c, ProxyWork& work, const Directive& line) {
  // A frontend has one from its defaults, and pays no attention to it.
  if (c.proxy(work).kind == model::Proxy::Kind::frontend) return;
  CookiePersistence cookie;
  cookie.dynamic_key = c.proxy(work).cookie.dynamic_key;
  cookie.mode = CookiePersistence::Mode::passive;
  cookie.name = WordCursor(line.arguments()).peek();
  for (const config::Option& option : line.options()) {
    cookie_word(cookie, option.name(), option.words.size() > 1 ? option.words[1].text : std::string_view());
  }
  c.proxy(work).cookie = std::move(cookie);
}

void dynamic_cookie_key(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).cookie.dynamic_key = WordCursor(line.arguments()).peek();
}

// `persist rdp-cookie` or `persist rdp-cookie(NAME)`; the name has a default.
void persist_rdp_cookie(Compilation& c, ProxyWork& work, const Directive& line) {
  const std::string_view word = line.words.back().text;
  const std::size_t open = word.find('(');
  const bool named = open != std::string_view::npos && word.ends_with(')');
  c.proxy(work).rdp_cookie_persist =
      named ? std::string(word.substr(open + 1, word.size() - open - 2)) : std::string("msts");
}

void persist_rule(Compilation&, ProxyWork& work, const Directive& line) {
  work.persist_rules.push_back({&line, work.scope});
}
void stick_rule(Compilation&, ProxyWork& work, const Directive& line) {
  work.stick_rules.push_back({&line, work.scope});
}
void stick_table_line(Compilation& c, ProxyWork& work, const Directive& line) {
  const std::string name = c.proxy(work).name;
  c.proxy(work).stick_table = declare_stick_table(c, name, line);
}

// What a `stick` line says, but for its condition.
struct Stick {
  std::string_view what;  ///< on, match, store-request, store-response
  model::Index expression = model::kNone;
  model::Index table = model::kNone;
  model::Index condition = model::kNone;
};

Result<Stick> read_stick(Compilation& c, ProxyWork& work, const Line& line) {
  Stick stick;
  WordCursor words(line.directive->arguments());
  stick.what = words.next();
  c.of_answer = stick.what == "store-response";
  const auto expression = compile_expression(c, work, words);
  c.of_answer = false;
  if (!expression) return tl::unexpected(expression.error());
  stick.expression = *expression;
  stick.table = c.proxy(work).stick_table;
  std::string_view name;
  if (words.take_value("table", name)) stick.table = Compilation::find(c.shared_names().tables, name);
  if (stick.table == model::kNone) return fail("there is no stick table for it");
  const auto condition = compile_condition(c, work, line, words.rest());
  if (!condition) return tl::unexpected(condition.error());
  stick.condition = *condition;
  return stick;
}

model::StickRule::Kind kind_of(std::string_view word) {
  using Kind = model::StickRule::Kind;
  if (word == "match") return Kind::match;
  if (word == "store-request") return Kind::store_request;
  return word == "store-response" ? Kind::store_response : Kind::on;
}

constexpr Handler kLines[] = {{"cookie", cookie_line},
                              {"dynamic-cookie-key", dynamic_cookie_key},
                              {"persist rdp-cookie", persist_rdp_cookie},
                              {"force-persist", persist_rule},
                              {"ignore-persist", persist_rule},
                              {"stick", stick_rule},
                              {"stick-table", stick_table_line}};

}  // namespace

std::span<const Handler> persistence_lines() { return kLines; }

void compile_stick_rules(Compilation& c, ProxyWork& work) {
  std::vector<model::StickRule> rules;
  for (const Line& line : work.stick_rules) {
    const auto stick = read_stick(c, work, line);
    if (!stick) {
      c.not_modelled(work.index, line.directive->span, "stick: " + stick.error().message);
      continue;
    }
    model::StickRule rule;
    rule.expression = stick->expression;
    rule.table = stick->table;
    rule.condition = stick->condition;
    rule.place = c.place(line.directive->span);
    rule.text = without_condition(line.directive->words);
    rule.kind = kind_of(stick->what);
    rules.push_back(std::move(rule));
  }
  c.proxy(work).stick_rules = Compilation::append(c.model.stick_rules, std::move(rules));
}

}  // namespace hapax::compile
