// Formats that speak of HTTP in proxies that are not in mode http. Up to 2.8 HAProxy refuses the variables of HTTP
// there, and warns of rules that put HTTP data into a header, at the last such rule.
#include <array>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/formats.hpp"

namespace hapax::config {
namespace {

// Fetches that make HAProxy parse the traffic as HTTP, by how their names begin.
constexpr std::array<std::string_view, 24> kHttp{
    "req.hdr",  "req.fhdr", "req.cook", "req.body", "req.ver",  "req_ver", "res.hdr", "res.fhdr",
    "res.cook", "res.body", "res.ver",  "hdr",      "cook",     "path",    "url",     "base",
    "query",    "method",   "status",   "http_",    "capture.", "shdr",    "scook",   "set-cookie"};

bool speaks_of_http(const syntax::LogFormat& format) {
  for (const syntax::Expression& expression : format.expressions) {
    const std::string_view name = expression.fetch().name;
    for (const std::string_view start : kHttp)
      if (name.starts_with(start)) return true;
  }
  return false;
}

const Keyword* http_variable(const syntax::LogFormat& format, Version target) {
  for (const syntax::FormatItem& item : format.items) {
    if (item.kind != syntax::FormatItem::Kind::alias) continue;
    const Keyword* const row = find_keyword(KeywordClass::log_alias, item.text, target);
    if (row != nullptr && row->http_only) return row;
  }
  return nullptr;
}

void check_variables(Reading& reading, const Section& section, const Arguments& arguments, Span span) {
  each_format(arguments, [&](const syntax::LogFormat& format) {
    const Keyword* const row = http_variable(format, reading.target());
    if (row == nullptr) return;
    reading.error("log-format-needs-http", span,
                  fmt::format("'%{}' needs mode http, and {} is in mode tcp", row->name, proxy_title(section)),
                  "set 'mode http', or take the variable out");
  });
}

// The format that holds is the last one; those above it are never read.
void check_log_format(Reading& reading, const Section& section) {
  if (!section.is_frontend()) return;
  const Directive* format = nullptr;
  for (const Section* s : chain(section))
    for (const Directive& d : s->directives)
      if (chooses_log_format(d) && !d.no) format = &d;
  if (format != nullptr && format->is("log-format")) check_variables(reading, section, *format, format->span);
  const Directive* const id = reading.config().effective(section, "unique-id-format");
  if (id != nullptr) check_variables(reading, section, *id, id->span);
}

void check_headers(Reading& reading, const Section& section) {
  const Directive* last = nullptr;
  bool http = false;
  for (const Directive& d : section.directives) {
    const Action* const action = d.action();
    if (action == nullptr) continue;
    check_variables(reading, section, *action, d.span);
    if (!d.is("http-request") && !d.is("http-response")) continue;
    each_format(*action, [&](const syntax::LogFormat& format) {
      http = http || speaks_of_http(format);
      if (http && !format.expressions.empty()) last = &d;
    });
  }
  if (last == nullptr) return;
  reading.warning("log-format-needs-http", last->span,
                  fmt::format("this format takes HTTP data, and {} is not in mode http", proxy_title(section)),
                  "set 'mode http' in the section");
}

}  // namespace

void check_http_formats(Reading& reading) {
  if (reading.from(Version::v3_0)) return;
  for (const Section& section : reading.config().sections) {
    if (!section.is_proxy() || reading.disabled(section)) continue;
    if (reading.mode(section) != ProxyMode::tcp) continue;
    check_log_format(reading, section);
    check_headers(reading, section);
  }
}

}  // namespace hapax::config
