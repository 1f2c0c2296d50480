// What servers, filters and checks of a proxy name elsewhere: tracked servers, caches, FastCGI applications, commands.
#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"

namespace hapax::config {
namespace {

// "track PROXY/SERVER", or a server of the same section.
void check_track_option(Reading& reading, const Section& section, const Directive& d) {
  const Option* const track = ServerOptions(reading, section, d).find("track");
  if (track == nullptr || track->args.empty()) return;
  const ServerNames::Found found = reading.find_server(track->first_word(), &section).second;
  if (found.line != nullptr) return;
  // What a default-server line says is refused where a server makes use of it.
  const bool own = d.option("track") == track;
  reading.error("unknown-server", own ? track->span() : d.span,
                fmt::format("'track' names the server {}, and {}", quote(track->first_word()), what_is_wrong(found)),
                "write 'track SERVER' or 'track BACKEND/SERVER'");
}

// Names that resolve later need a resolvers section.
void check_options(Reading& reading, const Section& section, const Directive& d) {
  const ServerOptions options(reading, section, d);
  const Option* const resolvers = options.find("resolvers");
  if (resolvers != nullptr && !has_resolvers(reading.config(), resolvers->text("name"))) {
    reading
        .error("unknown-reference", resolvers->span(),
               fmt::format("there is no resolvers section {}", quote(resolvers->text("name"))),
               "declare it: 'resolvers NAME'")
        .whole = true;
  }
}

void check_filters(Reading& reading, const Directive& d) {
  for (const Option& o : d.options()) {
    const bool cache = o.name() == "cache";
    if (!cache && o.name() != "fcgi-app") continue;
    const std::string_view name = o.text(cache ? "cache" : "name");
    if (reading.config().find(cache ? SectionKind::cache : SectionKind::fcgi_app, name) != nullptr) continue;
    reading
        .error("unknown-reference", o.span(),
               fmt::format("there is no {} {}", cache ? "cache" : "fcgi-app", quote(name)),
               fmt::format("declare it: '{} {}'", o.name(), name))
        .whole = true;
  }
}

// Whether connections to the server are told apart by a name: that of pool-conn-name, or else of sni.
bool names_connections(const Reading& reading, const Section& section, const Directive& server) {
  const ServerOptions options(reading, section, server);
  // 3.0 does not inherit the one, and does not ask for TLS with the other.
  if (!reading.from(Version::v3_2)) return server.option("pool-conn-name") != nullptr || options.find("sni") != nullptr;
  return options.find("pool-conn-name") != nullptr || (options.find("sni") != nullptr && options.is_on("ssl"));
}

void check_attached_name(Reading& reading, const Action& action, const Section& section, const Directive& server) {
  const bool named = action.has("name");
  if (named == names_connections(reading, section, server)) return;
  reading
      .error("attached-server-name", action.span(),
             fmt::format("'attach-srv' {} a name, and the server {} {}", named ? "gives connections" : "lacks",
                         quote(action.text("server")),
                         named ? "does not tell its connections apart by one" : "tells its connections apart by one"),
             named ? "add 'pool-conn-name EXPRESSION' to the server, or remove the 'name' here"
                   : "add 'name EXPRESSION' here, or remove 'pool-conn-name' and 'sni' from the server")
      .whole = true;
}

// "BACKEND/SERVER", known when all lines have been read.
void check_attached_server(Reading& reading, const Directive& d) {
  const Action* const action = d.action();
  if (action == nullptr || action->name() != "attach-srv") return;
  const std::string_view name = action->text("server");
  const auto [section, found] = reading.find_server(name, nullptr);
  if (found.line != nullptr) return check_attached_name(reading, *action, *section, *found.line);
  reading
      .error("unknown-server", action->span(),
             fmt::format("'attach-srv' names the server {}, and {}", quote(name), what_is_wrong(found)),
             "write 'BACKEND/SERVER'")
      .whole = true;
}

void check_cache_action(Reading& reading, const Directive& d) {
  const Action* const action = d.action();
  if (action == nullptr || !action->name().starts_with("cache-")) return;
  const std::string_view name = action->text("cache");
  if (reading.config().find(SectionKind::cache, name) != nullptr) return;
  reading
      .error("unknown-reference", action->span(), fmt::format("there is no cache {}", quote(name)),
             fmt::format("declare it: 'cache {}'", name))
      .whole = true;
}

// The filter of this section that a rule works with. Of bandwidth limits HAProxy is content with any.
bool has_filter(const Section& section, std::string_view kind, std::string_view name) {
  for (const Directive* d : section.all("filter")) {
    for (const Option& o : d->options()) {
      if (!o.name().starts_with(kind)) continue;
      if (kind == "bwlim-") return true;
      if (kind == "spoe" && o.words.size() > 2 && o.words[1].text == "engine" && o.words[2].text == name) return true;
    }
  }
  return false;
}

// `filter opentracing id ID config FILE`
void check_trace_group(Reading& reading, const Section& section, const Action& action) {
  for (const Directive* d : section.all("filter")) {
    const auto words = d->arguments();
    for (std::size_t i = 1; i + 1 < words.size(); ++i)
      if (words[i].text == "id" && words[i + 1].text == action.text("id")) return;
  }
  reading
      .error("unknown-reference", action.span(),
             fmt::format("{} has no OpenTracing filter {}", proxy_title(section), quote(action.text("id"))),
             "declare it in this section: 'filter opentracing id ID config FILE'")
      .whole = true;
}

void check_filter_action(Reading& reading, const Section& section, const Directive& d) {
  const Action* const action = d.action();
  if (action == nullptr) return;
  if (action->name() == "ot-group") return check_trace_group(reading, section, *action);
  const bool limit = action->name() == "set-bandwidth-limit";
  if (!limit && action->name() != "send-spoe-group") return;
  const std::string_view name = action->text(limit ? "name" : "engine");
  if (has_filter(section, limit ? "bwlim-" : "spoe", name)) return;
  reading
      .error(
          "unknown-reference", action->span(),
          fmt::format("{} has no {} {}", proxy_title(section), limit ? "bandwidth limit" : "SPOE engine", quote(name)),
          limit ? "declare it in this section: 'filter bwlim-in NAME ...'"
                : "declare it in this section: 'filter spoe engine NAME config FILE'")
      .whole = true;
}

// "errorfiles NAME 404 500": each of them should be there.
bool has_page(const Section& pages, std::string_view code) {
  const auto found = [&](const Directive& page) { return page.is("errorfile") && page.first_word() == code; };
  return std::any_of(pages.directives.begin(), pages.directives.end(), found);
}

void check_pages(Reading& reading, const Directive& d, const Section& pages) {
  for (const Word& code : d.arguments().subspan(1)) {
    if (has_page(pages, code.text)) continue;
    reading.warning("missing-error-page", d.span,
                    fmt::format("the http-errors section {} has no page for {}", quote(pages.name), code.text),
                    fmt::format("add 'errorfile {} FILE' there, or remove the number here", code.text));
  }
}

Diagnostic& missing_pages(Reading& reading, Span span, std::string_view name) {
  return reading.error("unknown-reference", span, fmt::format("there is no http-errors section {}", quote(name)),
                       fmt::format("declare it: 'http-errors {}'", name));
}

Diagnostic& missing_page(Reading& reading, Span span, const Section& pages, std::string_view code) {
  return reading.warning("missing-error-page", span,
                         fmt::format("the http-errors section {} has no page for {}", quote(pages.name), code),
                         fmt::format("add 'errorfile {} FILE' there, or answer in another way", code));
}

void check_reply_page(Reading& reading, const Directive& d, const Action& action, const Section& pages) {
  std::string_view code = action.name() == "return" ? "200" : action.name() == "tarpit" ? "500" : "403";
  if (action.name() == "deny" && d.is("http-response")) code = "502";
  for (const Option& o : action.parameters())
    if (o.name() == "status" || o.name() == "deny_status") code = o.first_word();
  if (!has_page(pages, code)) missing_page(reading, action.span(), pages, code).whole = true;
}

// "return errorfiles NAME" and the like.
void check_reply_pages(Reading& reading, const Directive& d) {
  const Action* const action = d.action();
  if (action == nullptr) return;
  for (const Option& o : action->parameters()) {
    if (o.name() != "errorfiles") continue;
    const std::string_view name = o.text("section");
    if (const Section* const pages = reading.config().find(SectionKind::http_errors, name)) {
      check_reply_page(reading, d, *action, *pages);
    } else {
      missing_pages(reading, o.span(), name).whole = true;
    }
  }
}

void check_http_error_page(Reading& reading, const Directive& d, const Section& pages) {
  const Option* const status = d.option("status");
  if (status != nullptr && !has_page(pages, status->first_word()))
    missing_page(reading, d.span, pages, status->first_word());
}

// "errorfiles NAME", and the same in http-error.
void check_error_pages(Reading& reading, const Directive& d) {
  const Option* const option = d.is("http-error") ? d.option("errorfiles") : nullptr;
  if (option == nullptr && (!d.is("errorfiles") || d.arguments().empty())) return;
  const std::string_view name = option != nullptr ? option->words.back().text : d.arguments().front().text;
  if (const Section* const pages = reading.config().find(SectionKind::http_errors, name))
    return option == nullptr ? check_pages(reading, d, *pages) : check_http_error_page(reading, d, *pages);
  missing_pages(reading, d.span, name);
}

void check_external(Reading& reading, const Section& section) {
  const Config& config = reading.config();
  const Directive* const command = config.effective(section, "external-check command");
  if (command == nullptr || command->text("command").starts_with('/')) return;
  if (config.effective(section, "external-check path") != nullptr || command->args.empty()) return;
  reading
      .error("command-without-path", command->span,
             fmt::format("the command {} is no absolute path, and no 'external-check path' is set",
                         quote(command->text("command"))),
             "write the whole path of the command")
      .whole = true;
}

// Who may see the statistics is said in one way.
void check_stats(Reading& reading, const Section& section) {
  const Directive* const rule = section.last("stats http-request");
  const Directive* const login = section.last("stats auth");
  const Directive* const other = login != nullptr ? login : section.last("stats realm");
  if (rule == nullptr || other == nullptr) return;
  Diagnostic& d = reading.error("stats-access-twice", rule->span,
                                "'stats http-request' stands beside 'stats auth' or 'stats realm'",
                                "keep one of them: 'stats http-request auth' asks for a login, too");
  d.related.push_back({other->span, "the other"});
  d.whole = true;
}

bool takes_options(const Keyword& action) {
  for (const Variant& variant : action.variants)
    for (const Param& param : variant.params)
      if (param.kind == ParamKind::params) return true;
  return false;
}

bool may_name_others(const Keyword& action) {
  for (const std::string_view name : {"attach-srv", "ot-group", "set-bandwidth-limit", "send-spoe-group"})
    if (action.name == name) return true;
  return action.name.starts_with("cache-") || takes_options(action);
}

// Of most sections no line has to be looked at.
bool may_name_others(const Reading& reading, const Section& section) {
  static const std::uint64_t kActions = [] {
    std::uint64_t bits = 0;
    for (const Keyword& row : keywords(KeywordClass::action))
      if (may_name_others(row)) bits |= name_bit(row.name);
    return bits;
  }();
  if ((section.action_bits & kActions) != 0) return true;
  for (const std::string_view name : {"filter", "errorfiles", "http-error"})
    if (section.last(name) != nullptr) return true;
  for (const std::string_view name : {"resolvers", "track"})
    if (reading.may_have_option(section, name)) return true;
  return false;
}

void check_line(Reading& reading, const Section& section, const Directive& d) {
  const bool server = d.is("server") || d.is("server-template");
  if (server) check_options(reading, section, d);
  if (server && reading.may_have_option(section, "track")) check_track_option(reading, section, d);
  if (d.is("filter")) check_filters(reading, d);
  check_cache_action(reading, d);
  check_attached_server(reading, d);
  check_reply_pages(reading, d);
  check_filter_action(reading, section, d);
  check_error_pages(reading, d);
}

// HAProxy looks at these in the defaults section itself, which has no filters.
void check_inherited_line(Reading& reading, const Section& defaults, const Directive& d) {
  check_error_pages(reading, d);
  check_reply_pages(reading, d);
  check_filter_action(reading, defaults, d);
}

}  // namespace

void check_server_references(Reading& reading) {
  std::unordered_set<const Section*> inherited;  // the defaults sections of the proxies so far
  for (const Section& section : reading.config().sections) {
    if (section.kind == SectionKind::ring && reading.may_have_option(section, "track"))
      for (const Directive& d : section.directives)
        if (d.is("server")) check_track_option(reading, section, d);
    if (!section.is_proxy() || reading.disabled(section)) continue;
    for (const Section* s = section.defaults; s != nullptr; s = s->defaults)
      if (inherited.insert(s).second)
        for (const Directive& d : s->directives) check_inherited_line(reading, *s, d);
    if (may_name_others(reading, section))
      for (const Directive& d : section.directives) check_line(reading, section, d);
    check_external(reading, section);
    check_stats(reading, section);
  }
}

}  // namespace hapax::config
