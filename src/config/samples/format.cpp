#include "config/samples/format.hpp"

#include <fmt/format.h>

namespace hapax::config {
namespace {

bool check_alias(Reading& reading, const TextPlace& text, const syntax::FormatItem& item) {
  if (find_keyword(KeywordClass::log_alias, item.text, reading.target()) != nullptr) return true;
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
    if (item.kind == syntax::FormatItem::Kind::alias) fine = check_alias(reading, text, item);
    if (item.kind != syntax::FormatItem::Kind::expression) continue;
    const syntax::Expression& expression = format.expressions[item.expression];
    if (is_below_http(expression.fetch().name)) reading.below_http_in_formats = true;
    const TextPlace inside{&word, item.text_offset};
    fine = !check_expression(reading, place, inside, expression, expression.fetch().name).failed;
  }
  return fine ? &format : nullptr;
}

}  // namespace hapax::config
