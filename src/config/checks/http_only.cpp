// What has no effect outside of `mode http`.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/formats.hpp"
#include "config/samples/points.hpp"

namespace hapax::config {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  for (const std::string_view each : list) {
    if (word == each) return true;
  }
  return false;
}

// Rules count where they stand; what a named defaults section holds runs in the proxy, too.
bool needs_http(const Directive& d) {
  if (d.row == nullptr || d.no || d.reset || (d.ignored && d.is("option forwarded"))) return false;
  const std::string_view name = d.row->name;
  if (is_one_of(name, {"http-request", "http-response", "http-after-response", "redirect", "capture cookie",
                       "monitor-uri", "cookie", "option forwardfor", "option originalto", "option forwarded"}))
    return true;
  if (name == "stats show-desc" && d.args.empty()) return false;
  return name.starts_with("stats ") && name != "stats socket" && name != "stats timeout";
}

// What only one side of a proxy has goes to the sections with that side. Rules stay where they stand.
bool is_inherited(const Directive& d, const Section& section) {
  if (is_one_of(d.row->name, {"http-request", "http-response", "http-after-response", "redirect"})) return false;
  if (d.is("cookie")) return section.is_backend();
  return section.is_frontend() || !(d.is("monitor-uri") || d.is("capture cookie"));
}

void report(Reading& reading, const Section& section, const Directive& d) {
  Diagnostic& found = reading.warning(
      "needs-http-mode", d.span,
      fmt::format("{} has no effect in {}, which is not in mode http", quote(d.name()), proxy_title(section)),
      "set 'mode http' in the section, or remove the line");
  found.whole = true;
  found.related.push_back({section.span, "the section"});
}

// Options of one side of a proxy are not inherited where that side is not there.
bool has_side(const Keyword& option, const Section& section) {
  return option.sections.contains(section.kind) && !option.ignored_in.contains(section.kind);
}

void check_boolean_options(Reading& reading, const Section& section) {
  for (const Section* s : chain(section)) {
    for (const Directive& d : s->directives) {
      if (d.row == nullptr || !d.row->http_only || d.ignored || !has_side(*d.row, section)) continue;
      if (reading.config().option(section, d.row->name) && reading.config().effective(section, d.row->name) == &d)
        report(reading, section, d);
    }
  }
}

void check_balance(Reading& reading, const Section& section) {
  const Directive* const last = balance_of(section, true);
  // Frontends do not inherit it, and one that stands in them is asked all the same.
  if (last == nullptr || (!section.is_backend() && !last->ignored)) return;
  if (!is_one_of(last->row->name, {"balance uri", "balance url_param", "balance hdr"})) return;
  reading
      .warning(
          "hash-needs-http", last->span,
          fmt::format("{} needs mode http; {} falls back to round robin", quote(last->name()), proxy_title(section)),
          "set 'mode http', or choose another balance")
      .whole = true;
}

void check_server_cookies(Reading& reading, const Section& section) {
  for (const Directive& d : section.directives) {
    if (!d.is("server") || d.option("cookie") == nullptr) continue;
    reading
        .warning("needs-http-mode", d.option("cookie")->span(),
                 fmt::format("the cookie of server {} has no effect outside of mode http", quote(d.text("name"))),
                 "set 'mode http' in the section, or remove 'cookie'")
        .whole = true;
  }
}

// `tcp-request content switch-mode http`: the rules of HTTP run after all.
bool switches_to_http(const Section& section) {
  for (const Section* s : chain(section))
    for (const Directive& d : s->directives)
      if (d.is("tcp-request content") && d.action() != nullptr && d.action()->name() == "switch-mode") return true;
  return false;
}

bool is_http_backend(Reading& reading, const Directive& d) {
  if (d.arguments().empty()) return false;
  const Section* const backend = reading.config().find(SectionKind::backend, d.arguments().front().text);
  return backend != nullptr && reading.mode(*backend) == ProxyMode::http;
}

// Connections that come as TCP go on as HTTP where their backend speaks it. A backend that is chosen for each of them
// may be one of those.
bool may_become_http(Reading& reading, const Section& section) {
  if (!section.is_frontend() || reading.mode(section) != ProxyMode::tcp) return false;
  const Directive* const last = reading.config().effective(section, "default_backend");
  if (last != nullptr && is_http_backend(reading, *last)) return true;
  if (!section.may_have("use_backend")) return false;
  return std::any_of(section.directives.begin(), section.directives.end(), [&](const Directive& d) {
    if (!d.is("use_backend") || d.arguments().empty()) return false;
    return d.arguments().front().text.find('%') != std::string_view::npos || is_http_backend(reading, d);
  });
}

void check_below_http(Reading& reading) {
  for (const auto& [section, span] : reading.below_http) {
    if (section == nullptr || reading.mode(*section) != ProxyMode::http) continue;
    // Rules of a defaults section run where a proxy inherits them.
    const bool inherited = section->kind == SectionKind::defaults && reading.defaults_uses.contains(section);
    if (!section->is_proxy() && !inherited) continue;
    reading.warning("below-http", span,
                    fmt::format("{} is in mode http, where the bytes that this condition looks at are not shown",
                                proxy_title(*section)),
                    "use HTTP fetches such as 'path' or 'hdr(host)', or a frontend in mode tcp");
  }
}

// HAProxy leaves such a fetch empty in what it writes into messages, and in the id of a request.
void check_format_below_http(Reading& reading, const Arguments& arguments, Span span) {
  each_format(arguments, [&](const syntax::LogFormat& format) {
    for (const syntax::Expression& expression : format.expressions) {
      if (!is_below_http(expression.fetch().name)) continue;
      reading.warning(
          "below-http", span,
          fmt::format("{} is empty here: it looks at bytes that HTTP does not show", quote(expression.fetch().name)),
          "take it in a 'tcp-request content set-var' rule, and write the variable here");
    }
  });
  for (const Arg& arg : arguments.args) {
    for (const Option& o : arg.options())
      if (o.name() != "lf-string" || !reading.from(Version::v3_2)) check_format_below_http(reading, o, span);
  }
}

// From 3.2 on HAProxy does not say it of keys and values of maps and ACLs.
bool changes_list(const Action& action) {
  for (const std::string_view name : {"add-acl", "del-acl", "set-map", "del-map"})
    if (action.row->name == name) return true;
  return false;
}

void check_action_below_http(Reading& reading, const Directive& d) {
  const Action* const action = d.action();
  if (d.is("http-error")) check_format_below_http(reading, d, d.span);
  if (action == nullptr || action->name() == "set-var-fmt") return;
  if (reading.from(Version::v3_2) && changes_list(*action)) return;
  if (d.is("http-request") || d.is("http-response") || d.is("http-after-response"))
    check_format_below_http(reading, *action, d.span);
}

void check_formats_below_http(Reading& reading) {
  if (!reading.below_http_in_formats) return;
  for (const Section& section : reading.config().sections) {
    if (section.action_bits != 0 || section.may_have("http-error"))
      for (const Directive& d : section.directives) check_action_below_http(reading, d);
    if (!section.is_proxy() || !section.is_frontend() || reading.disabled(section)) continue;
    const Directive* const id = reading.config().effective(section, "unique-id-format");
    if (id != nullptr) check_format_below_http(reading, *id, id->span);
  }
}

}  // namespace

void check_http_only(Reading& reading) {
  check_below_http(reading);
  check_formats_below_http(reading);
  const Config& config = reading.config();
  for (const Section& section : config.sections) {
    if (!section.is_proxy() || reading.disabled(section) || reading.mode(section) == ProxyMode::http) continue;
    if (section.is_frontend() && switches_to_http(section)) continue;
    // Up to 2.8 HAProxy warns all the same.
    const bool becomes_http = reading.from(Version::v3_0) && may_become_http(reading, section);
    for (const Section* s : chain(section)) {
      for (const Directive& d : s->directives) {
        if (!needs_http(d) || (becomes_http && !d.is("cookie"))) continue;
        if (s == &section || is_inherited(d, section)) report(reading, section, d);
      }
    }
    if (!becomes_http) check_boolean_options(reading, section);
    check_balance(reading, section);
    if (section.is_backend()) check_server_cookies(reading, section);
  }
}

}  // namespace hapax::config
