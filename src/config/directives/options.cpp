// Directives whose words must fit each other.
#include <arpa/inet.h>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/directives/proxy_directives.hpp"

namespace hapax::config {
namespace {

// "10.0.0.0/8", "10.1" as old tools wrote it, "2001:db8::/32".
bool is_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string host(text.substr(0, slash));
  unsigned char room[16];
  in_addr v4{};
  const bool v6 = inet_pton(AF_INET6, host.c_str(), room) == 1;
  if (!v6 && inet_aton(host.c_str(), &v4) == 0) return false;
  if (slash == std::string_view::npos) return true;
  const auto length = syntax::parse_integer(text.substr(slash + 1));
  if (length) return *length >= 0 && *length <= (v6 ? 128 : 32);
  return !v6 && inet_aton(std::string(text.substr(slash + 1)).c_str(), &v4) != 0;
}

// "by" or "by-expr".
const Option* either(const Directive& d, std::string_view name) {
  const Option* const plain = d.option(name);
  return plain != nullptr ? plain : d.option(fmt::format("{}-expr", name));
}

}  // namespace

// The port of a party stands beside its address.
void check_forwarded(Reading& reading, Directive& d) {
  for (const std::string_view party : {"by", "for"}) {
    const Option* const port = either(d, fmt::format("{}_port", party));
    if (port == nullptr || either(d, party) != nullptr) continue;
    reading.warning("forwarded-port-alone", port->span(),
                    fmt::format("{} has no effect without {}", quote(port->name()), quote(party)),
                    fmt::format("add '{}'", party));
  }
}

void check_forwardfor(Reading& reading, Directive& d) {
  for (const Option& o : d.options()) {
    if (o.name() != "except" || is_network(o.text("net"))) continue;
    reading.error("invalid-address", o.span(), fmt::format("{} is no network", quote(o.text("net"))),
                  "write an address or a network such as '10.0.0.0/8'");
    return;
  }
}

namespace {

// What stands in a Set-Cookie line must not end its part of it. False: it does, which was reported.
bool check_cookie_text(Reading& reading, const Option& o) {
  const bool domain = o.name() == "domain";
  if (!domain && o.name() != "attr") return true;
  for (const char c : domain ? o.text("domain") : o.text("value")) {
    const bool name = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '_';
    const bool plain = std::iscntrl(static_cast<unsigned char>(c)) == 0 && c != ';';
    if (domain ? name : plain) continue;
    reading.error(
        "cookie-character", o.span(),
        fmt::format("{} cannot stand in the {} of a cookie", quote(std::string(1, c)), domain ? "domain" : "attribute"),
        domain ? "write a domain such as '.example.com'" : "write a line with one 'attr' for each attribute");
    return false;
  }
  return true;
}

void check_cookie_domain(Reading& reading, const Option& o) {
  const std::string_view domain = o.text("domain");
  if (domain.empty() || domain.find('.') != std::string_view::npos) return;
  reading.warning("cookie-domain", o.span(),
                  fmt::format("browsers may refuse the cookie domain {}, which has no dot inside", quote(domain)),
                  "write one that has, such as '.example.org'");
}

}  // namespace

void check_cookie_domains(Reading& reading, const Directive& d) {
  for (const Option& o : d.options())
    if (o.name() == "domain") check_cookie_domain(reading, o);
}

void check_cookie(Reading& reading, Directive& d) {
  check_cookie_domains(reading, d);
  const int modes = (d.option("rewrite") != nullptr ? 1 : 0) + (d.option("insert") != nullptr ? 1 : 0) +
                    (d.option("prefix") != nullptr ? 1 : 0);
  if (modes > 1) {
    reading.error("cookie-modes", d.span, "'rewrite', 'insert' and 'prefix' exclude each other", "keep one of them");
    return;
  }
  if (d.option("rewrite") != nullptr && d.option("indirect") != nullptr) {
    reading.error("cookie-modes", d.option("indirect")->span(),
                  "'indirect' hides a cookie that 'rewrite' takes from the server", "keep one of them");
    return;
  }
  const Option* const kept = d.option("preserve");
  if (kept != nullptr && d.option("insert") == nullptr && d.option("indirect") == nullptr) {
    reading.error("cookie-modes", kept->span(), "'preserve' keeps a cookie that 'insert' or 'indirect' would replace",
                  "add 'insert', or remove 'preserve'");
    return;
  }
  for (const Option& o : d.options())
    if (!check_cookie_text(reading, o)) return;
}

// "timeout client 30": 30 milliseconds. HAProxy warns from 3.2 on.
void warn_short_time(Reading& reading, std::string_view owner, const Arg& arg) {
  constexpr std::int64_t kShortest = 100000;
  const std::string_view text = arg.words[0].text;
  const auto* const time = std::get_if<Duration>(&arg.value);
  if (!reading.from(Version::v3_2) || time == nullptr || time->us == 0 || time->us >= kShortest) return;
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return;
  // Of a resolver HAProxy calls it an ALERT, and goes on.
  const bool alert = reading.section->kind == SectionKind::resolvers;
  const std::string message = fmt::format("{} of {} milliseconds is suspiciously short", quote(owner), text);
  const std::string help = fmt::format("write '{}s' for seconds, or '{}ms' if it is meant so", text, text);
  if (alert) {
    reading.alert("suspicious-timeout", arg.span(), message, help);
  } else {
    reading.warning("suspicious-timeout", arg.span(), message, help);
  }
}

namespace {

// The line that the current section would have without its own.
const Directive* inherited(const Reading& reading, const Directive& own) {
  const Section* const defaults = reading.section->defaults;
  return defaults == nullptr ? nullptr : reading.config().effective(*defaults, own.row->name);
}

}  // namespace

// The first that is not 0 stays.
void check_inspect_delay(Reading& reading, Directive& d) {
  const auto counts = [](const Directive& line) { return line.duration("time").value_or(0) != 0; };
  const Directive* first =
      first_above(reading, d, [&](const Directive& other) { return other.row == d.row && counts(other); });
  if (first == nullptr) first = inherited(reading, d);
  if (first == nullptr || !counts(*first)) return;
  Diagnostic& found = reading.warning(
      "setting-repeated", d.span, fmt::format("{} is set already, and HAProxy keeps the first value", quote(d.name())),
      "remove one of the lines");
  found.related.push_back({first->span, "first set here"});
}

// HAProxy does not notice a second line where the first says what the proxy inherited, nor in a defaults section.
void check_rate_limit(Reading& reading, Directive& d) {
  if (reading.section->kind == SectionKind::defaults) return;
  const Directive* const first = twin_above(reading, d);
  const Directive* const before_it = inherited(reading, d);
  const std::int64_t before = before_it == nullptr ? 0 : before_it->integer("rate").value_or(0);
  if (first == nullptr || first->integer("rate").value_or(0) == before) return;
  Diagnostic& found = reading.warning("setting-repeated", d.span,
                                      fmt::format("{} is set already; the last line counts", quote(d.name())),
                                      "remove one of the lines");
  found.related.push_back({first->span, "first set here"});
}

// "retry-on none" and nothing else.
void check_retry_on(Reading& reading, Directive& d) {
  const std::span<const Word> words = d.arguments();
  for (const Word& word : words) {
    if (word.text != "none" || words.size() == 1) continue;
    reading.error("unexpected-argument", word.span, "'none' stands beside other events",
                  "write 'retry-on none' alone, or remove 'none'");
    return;
  }
}

// Only 'auth' asks, and says for what.
void check_stats_rule(Reading& reading, Directive& d) {
  const Arg* const realm = d.arg("realm");
  if (realm == nullptr || d.arg("action")->words[0].text == "auth") return;
  reading.error("unexpected-argument", realm->span(), "'realm' can stand behind 'auth' only",
                "remove it, or write 'auth'");
}

void check_show_desc(Reading& reading, Directive& d) {
  if (!d.args.empty()) return;
  for (const Section* global : reading.config().all(SectionKind::global))
    if (global->last("description") != nullptr) return;
  reading.warning("show-desc-without-text", d.span, "'stats show-desc' has no text to show",
                  "write the text behind it, or a 'description' into the global section");
}

void check_resolver_time(Reading& reading, Directive& d) {
  if (reading.section->kind == SectionKind::resolvers) warn_short_time(reading, d.name(), *d.arg("time"));
}

// A second line of the same timeout in one proxy. HAProxy does not notice it where the first says what the proxy
// inherited, nor in a defaults section, a ring or a log-forward section.
void check_timeout(Reading& reading, Directive& d) {
  const Section& section = *reading.section;
  if (section.kind == SectionKind::ring || section.kind == SectionKind::log_forward) return;
  warn_short_time(reading, d.name(), *d.arg("time"));
  if (section.kind == SectionKind::defaults) return;
  const Directive* const before_it = inherited(reading, d);
  const auto before = before_it == nullptr ? std::nullopt : before_it->duration("time");
  for (auto it = section.directives.rbegin(); it != section.directives.rend(); ++it) {
    const Directive& other = *it;
    if (&other == &d || other.row != d.row || other.args.empty()) continue;
    if (other.duration("time").value_or(0) == before.value_or(0)) return;
    Diagnostic& found = reading.warning(
        "timeout-set-twice", d.span,
        fmt::format("{} stands twice in this section; the last one counts", quote(d.name())), "remove one of them");
    found.related.push_back({other.span, "first set here"});
    return;
  }
}

}  // namespace hapax::config
