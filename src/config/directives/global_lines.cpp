// Lines of the global section whose words HAProxy reads by hand.
#include <array>
#include <memory>

#include <openssl/evp.h>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/directives/proxy_directives.hpp"
#include "config/typing/cpu_map.hpp"
#include "config/typing/number_lists.hpp"
#include "config/typing/signature.hpp"
#include "config/typing/texts.hpp"

namespace hapax::config {
namespace {

struct TlsOption {
  std::string_view name;
  bool bind, server;
  bool value;  ///< the name of a TLS version follows
  Version since = Version::v2_6;
};
constexpr std::array kTlsOptions{
    TlsOption{"no-sslv3", true, true, false},
    TlsOption{"no-tlsv10", true, true, false},
    TlsOption{"no-tlsv11", true, true, false},
    TlsOption{"no-tlsv12", true, true, false},
    TlsOption{"no-tlsv13", true, true, false},
    TlsOption{"force-sslv3", true, true, false},
    TlsOption{"force-tlsv10", true, true, false},
    TlsOption{"force-tlsv11", true, true, false},
    TlsOption{"force-tlsv12", true, true, false},
    TlsOption{"force-tlsv13", true, true, false},
    TlsOption{"ssl-min-ver", true, true, true},
    TlsOption{"ssl-max-ver", true, true, true},
    TlsOption{"no-tls-tickets", true, true, false},
    TlsOption{"tls-tickets", true, false, false, Version::v3_2},
    TlsOption{"prefer-client-ciphers", true, false, false},
    TlsOption{"no-strict-sni", true, false, false, Version::v3_2},
    TlsOption{"strict-sni", true, false, false, Version::v3_2},
};

const TlsOption* find_tls_option(std::string_view name, bool bind, Version target) {
  for (const TlsOption& o : kTlsOptions)
    if (o.name == name && (bind ? o.bind : o.server) && target >= o.since) return &o;
  return nullptr;
}

bool is_tls_version(std::string_view text) {
  for (const std::string_view known : {"SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"})
    if (text == known) return true;
  return false;
}

// The size of what is kept of TLS hellos has two names.
bool is_capture_size(const Directive& d) {
  return d.is("tune.ssl.capture-buffer-size") || d.is("tune.ssl.capture-cipherlist-size");
}

const Directive* earlier(const Reading& reading, const Directive& d) {
  for (const Section* section : reading.config().all(SectionKind::global))
    for (const Directive& other : section->directives) {
      if (&other == &d) return nullptr;
      if (other.row == d.row || (is_capture_size(other) && is_capture_size(d))) return &other;
    }
  return nullptr;
}

}  // namespace

void check_once(Reading& reading, Directive& d) {
  const Directive* const first = earlier(reading, d);
  if (first == nullptr) return;
  Diagnostic& found = reading.error("set-twice", d.span, fmt::format("{} is set already", quote(d.name())),
                                    "HAProxy takes it once: remove one of the lines");
  found.related.push_back({first->span, "first set here"});
}

// Before any request there is only the process.
void check_global_variable(Reading& reading, Directive& d) {
  const std::string_view name = d.text("variable");
  if (name.starts_with("proc.") && name.size() > 5) return;
  reading.error("bad-variable-name", d.arg("variable")->span(),
                fmt::format("{} cannot be set in the global section", quote(name)),
                "only variables of the scope 'proc' can: 'proc.name'");
}

void check_threads_in_time(Reading& reading, Directive& d) {
  if (!reading.from(Version::v2_8)) return;
  for (const Section& other : reading.config().sections) {
    if (&other == reading.section) return;
    if (other.kind == SectionKind::global) continue;
    Diagnostic& found = reading.error(
        "threads-too-late", d.span,
        fmt::format("{} stands behind another section, and must stand above all of them", quote(d.name())),
        "move the line to the first global section");
    found.related.push_back({other.span, "the first other section"});
    return;
  }
}

// A name server that is reached by streams has the options of a server; of others HAProxy does not look at what
// follows.
void check_nameserver_options(Reading& reading, const Directive& d) {
  const syntax::Address* const address = d.address("address");
  const std::span<const Word> words = d.arguments();
  if (address == nullptr || words.size() < 3 || address->transport != syntax::SocketKind::stream) return;
  if (find_option("server", words[2].text, reading.target()) != nullptr) return;
  reading.error(
      "unknown-option", words[2].span,
      fmt::format("{} is no option of a server, which a name server behind this prefix is", quote(words[2].text)),
      "remove it");
}

void check_nameserver(Reading& reading, Directive& d) {
  check_nameserver_options(reading, d);
  const Directive* const first = namesake_above(reading, d);
  if (first == nullptr) return;
  Diagnostic& found =
      reading.error("duplicate-name", d.span, fmt::format("there is a name server {} already", quote(d.text("name"))),
                    "give it another name");
  found.related.push_back({first->span, "the first"});
}

void check_ssl_options(Reading& reading, Directive& d) {
  const bool bind = d.is("ssl-default-bind-options");
  const std::span<const Word> words = d.arguments();
  if (words.empty()) {
    reading.error("missing-argument", d.span, fmt::format("{} needs an option, and the line ends", quote(d.name())),
                  "for example 'ssl-min-ver TLSv1.2'");
    return;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const TlsOption* const option = find_tls_option(words[i].text, bind, reading.target());
    if (option == nullptr) {
      reading.error("unknown-option", words[i].span,
                    fmt::format("{} has no option {}", quote(d.name()), quote(words[i].text)),
                    "it takes no-sslv3, no-tlsv10 ... no-tlsv13, ssl-min-ver, ssl-max-ver and no-tls-tickets");
      return;
    }
    if (!option->value) continue;
    if (++i < words.size() && is_tls_version(words[i].text)) continue;
    reading.error("invalid-choice", words[i - 1].span,
                  fmt::format("{} needs the name of a TLS version", quote(words[i - 1].text)),
                  "it can be SSLv3, TLSv1.0, TLSv1.1, TLSv1.2 or TLSv1.3");
    return;
  }
}

// What OpenSSL takes for a list of properties: "provider=default,?fips=yes".
void check_property_query(Reading& reading, Directive& d) {
  const std::string query(d.text("query"));
  const std::unique_ptr<OSSL_LIB_CTX, decltype(&OSSL_LIB_CTX_free)> library(OSSL_LIB_CTX_new(), OSSL_LIB_CTX_free);
  if (library == nullptr || EVP_set_default_properties(library.get(), query.c_str()) == 1) return;
  reading.error("invalid-tls-algorithm", d.span, fmt::format("OpenSSL does not understand {}", quote(query)),
                "for example 'provider=default' or '?fips=yes'");
}

// A user or group that is no number counts as what the number at its start says.
void check_identity(Reading& reading, Directive& d) {
  const std::string_view id = d.text("id");
  const bool number = id.find_first_not_of("0123456789", id.starts_with('-') ? 1 : 0) == std::string_view::npos;
  if (number && d.integer("id") == syntax::leading_integer(id).value) return;
  reading.warning("not-a-number", d.arg("id")->span(),
                  fmt::format("{} expects a number, not {}", quote(d.name()), quote(id)),
                  fmt::format("write the number, or '{} NAME'", d.is("uid") ? "user" : "group"));
}

// `auto:` gives the CPUs out one by one, so that there must be as many as threads or as groups.
void check_cpu_map(Reading& reading, Directive& d) {
  const Arg* const threads = d.arg("thread-set");
  const Arg* const set = d.arg("cpu-set");
  if (threads == nullptr || set == nullptr || !threads->words[0].text.starts_with("auto:")) return;
  const std::string_view map = threads->words[0].text;
  const std::size_t cpus = count_cpus(d.arguments().subspan(1));
  if (!is_thread_map(map, reading.target()) || can_pair(map, cpus, reading.target())) return;
  reading.error(
      "cpu-map-sizes", d.span,
      fmt::format("{} shares {} CPU{} out, and names neither as many threads nor as many groups", quote(map), cpus,
                  cpus == 1 ? "" : "s"),
      "write as many CPUs as threads, as in 'cpu-map auto:1/1-4 0-3'; without 'auto:' all threads share them");
}

// cpu-set { reset | (only|drop)-KIND SET }...
void check_cpu_set(Reading& reading, Directive& d) {
  const std::span<const Word> words = d.arguments();
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view what = words[i].text;
    if (what == "reset") continue;
    const std::size_t dash = what.find('-');
    const std::string_view kind = dash == std::string_view::npos ? "" : what.substr(dash + 1);
    const bool known = (what.starts_with("only-") || what.starts_with("drop-")) &&
                       (kind == "cpu" || kind == "node" || kind == "cluster" || kind == "core" || kind == "thread");
    if (known && i + 1 < words.size() && is_cpu_set(words[i + 1].text, reading.target())) {
      ++i;
      continue;
    }
    reading.error(known ? "invalid-number" : "invalid-choice", words[i].span,
                  known ? fmt::format("{} needs a set of numbers", quote(what))
                        : fmt::format("'cpu-set' does not know {}", quote(what)),
                  "write 'reset', or 'only-' or 'drop-' before cpu, node, cluster, core or thread, and numbers: "
                  "'only-cpu 0-3'");
    return;
  }
}

// HAProxy makes a section 'default' of /etc/resolv.conf by itself.
void check_client_resolvers(Reading& reading, Directive& d) {
  const std::string_view name = d.text("name");
  if (name != "default")
    reading.references.push_back({"resolvers", name, reading.section, d.arg("name")->span(), d.row->name});
}

namespace {

// "prefix PATH" among the options of a unix-bind line.
bool has_prefix(std::span<const Word> words) {
  for (std::size_t i = 0; i < words.size(); i += 2)
    if (words[i].text == "prefix") return true;
  return false;
}

bool is_prefixed_above(const Reading& reading, const Directive& d) {
  return first_above(reading, d, [&](const Directive& other) {
           return other.row == d.row && has_prefix(other.arguments());
         }) != nullptr;
}

}  // namespace

// unix-bind [prefix PATH] [mode MODE] [uid ID] [gid ID] [user NAME] [group NAME]
void check_unix_bind(Reading& reading, Directive& d) {
  const std::span<const Word> words = d.arguments();
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const std::string_view name = words[i].text;
    const bool known =
        name == "prefix" || name == "mode" || name == "uid" || name == "gid" || name == "user" || name == "group";
    const bool valued = i + 1 < words.size() || name == "mode" || name == "uid" || name == "gid";
    if (known && valued) {
      if (name == "prefix" && (has_prefix(words.first(i)) || is_prefixed_above(reading, d)))
        reading.alert("setting-repeated", words[i].span, "the prefix of UNIX sockets is set already",
                      "remove one of the two");
      continue;
    }
    reading.error(
        known ? "missing-argument" : "unknown-option", words[i].span,
        known ? fmt::format("{} needs a value", quote(name)) : fmt::format("'unix-bind' has no option {}", quote(name)),
        "the options are prefix, mode, uid, gid, user and group, each with its value");
    return;
  }
}

// HAProxy 3.0 knows the word without its last letter only, reads the time, and refuses the line all the same.
void refuse_idle_time(Reading& reading, Directive& d) {
  reading.error("unknown-keyword", d.span, fmt::format("HAProxy 3.0 has no use for {}", quote(d.name())),
                "remove the line: 3.0 speaks no QUIC to servers");
}

// HAProxy 2.6 complains, and refuses nothing.
void check_most_reloads(Reading& reading, Directive& d) {
  if (reading.from(Version::v2_8)) return;
  const bool more = d.arguments().size() > 1;
  if (more)
    reading.alert("unexpected-argument", d.arguments()[1].span,
                  fmt::format("{} takes no {} here", quote(d.name()), quote(d.arguments()[1].text)), "remove it");
  if (!more && !d.args.empty() && d.integer("number").value_or(0) >= 0) return;
  reading.warning("value-out-of-range", d.span, fmt::format("{} needs one number of at least 0", quote(d.name())),
                  "for example 'mworker-max-reloads 10'; HAProxy ignores the line");
}

void check_case_adjust(Reading& reading, Directive& d) {
  const std::string_view from = d.text("from");
  if (lower(from) != lower(d.text("to"))) {
    reading.error("case-adjustment", d.span,
                  fmt::format("{} and {} differ in more than the case of letters", quote(from), quote(d.text("to"))),
                  "'h1-case-adjust' changes the case of a header's name only: 'h1-case-adjust content-length "
                  "Content-Length'");
    return;
  }
  const auto same = [&](const Directive& other) { return other.row == d.row && other.text("from") == from; };
  if (first_above(reading, d, same) != nullptr)
    reading.error("set-twice", d.span, fmt::format("the case of {} is set already", quote(from)),
                  "remove one of the lines");
}

}  // namespace hapax::config
