#include "config/samples/format.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace hapax::config {
namespace {

// Up to 2.8 HAProxy asks for mode http where it reads such a variable. Of these it reads the format when it knows all
// lines, or in the mode that redirections have anyway.
bool asks_for_mode(const Reading& reading, std::string_view owner) {
  if (reading.from(Version::v3_0) || reading.section == nullptr) return false;
  if (!reading.section->is_proxy() && reading.section->kind != SectionKind::defaults) return false;
  constexpr std::array<std::string_view, 7> kLater{
      "log-format", "log-format-sd", "unique-id-format", "error-log-format", "use_backend", "use-server", "redirect"};
  return std::find(kLater.begin(), kLater.end(), owner) == kLater.end();
}

bool check_mode(Reading& reading, const TextPlace& text, const SamplePlace& place, const syntax::FormatItem& item) {
  if (!asks_for_mode(reading, place.owner) || reading.current_mode() != ProxyMode::tcp) return true;
  reading.error("log-format-needs-http", text.span(item.offset, item.length),
                fmt::format("'%{}' needs mode http, and this section is in mode tcp", item.text),
                "set 'mode http' above this line, or take the variable out");
  return false;
}

bool check_alias(Reading& reading, const TextPlace& text, const SamplePlace& place, const syntax::FormatItem& item) {
  const Keyword* const row = find_keyword(KeywordClass::log_alias, item.text, reading.target());
  if (row != nullptr) return !row->http_only || check_mode(reading, text, place, item);
  Diagnostic& d = reading.error("unknown-log-variable", text.span(item.offset, item.length),
                                fmt::format("a log format has no variable '%{}'", item.text));
  d.help.emplace_back("a plain '%' is written '%%'");
  return false;
}

}  // namespace

const syntax::LogFormat* read_format(Reading& reading, const SamplePlace& place, const Word& word) {
  const TextPlace text{&word};
  const auto parsed =
      syntax::parse_log_format(word.text, reading.target(), reading.arena(), &reading.recent_expressions);
  if (!parsed) {
    report_parse_error(reading, place.owner, text, word.text, parsed.error());
    return nullptr;
  }
  const syntax::LogFormat& format = *reading.arena().keep(*parsed);
  bool fine = true;
  for (const syntax::FormatItem& item : format.items) {
    if (!fine) break;
    if (item.kind == syntax::FormatItem::Kind::alias) fine = check_alias(reading, text, place, item);
    if (item.kind != syntax::FormatItem::Kind::expression) continue;
    const syntax::Expression& expression = format.expressions[item.expression];
    if (is_below_http(expression.fetch().name)) reading.below_http_in_formats = true;
    const TextPlace inside{&word, item.text_offset};
    fine = !check_expression(reading, place, inside, expression, expression.fetch().name).failed;
  }
  return fine ? &format : nullptr;
}

}  // namespace hapax::config
