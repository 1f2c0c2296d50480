// Servers that track others, ports for their checks, and the addresses from which they are reached.
#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include <hapax/base/span_order.hpp>
#include <hapax/syntax/value.hpp>

#include "config/check_kind.hpp"
#include "config/checks/checks.hpp"
#include "config/checks/server_options.hpp"
#include "config/typing/address.hpp"

namespace hapax::config {
namespace {

class ServerChecker {
 public:
  ServerChecker(Reading& reading, const Section& section) : reading_(reading), section_(section) {}

  void run_ring() {
    for (const Directive& d : section_.directives) {
      if (!d.is("server")) continue;
      track(d);
      check_fast_open(d);
    }
  }

  void run() {
    // Of what no server has, none is asked.
    const auto has = [this](std::string_view option) { return reading_.may_have_option(section_, option); };
    const bool tracked = has("track");
    const bool checked = has("check");
    const bool special = has("source") || has("redir") || has("tfo");
    for (const Directive& d : section_.directives) {
      if (!d.is("server") && !d.is("server-template")) continue;
      if (tracked) track(d);
      if (checked) check_port(d);
      if (!special) continue;
      check_source(d);
      check_redirection(d);
      check_fast_open(d);
    }
    check_transparent();
    check_dispatch();
    if (const Directive* const source = section_.last("source")) check_source_line(*source);
  }

 private:
  void refuse(Span span, std::string message, std::string help) {
    reading_.error("server-tracking", span, std::move(message), std::move(help));
  }

  // Data sent with the first packet may be lost with it.
  void check_fast_open(const Directive& d) {
    if (!ServerOptions(reading_, section_, d).is_on("tfo")) return;
    const Directive* const events = reading_.config().effective(section_, "retry-on");
    const std::span<const Word> words = events == nullptr ? std::span<const Word>() : events->arguments();
    const auto retries = [&](std::string_view event) {
      return std::any_of(words.begin(), words.end(), [&](const Word& w) { return w.text == event; });
    };
    if (retries("all-retryable-errors") ||
        (retries("conn-failure") && retries("empty-response") && retries("response-timeout")))
      return;
    reading_.warning(
        "fast-open-without-retry", d.span,
        fmt::format("server {} is sent data with the first packet, and nothing is sent again when that fails",
                    quote(d.text("name"))),
        "add 'retry-on conn-failure empty-response response-timeout'");
  }

  void track(const Directive& d) {
    const ServerOptions options(reading_, section_, d);
    const Option* const track = options.find("track");
    if (track == nullptr || options.is_on("check") || options.is_on("agent-check")) return;
    auto [home, found] = reading_.find_server(track->first_word(), &section_);
    const Directive* other = found.line;
    if (other == nullptr) return;
    const Section& tracked = *home;
    // A chain must end at a server that is checked; one that is longer than this runs in a circle.
    constexpr int kLongest = 1000;
    for (int i = 0; i < kLongest && other != nullptr; ++i) {
      if (other == &d) break;
      const ServerOptions theirs(reading_, *home, *other);
      const Option* const next = theirs.find("track");
      if (next == nullptr) {
        if (theirs.is_on("check") || theirs.is_on("agent-check")) return compare_not_found(d, tracked);
        return refuse(d.span,
                      fmt::format("server {} cannot be tracked, because nothing checks it", quote(track->first_word())),
                      "add 'check' to it");
      }
      std::tie(home, found) = reading_.find_server(next->first_word(), home);
      other = found.line;
    }
    if (other != nullptr)
      refuse(d.span, fmt::format("server {} tracks itself by way of others", quote(d.text("name"))),
             "break the circle");
  }

  // Whether 404 takes a server out of the farm must be the same on both sides.
  void compare_not_found(const Directive& d, const Section& tracked) {
    const auto disables = [&](const Section& section) {
      return reading_.config().effective(section, "http-check disable-on-404") != nullptr;
    };
    if (disables(section_) == disables(tracked)) return;
    refuse(d.span,
           fmt::format("of {} and {} only one has 'http-check disable-on-404'", proxy_title(section_),
                       proxy_title(tracked)),
           "write the line in both, or in neither");
  }

  // `usesrc hdr_ip(NAME)` takes the address from a header, which only HTTP has.
  void check_source(const Directive& d) {
    if (reading_.mode(section_) == ProxyMode::http) return;
    const ServerOptions options(reading_, section_, d);
    const Option* const source = options.find("source");
    const Arg* const from = source == nullptr ? nullptr : source->arg("source");
    if (from == nullptr || !from->words[0].text.starts_with("hdr_ip")) return;
    warn_of_header(from->words[0].span, fmt::format("server {}", quote(d.text("name"))));
  }

  void check_redirection(const Directive& d) {
    if (reading_.mode(section_) == ProxyMode::http) return;
    const Option* const target = ServerOptions(reading_, section_, d).find("redir");
    if (target == nullptr) return;
    reading_
        .error("needs-http-mode", target->span(),
               fmt::format("server {} redirects, and {} is not in mode http", quote(d.text("name")),
                           proxy_title(section_)),
               "set 'mode http', or remove 'redir'")
        .whole = true;
  }

  // `transparent` is an old form of the option.
  [[nodiscard]] const Directive* transparent() const {
    for (const Section* s = &section_; s != nullptr; s = s->defaults) {
      const Directive* const option = s->last("option transparent");
      const Directive* const old = s->last("transparent");
      const bool old_counts = old != nullptr && (option == nullptr || stands_before(option->span, old->span));
      if (old_counts) return old;
      if (option != nullptr) return option->no ? nullptr : option;
    }
    return nullptr;
  }

  // A connection goes where the client meant it to go, or to a server that is chosen.
  void check_transparent() {
    const Directive* const option = transparent();
    if (option == nullptr) return;
    const Directive* const balance = balance_of(section_);
    if (balance == nullptr) return;
    Diagnostic& d =
        reading_.error("transparent-with-balance", balance->span,
                       fmt::format("{} has {} and balances, too", proxy_title(section_), quote(option->name())),
                       "keep one of the two lines");
    d.related.push_back({option->span, "goes where the client meant to go"});
    d.whole = true;
  }

  void check_dispatch() {
    const Directive* const dispatch = section_.last("dispatch");
    const Directive* const balance = dispatch == nullptr || dispatch->ignored ? nullptr : balance_of(section_);
    if (balance == nullptr || transparent() != nullptr) return;
    Diagnostic& d = reading_.warning(
        "dispatch-with-balance", dispatch->span,
        fmt::format("{} balances, so that nothing is sent to the address of 'dispatch'", proxy_title(section_)),
        "keep one of the two lines");
    d.related.push_back({balance->span, "balances"});
    d.whole = true;
  }

  void check_source_line(const Directive& d) {
    if (reading_.mode(section_) == ProxyMode::http || !d.text("source").starts_with("hdr_ip")) return;
    warn_of_header(d.span, proxy_title(section_));
  }

  void warn_of_header(Span span, const std::string& who) {
    reading_
        .warning("needs-http-mode", span,
                 fmt::format("{} cannot take its source address from a header, because the section is not in mode http",
                             who),
                 "write 'usesrc clientip', or set 'mode http'")
        .whole = true;
  }

  // Whether the rules of the check say to which port each of its connections goes: the first step is a connection, and
  // all of them have a number.
  [[nodiscard]] bool rules_have_ports() const {
    const std::string_view kind = check_kind(section_);
    if (kind != "option tcp-check" && kind != "option httpchk") return false;
    const std::string_view prefix = kind == "option httpchk" ? "http-check " : "tcp-check ";
    bool all = false;
    for (const Section* s : chain(section_))
      if (const auto own = steps_have_ports(*s, prefix)) all = *own;
    return all;
  }

  // Nothing: the section has no such rule, and those that it inherits hold.
  [[nodiscard]] static std::optional<bool> steps_have_ports(const Section& section, std::string_view prefix) {
    std::optional<bool> all;
    for (const Directive& d : section.directives) {
      if (!is_check_step(d, prefix)) continue;
      const bool connects = d.row->name.ends_with(" connect");
      if (!all) all = connects;
      if (connects && !names_port(d)) all = false;
    }
    return all;
  }

  [[nodiscard]] static bool names_port(const Directive& connect) {
    if (const Option* const port = connect.option("port"))
      if (syntax::parse_integer(port->first_word()).value_or(0) > 0) return true;
    const Option* const elsewhere = connect.option("addr");
    const syntax::Address* const a = elsewhere == nullptr ? nullptr : elsewhere->address("address");
    return a != nullptr && a->port != 0;
  }

  // What stands for every address, or has to be looked up, as "127.1", has none yet.
  [[nodiscard]] static bool is_set(const syntax::Address& address) {
    using enum syntax::HostKind;
    return address.is_ip() && ((address.host_kind == ipv4 && address.host != "0.0.0.0") ||
                               (address.host_kind == ipv6 && address.host != "::"));
  }

  // A server must say which port is checked where its address names none, or names that of the client and an offset.
  void check_port(const Directive& d) {
    const syntax::Address* const address = d.address("address");
    if (address == nullptr || (address->port != 0 && !has_port_offset(*address))) return;
    const ServerOptions options(reading_, section_, d);
    if (!options.is_on("check")) return;
    const Option* const other = options.find("addr");
    const syntax::Address* const elsewhere = other == nullptr ? nullptr : other->address("address");
    if (other != nullptr && (elsewhere == nullptr || elsewhere->port != 0)) return;
    if (elsewhere != nullptr && !is_literal(*elsewhere)) return;
    if (!is_set(*address) && (elsewhere == nullptr || !is_set(*elsewhere))) return;
    if (names_number(options.find("port")) || rules_have_ports()) return;
    const Directive* const external = reading_.config().effective(section_, "option external-check");
    if (external != nullptr && !external->no) return;
    reading_
        .error("check-without-port", d.span,
               fmt::format("server {} is checked, and has no port", quote(d.text("name"))),
               "write the port behind the address, or 'check port NUMBER'")
        .whole = true;
  }

  Reading& reading_;
  const Section& section_;
};

// rhttp@: over connections that the server has opened, HTTP is spoken.
void check_reverse(Reading& reading, const Section& section) {
  if (section.is_proxy() && (reading.disabled(section) || reading.mode(section) == ProxyMode::http)) return;
  for (const Directive& d : section.directives) {
    const syntax::Address* const address = d.is("server") || d.is("server-template") ? d.address("address") : nullptr;
    if (address == nullptr || address->family != syntax::AddressFamily::reverse_http) continue;
    reading
        .error("needs-http-mode", d.span,
               fmt::format("server {} is reached over connections that it opens itself, which needs mode http",
                           quote(d.text("name"))),
               section.is_proxy() ? "set 'mode http', or write the server's own address" : "write its own address")
        .whole = true;
  }
}

}  // namespace

void check_servers(Reading& reading) {
  for (const Section& section : reading.config().sections) {
    if (section.is_backend() && !reading.disabled(section)) ServerChecker(reading, section).run();
    if (section.kind == SectionKind::ring) ServerChecker(reading, section).run_ring();
    // Such addresses are experimental.
    if (reading.experimental && (section.is_backend() || section.kind == SectionKind::ring))
      check_reverse(reading, section);
  }
}

}  // namespace hapax::config
