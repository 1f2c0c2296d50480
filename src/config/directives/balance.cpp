// What stands in the parentheses of balance and persist.
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "config/actions/actions.hpp"
#include "config/directives/proxy_directives.hpp"
#include "config/typing/number_lists.hpp"

namespace hapax::config {
namespace {

const Word& last_of_name(const Directive& d) { return d.words[d.name_words - 1 + (d.no || d.reset ? 1 : 0)]; }

void needs(Reading& reading, const Word& word, std::string_view what, std::string help) {
  reading.error("call-arguments", word.span, fmt::format("{} needs {} in parentheses", quote(word.text), what),
                std::move(help));
}

}  // namespace

void check_balance_header(Reading& reading, Directive& d) {
  const Word& word = last_of_name(d);
  if (!d.arguments().empty() && d.arguments()[0].text != "use_domain_only")
    reading.error("unexpected-argument", d.arguments()[0].span,
                  fmt::format("{} takes no {} here", quote(word.text), quote(d.arguments()[0].text)),
                  "only 'use_domain_only' can stand behind the header");
  if (in_parentheses(word.text).empty()) needs(reading, word, "the name of a header", "for example 'hdr(host)'");
}

void check_balance_random(Reading& reading, Directive& d) {
  const Word& word = last_of_name(d);
  if (!word.text.starts_with("random(")) return;
  const std::string inside(in_parentheses(word.text));
  const bool closed = word.text.find(')') != std::string_view::npos;
  if (closed && (inside.empty() || (is_c_number(inside) && std::strtol(inside.c_str(), nullptr, 0) >= 1))) return;
  needs(reading, word, "a number of draws of 1 or more", "for example 'random(2)'");
}

void check_rdp_cookie(Reading& reading, Directive& d) {
  const Word& word = last_of_name(d);
  if (d.is("persist rdp-cookie") && word.text.find('(') != std::string_view::npos && !d.arguments().empty())
    reading.error("unexpected-argument", d.arguments()[0].span,
                  fmt::format("{} takes no {} here", quote(d.name()), quote(d.arguments()[0].text)), "remove it");
  if (word.text.find('(') == std::string_view::npos || !in_parentheses(word.text).empty()) return;
  needs(reading, word, "the name of a cookie", "write 'rdp-cookie' alone for the usual one");
}

void check_hash_factor(Reading& reading, Directive& d) {
  const auto factor = d.integer("factor").value_or(0);
  if (factor == 0 || factor > 100) return;
  reading.error("value-out-of-range", d.arg("factor")->span(), fmt::format("{} is no balance factor", factor),
                "write 0, or a percentage above 100 such as 150");
}

}  // namespace hapax::config
