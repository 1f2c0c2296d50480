// http-check and tcp-check: variables in parentheses, and what `expect` waits for.
#include <algorithm>

#include <fmt/format.h>

#include "config/actions/actions.hpp"
#include "config/directives/proxy_directives.hpp"
#include "config/samples/expression.hpp"

namespace hapax::config {
namespace {

// `custom` HAProxy knows for checks of its own.
bool is_pattern(std::string_view name) {
  for (const std::string_view each : {"custom", "status", "rstatus", "hdr", "fhdr", "string", "rstring", "string-lf",
                                      "binary", "rbinary", "binary-lf"})
    if (name == each) return true;
  return false;
}

// "7" of "007".
std::string_view without_zeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

// "200", "200,300-399": digits, and ranges that run forwards. What is empty counts as 0.
bool are_status_codes(std::string_view text) {
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    const std::size_t dash = item.find('-');
    const std::string_view first = item.substr(0, dash);
    const std::string_view last = dash == std::string_view::npos ? first : item.substr(dash + 1);
    const std::string_view low = without_zeros(first);
    const std::string_view high = without_zeros(last);
    const bool digits = (std::string(first) + std::string(last)).find_first_not_of("0123456789") == std::string::npos;
    if (!digits || low.size() > high.size() || (low.size() == high.size() && low > high)) return false;
    text.remove_prefix(std::min(text.size(), item.size() + 1));
  }
  return true;
}

// A log format makes the pattern anew for each check, and an expression is compiled once.
void check_format_pattern(Reading& reading, const Option& part) {
  const std::span<const Word> words = part.words;
  if (!part.name().ends_with("-lf") || words.size() < 3 || words[1].text != "-m" || words[2].text != "reg") return;
  reading.error("unexpected-argument", words[2].span,
                fmt::format("{} makes a text, and a regular expression cannot be made of it", quote(part.name())),
                fmt::format("write {} and the expression itself, or another method such as 'beg'",
                            quote(part.name().substr(0, part.name().size() - 3))));
}

void check_header_pattern(Reading& reading, const Option& o) {
  const OptionList list = o.args.empty() ? OptionList() : o.args[0].options();
  if (!list.empty() && list[0].name().starts_with("name")) {
    for (const Option& part : list) check_format_pattern(reading, part);
    return;
  }
  reading.error("missing-argument", o.span(),
                fmt::format("{} begins with 'name' and the name of a header", quote(o.name())),
                fmt::format("for example '{} name server -m beg nginx'", o.name()));
}

}  // namespace

void check_check_variable(Reading& reading, Directive& d) {
  const Word& word = d.words[d.name_words - 1];
  const std::string_view name = in_parentheses(word.text);
  if (check_conditions(reading, d.name().ends_with("unset-var"), word))
    check_variable(reading, name.substr(0, name.find(',')), word.span);
}

// `connect proto NAME`: a check of its kind must be able to speak it.
void check_connect_protocol(Reading& reading, Directive& d) {
  const bool http = d.row->name.starts_with("http");
  for (const Option& o : d.options()) {
    if (o.name() != "proto") continue;
    const std::string_view name = o.text("name");
    if (http ? name == "h1" || name == "h2" || name == "fcgi" : name == "none") continue;
    reading.error("unknown-mux-protocol", o.span(), fmt::format("{} cannot speak {}", quote(d.name()), quote(name)),
                  http ? "it can be h1, h2 or fcgi" : "it can be none");
  }
}

void check_expect(Reading& reading, Directive& d) {
  const Option* pattern = nullptr;
  const Option* sign = nullptr;  // a '!' whose pattern is still to come
  for (const Option& o : d.options()) {
    if (o.words[0].text.starts_with('!')) sign = &o;
    if (o.name() == "!") continue;
    if (sign != nullptr && (!is_pattern(o.name()) || o.name() == "custom")) break;
    sign = nullptr;
    if (!is_pattern(o.name())) continue;
    if (pattern != nullptr) {
      Diagnostic& found = reading.error("two-patterns", o.span(), "'expect' waits for one thing, and this is a second",
                                        "write another 'expect' line for it");
      found.related.push_back({pattern->span(), "the first"});
      return;
    }
    pattern = &o;
  }
  if (sign != nullptr) {
    reading.error("unexpected-argument", sign->words[0].span, "'!' stands before nothing that a check waits for",
                  "write it before what is not to come: '! string ERROR'");
    return;
  }
  if (pattern == nullptr) {
    reading.error("missing-argument", d.span, fmt::format("{} does not say what it waits for", quote(d.name())),
                  "for example 'expect string OK' or, over HTTP, 'expect status 200-399'");
    return;
  }
  if (pattern->name() == "hdr" || pattern->name() == "fhdr") check_header_pattern(reading, *pattern);
  if (pattern->name() == "status" && !are_status_codes(pattern->text("codes")))
    reading.error("invalid-number", pattern->span(),
                  fmt::format("{} are no status codes", quote(pattern->text("codes"))),
                  "write codes and ranges such as '200,300-399'");
}

}  // namespace hapax::config
