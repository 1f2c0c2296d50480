#include "config/samples/expression.hpp"

#include <fmt/format.h>

#include "config/habits.hpp"
#include "config/keywords/features.hpp"
#include "config/samples/arguments.hpp"
#include "config/samples/casts.hpp"
#include "config/samples/lua_names.hpp"

namespace hapax::config {
namespace {

using syntax::Call;
using syntax::Expression;
using syntax::Problem;

std::vector<std::string_view> names_of(KeywordClass kind, Version target) {
  std::vector<std::string_view> names;
  for (const Keyword& row : keywords(kind))
    if (row.exists_in(target)) names.push_back(row.name);
  return names;
}

void report_unknown(Reading& reading, KeywordClass kind, std::string_view name, Span span) {
  const bool fetch = kind == KeywordClass::fetch;
  Diagnostic& d = reading.error(fetch ? "unknown-fetch" : "unknown-converter", span,
                                fmt::format("HAProxy {} has no {} {}", to_string(reading.target()),
                                            fetch ? "sample fetch" : "converter", quote(name)));
  for (const Keyword& row : find_keywords(kind, name)) {
    if (row.since > reading.target()) d.help.push_back(fmt::format("it exists since HAProxy {}", to_string(row.since)));
    if (row.removed && *row.removed <= reading.target())
      d.help.push_back(fmt::format("it was removed in HAProxy {}", to_string(*row.removed)));
  }
  if (!d.help.empty()) return;
  if (std::string habit = fetch ? habit_of_fetch(name) : std::string(); !habit.empty()) {
    d.help.push_back(std::move(habit));
  } else if (!offer_nearest(reading, d, name, names_of(kind, reading.target()))) {
    const bool text = fetch && name.find_first_of("./:-") != std::string_view::npos;
    d.help.push_back(text ? fmt::format("a fixed text is written 'str({})'", name)
                          : "'hapax keyword --all' lists them");
  }
}

void report_unavailable(Reading& reading, const SamplePlace& place, const Keyword& fetch, Span span) {
  Diagnostic& d = reading.error("fetch-not-available", span,
                                fmt::format("{} cannot be used in {}", quote(fetch.name), quote(place.owner)));
  d.help.push_back(
      fmt::format("it is available in {}; here the point is {}", point_name(fetch.points), point_name(place.points)));
}

class Checker {
 public:
  Checker(Reading& reading, const SamplePlace& place, const TextPlace& text, const Expression& expression)
      : reading_(reading), place_(place), text_(text), expression_(expression) {}

  Sample run(std::string_view fetch_name) {
    fetch(fetch_name);
    for (const Call& call : expression_.converters()) {
      if (sample_.failed) break;
      converter(call);
    }
    return sample_;
  }

 private:
  [[nodiscard]] Span span(const Call& call) const { return text_.span(call.offset, call.length); }

  void fetch(std::string_view name) {
    const Call& call = expression_.fetch();
    if (name.starts_with("lua.")) {
      sample_.failed = !check_lua_name(reading_, LuaKind::fetch, name, span(call));
      sample_.type = SampleType::string;
      return;
    }
    sample_.fetch = find_keyword(KeywordClass::fetch, name, reading_.target());
    if (sample_.fetch == nullptr) {
      sample_.failed = true;
      report_unknown(reading_, KeywordClass::fetch, name, span(call));
      return;
    }
    if (!check_feature(reading_, *sample_.fetch, span(call))) sample_.failed = true;
    sample_.type = sample_.fetch->out;
    arguments(*sample_.fetch, call);
  }

  void converter(const Call& call) {
    if (call.name.starts_with("lua.")) {
      sample_.failed = !check_lua_name(reading_, LuaKind::converter, call.name, span(call));
      sample_.type = SampleType::string;
      return;
    }
    const Keyword* const row = find_keyword(KeywordClass::converter, call.name, reading_.target());
    if (row == nullptr) {
      sample_.failed = true;
      report_unknown(reading_, KeywordClass::converter, call.name, span(call));
      return;
    }
    if (!can_cast(sample_.type, row->in, reading_.target())) {
      sample_.failed = true;
      reading_.error("converter-type", span(call),
                     fmt::format("{} takes a value of type {}, and what comes before it gives {}", quote(call.name),
                                 type_name(row->in), type_name(sample_.type)),
                     fmt::format("leave it out, or put a converter before it that gives {}", type_name(row->in)));
      return;
    }
    arguments(*row, call);
    if (row->out != SampleType::same) {
      sample_.type = row->out;
    } else if (!reading_.from(Version::v3_0)) {
      sample_.type = SampleType::any;  // HAProxy did not see through 'debug' then
    }
  }

  void arguments(const Keyword& row, const Call& call) {
    const CallPlace call_place{place_, text_, call, expression_.arguments_of(call)};
    if (!check_call_arguments(reading_, row, call_place)) sample_.failed = true;
  }

  Reading& reading_;
  const SamplePlace& place_;
  const TextPlace& text_;
  const Expression& expression_;
  Sample sample_;
};

bool is_converter(const Reading& reading, std::string_view name) {
  if (name.empty()) return false;
  return name.starts_with("lua.") || find_keyword(KeywordClass::converter, name, reading.target()) != nullptr;
}

std::string_view what_is_wrong(Problem problem) {
  switch (problem) {
    case Problem::empty:
    case Problem::missing_name:
      return "a sample fetch or converter must stand here";
    case Problem::missing_parenthesis:
      return "this parenthesis is never closed";
    case Problem::missing_comma:
      return "a ',' must stand between a fetch and its converters";
    case Problem::missing_bracket:
      return "'%[' needs a ']' behind its expression";
    case Problem::missing_brace:
      return "this brace is never closed";
    case Problem::missing_item:
      return "'%' needs a variable or an expression behind it";
    default:
      return "this cannot be read";
  }
}

std::string_view what_to_write(Problem problem) {
  switch (problem) {
    case Problem::empty:
    case Problem::missing_name:
      return "write its name, such as 'src' or 'lower', or remove the comma before it";
    case Problem::missing_parenthesis:
      return "write ')' behind the last argument";
    case Problem::missing_comma:
      return "write the ',', without a blank";
    case Problem::missing_bracket:
      return "write ']' behind the last converter; where a blank is in the expression, put all of it in quotes";
    case Problem::missing_brace:
      return "write '}' behind the last flag";
    case Problem::missing_item:
      return "a plain '%' is written '%%'";
    default:
      return "an expression is a sample fetch and converters with commas before them: 'req.hdr(host),lower'";
  }
}

// The calls of both, one behind the other.
Expression joined(const Expression& first, const Expression& behind, Arena& arena) {
  std::vector<Call> calls(first.calls.begin(), first.calls.end());
  std::vector<syntax::Argument> arguments(first.arguments.begin(), first.arguments.end());
  for (Call call : behind.calls) {
    const auto own = behind.arguments_of(call);
    call.first_argument = static_cast<std::uint32_t>(arguments.size());
    arguments.insert(arguments.end(), own.begin(), own.end());
    calls.push_back(call);
  }
  Expression all = first;
  all.calls = arena.keep(std::span<const Call>(calls));
  all.arguments = arena.keep(std::span<const syntax::Argument>(arguments));
  return all;
}

}  // namespace

void report_parse_error(Reading& reading, std::string_view owner, const TextPlace& text, std::string_view written,
                        const syntax::ParseError& error) {
  // %{...} is what other formats have; here it is a flag's place.
  const bool other_format = error.problem == Problem::missing_item && written.substr(error.offset).starts_with("%{");
  reading.error("malformed-expression", text.span(error.offset, error.length),
                fmt::format("in {}: {}", quote(owner), what_is_wrong(error.problem)),
                std::string(other_format ? "an expression stands in '%[...]'" : what_to_write(error.problem)));
}

Sample check_expression(Reading& reading, const SamplePlace& place, const TextPlace& text, const Expression& expression,
                        std::string_view fetch_name) {
  const RecentSamples::Key key{text.word->text.substr(text.offset, expression.length), fetch_name, place.points,
                               place.section};
  if (const Sample* const known = reading.recent_samples.find(key)) return *known;
  const Reading::Traces before = reading.traces();
  const Sample sample = Checker(reading, place, text, expression).run(fetch_name);
  if (sample.fetch != nullptr && !available(sample.fetch, place.points)) {
    const Call& call = expression.fetch();
    report_unavailable(reading, place, *sample.fetch, text.span(call.offset, call.length));
  }
  if (reading.traces() == before) reading.recent_samples.keep(key, sample);
  return sample;
}

ReadSample read_expression(Reading& reading, const SamplePlace& place, std::span<const Word> words) {
  ReadSample result;
  result.used = 1;
  const TextPlace text{&words[0]};
  const auto parsed = reading.recent_expressions.parse(words[0].text, reading.arena());
  if (!parsed) {
    report_parse_error(reading, place.owner, text, words[0].text, parsed.error());
    result.sample.failed = true;
    return result;
  }
  syntax::Expression expression = *parsed;
  result.sample = check_expression(reading, place, text, expression, expression.fetch().name);
  while (result.used < words.size() && is_converter(reading, syntax::converter_name(words[result.used].text))) {
    const Word& word = words[result.used++];
    const auto more = syntax::parse_expression(word.text, reading.arena());
    if (!more) {
      report_parse_error(reading, place.owner, TextPlace{&word}, word.text, more.error());
      result.sample.failed = true;
      break;
    }
    expression = joined(expression, *more, reading.arena());
  }
  result.expression = reading.arena().keep(expression);
  return result;
}

bool check_variable(Reading& reading, std::string_view name, Span span) {
  const std::size_t dot = name.find('.');
  const std::string_view scope = name.substr(0, dot);
  constexpr std::string_view kScopes[] = {"proc", "sess", "txn", "req", "res", "check"};
  bool known = false;
  for (const std::string_view s : kScopes) known = known || s == scope;
  if (!known || dot == std::string_view::npos || dot + 1 == name.size()) {
    reading.error("bad-variable-name", span, fmt::format("{} is no name of a variable", quote(name)),
                  "it begins with a scope and a dot: proc, sess, txn, req, res or check, as in 'txn.name'");
    return false;
  }
  for (const char c : name) {
    const bool fine =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    if (fine) continue;
    reading.error("bad-variable-name", span,
                  fmt::format("{} cannot stand in the name of a variable", quote(std::string_view(&c, 1))),
                  "names are made of letters, digits, '_' and '.'");
    return false;
  }
  return true;
}

}  // namespace hapax::config
