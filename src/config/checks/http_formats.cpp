// Formats that speak of HTTP in proxies that are not in mode http. Up to 2.8 HAProxy refuses the variables of HTTP
// there, and warns of rules that put HTTP data into a header. It says so at the last line of the section with a format,
// whichever it means.
#include <algorithm>
#include <array>
#include <unordered_set>

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

bool is_http(const syntax::Expression& expression) {
  for (const std::string_view start : kHttp)
    if (expression.fetch().name.starts_with(start)) return true;
  return expression.fetch().name == "req.proto_http" || expression.fetch().name == "req_proto_http";
}

bool speaks_of_http(const syntax::LogFormat& format) {
  return std::any_of(format.expressions.begin(), format.expressions.end(), is_http);
}

// Variables of requests and answers, in rules that were read while the section was in mode http.
bool shows_http(const syntax::LogFormat& format) {
  constexpr std::array<std::string_view, 9> kShown{"HM", "HP", "HPO", "HQ", "HU", "HV", "ST", "r", "rt"};
  return std::any_of(format.items.begin(), format.items.end(), [&](const syntax::FormatItem& item) {
    return item.kind == syntax::FormatItem::Kind::alias &&
           std::find(kShown.begin(), kShown.end(), item.text) != kShown.end();
  });
}

using Names = std::unordered_set<std::string_view>;

// The ACLs of a section that ask for HTTP data.
Names http_acls(const Section& section) {
  Names names;
  for (const Directive* d : section.all("acl"))
    if (const syntax::AclDefinition* const acl = d->acl("expression"); acl != nullptr && is_http(acl->criterion))
      names.insert(d->first_word());
  return names;
}

// Whether a condition asks for HTTP data, by itself, by an ACL of its section or by one that HAProxy has.
bool asks_of_http(const syntax::Condition& condition, const Names& acls) {
  return std::any_of(condition.terms.begin(), condition.terms.end(), [&](const syntax::Term& term) {
    if (term.anonymous) return term.acl != nullptr && is_http(term.acl->criterion);
    return term.name.starts_with("HTTP") || term.name.starts_with("METH_") || acls.contains(term.name);
  });
}

const Keyword* http_variable(const syntax::LogFormat& format, Version target) {
  for (const syntax::FormatItem& item : format.items) {
    if (item.kind != syntax::FormatItem::Kind::alias) continue;
    const Keyword* const row = find_keyword(KeywordClass::log_alias, item.text, target);
    if (row != nullptr && row->http_only) return row;
  }
  return nullptr;
}

void check_variables(Reading& reading, const Section& section, const Arguments& arguments, Span span,
                     bool unplaced = false) {
  each_format(arguments, [&](const syntax::LogFormat& format) {
    const Keyword* const row = http_variable(format, reading.target());
    if (row == nullptr) return;
    reading
        .error("log-format-needs-http", span,
               fmt::format("'%{}' needs mode http, and {} is in mode tcp", row->name, proxy_title(section)),
               "set 'mode http', or take the variable out")
        .whole = unplaced;
  });
}

// The line that HAProxy names for whatever it says of formats: the last of those that bear one. Rules that rewrite the
// request line are none of them.
bool is_named(const Directive& d) {
  if (chooses_log_format(d)) return !d.no && !(d.ignored && d.is("log-format"));
  const Action* const action = d.action();
  if (action == nullptr) return d.is("http-error") || d.row->name.ends_with("-check set-var-fmt");
  for (const std::string_view name :
       {"set-path", "set-pathq", "set-query", "set-uri", "set-method", "replace-path", "replace-pathq", "replace-uri"})
    if (action->name() == name) return false;
  return true;
}

template <class Visit>
void each_format_of_line(const Directive& d, const Visit& visit) {
  each_format(d, visit);
  for (const Option& o : d.options()) each_format(o, visit);
  const Action* const action = d.action();
  if (action == nullptr) return;
  each_format(*action, visit);
  for (const Option& o : action->parameters()) each_format(o, visit);
}

// What the lines of a section leave: the line that is named, whether one of them needs HTTP to be read, and whether
// a format stands there or below it that takes data.
struct Formats {
  const Directive* named = nullptr;
  bool http = false;
  bool in_vain = false;
};

void add_formats(const Directive& d, Formats& result) {
  const bool log = chooses_log_format(d);
  const bool check =
      d.row != nullptr && (d.row->name.starts_with("http-check ") || d.row->name.starts_with("tcp-check "));
  if (!log && d.action() == nullptr && !d.is("http-error") && !check) return;
  bool any = log;
  each_format_of_line(d, [&](const syntax::LogFormat& format) {
    any = true;
    if (log) return;
    if (is_named(d) && shows_http(format)) result.http = result.in_vain = true;
    if (format.expressions.empty()) return;
    result.http = result.http || speaks_of_http(format);
    result.in_vain = result.in_vain || result.http;
  });
  if (any && is_named(d)) result.named = &d;
}

Formats add_lines(const Section& section, Formats result) {
  const Names acls = http_acls(section);
  for (const Directive& d : section.directives) {
    add_formats(d, result);
    const syntax::Condition* const condition = d.condition();
    result.http = result.http || (condition != nullptr && asks_of_http(*condition, acls));
  }
  return result;
}

// Only frontends inherit formats.
Formats formats_of(const Section& section) {
  Formats result;
  if (section.is_frontend())
    for (const Section* s : chain(section))
      if (s != &section) result = add_lines(*s, result);
  return add_lines(section, result);
}

// The format that holds is the last one; those above it are never read.
void check_log_format(Reading& reading, const Section& section) {
  const Config& config = reading.config();
  const bool front = section.is_frontend();
  const Directive* const format = front ? chosen_log_format(section) : nullptr;
  if (format != nullptr && format->is("log-format"))
    check_variables(reading, section, *format, named_format(section, *format).span);
  if (const Directive* const data = front ? config.effective(section, "log-format-sd") : nullptr)
    check_variables(reading, section, *data, data->span, true);
  if (const Directive* const id = config.effective(section, "unique-id-format"))
    check_variables(reading, section, *id, id->span);
  if (const Directive* const errors =
          front ? config.effective(section, "error-log-format") : section.last("error-log-format"))
    check_variables(reading, section, *errors, errors->span);
}

void check_headers(Reading& reading, const Section& section) {
  for (const Directive& d : section.directives)
    if (d.is("use_backend") || d.is("use-server")) check_variables(reading, section, d, d.span);
  const Formats formats = formats_of(section);
  if (!formats.in_vain) return;
  Diagnostic& found =
      reading.warning("log-format-needs-http", formats.named == nullptr ? section.span : formats.named->span,
                      fmt::format("formats here take HTTP data, and {} is not in mode http", proxy_title(section)),
                      "set 'mode http' in the section");
  found.whole = formats.named == nullptr;
}

}  // namespace

const Directive& named_format(const Section& section, const Directive& format) {
  const Directive* const named = formats_of(section).named;
  return named == nullptr ? format : *named;
}

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
