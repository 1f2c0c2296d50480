// Options of bind and server lines whose words HAProxy knows by heart.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <span>
#include <utility>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/actions/actions.hpp"
#include "config/checks/checks.hpp"
#include "config/checks/names.hpp"
#include "config/directives/proxy_directives.hpp"
#include "config/samples/expression.hpp"
#include "config/samples/format.hpp"
#include "config/typing/number_lists.hpp"

namespace hapax::config {

std::vector<std::string_view> protocols(const Reading& reading) {
  std::vector<std::string_view> names{"h1", "h2", "fcgi", "none"};
  if (reading.from(Version::v3_0)) names.emplace_back("quic");
  if (reading.from(Version::v3_2)) names.emplace_back("spop");
  if (reading.from(Version::v3_4)) names.emplace_back("qmux");
  return names;
}

namespace {

void check_protocol(Reading& reading, const Option& o) {
  const std::string_view name = o.text("name");
  if (name == "qmux") reading.experimental_used = true;
  const auto known = protocols(reading);
  for (const std::string_view each : known)
    if (each == name) return;
  reading.error("unknown-mux-protocol", o.span(), fmt::format("there is no protocol {} for 'proto'", quote(name)),
                "it can be " + join_or(known));
}

void check_protocols_of(Reading& reading, const Directive& d) {
  if (!d.may_have_option("proto") && !d.may_have_option("check-proto")) return;
  for (const Option& o : d.options())
    if (o.name() == "proto" || o.name() == "check-proto") check_protocol(reading, o);
}

constexpr std::array<std::string_view, 4> kIgnoredOfPeers{"init-addr", "resolvers", "check", "agent-check"};

}  // namespace

// Servers of a peers section are not checked and not resolved, whatever they or the default-server lines above say.
void warn_peer_options(Reading& reading, const Directive& d) {
  if (!d.is("peer") && !d.is("server")) return;
  // Without an address only this process itself is a peer.
  if (d.address("address") == nullptr && d.text("name") != local_peer(reading.config())) return;
  // What is said last of each counts, which may be 'no-check'.
  std::array<const Option*, kIgnoredOfPeers.size()> said{};
  for (const Directive& line : reading.section->directives) {
    if (&line != &d && !line.is("default-server")) continue;
    for (const Option& o : line.options()) {
      const bool off = o.name().starts_with("no-");
      const auto* const at = std::find(kIgnoredOfPeers.begin(), kIgnoredOfPeers.end(), o.name().substr(off ? 3 : 0));
      const bool complete = !o.args.empty() || o.row->params(reading.target()).empty();
      if (at != kIgnoredOfPeers.end() && complete)
        said[static_cast<std::size_t>(at - kIgnoredOfPeers.begin())] = off ? nullptr : &o;
    }
  }
  const auto* const any = std::find_if(said.rbegin(), said.rend(), [](const Option* o) { return o != nullptr; }).base();
  if (any == said.begin()) return;
  const Option* const found = *(any - 1);
  reading.warning("peer-option-ignored", d.span,
                  fmt::format("{} has no effect in a peers section", quote(found->name())), "remove it");
}

namespace {

// What goes into a ring's server is events, and no connection is announced before them. 2.6 does so in silence.
void warn_ring_options(Reading& reading, const Directive& d) {
  if (!reading.from(Version::v2_8)) return;
  for (const Option& o : d.options()) {
    if (!o.name().starts_with("send-proxy") && o.name() != "proxy-v2-options") continue;
    reading.warning("ring-option-ignored", o.span(), fmt::format("{} has no effect in a ring section", quote(o.name())),
                    "remove it");
    return;
  }
}

// Answers are judged in mode http, which a line above must have set. HAProxy complains and goes on.
void check_observation(Reading& reading, const Option& o) {
  if (o.text("what") != "layer7" || reading.current_mode() == ProxyMode::http) return;
  reading.alert("needs-mode-http", o.span(), "'observe layer7' needs mode http, which this section is not in so far",
                "write 'mode http' above it, or observe layer4");
}

// set-proxy-v2-tlv-fmt(ID): one byte.
void check_tlv(Reading& reading, const Option& o) {
  const std::string_view word = o.words[0].text;
  if (word.find('(') == std::string_view::npos) return;
  const std::string id(in_parentheses(word));
  if (is_c_number(id) && std::strtoul(id.c_str(), nullptr, 0) <= 255) return;
  reading.error("value-out-of-range", o.words[0].span, fmt::format("{} names no type of a TLV", quote(word)),
                "it lies between 0 and 255, as in 'set-proxy-v2-tlv-fmt(0xE1)'");
}

constexpr std::array<std::string_view, 2> kNameExpressions{"sni", "pool-conn-name"};
constexpr std::string_view kTlv = "set-proxy-v2-tlv-fmt";

// An expression of one word, or the format of a TLV. What a default-server line says HAProxy reads for each server that
// follows; a 'pool-conn-name' there up to 3.0 never.
void check_name_expression(Reading& reading, const Directive& d, const Option& o) {
  if (o.args.empty()) return;
  const std::size_t first = reading.findings().list().size();
  const std::size_t names = reading.references.size();
  const SamplePlace place{o.name(), points_of("use-server", *reading.section), reading.section};
  if (o.name() == kTlv) {
    (void)read_format(reading, place, o.args[0].words[0]);
  } else {
    (void)read_expression(reading, place, o.args[0].words);
  }
  const bool silent = reading.findings().list().size() == first && reading.references.size() == names;
  if (!d.is("default-server") || silent) return;
  HeldExpression held{&d, o.name(), reading.take_back(first), {}};
  const auto begin = reading.references.begin() + static_cast<std::ptrdiff_t>(names);
  held.references.assign(begin, reading.references.end());
  reading.references.erase(begin, reading.references.end());
  if (o.name() != "pool-conn-name" || reading.from(Version::v3_2)) reading.held_expressions.push_back(std::move(held));
}

// The default-server line above that gives a server this option.
const Directive* default_line(const Section& section, std::string_view option) {
  for (const Section* s = &section; s != nullptr; s = s->defaults)
    for (auto d = s->directives.rbegin(); d != s->directives.rend(); ++d)
      if (d->is("default-server") && d->option(option) != nullptr) return &*d;
  return nullptr;
}

// A server's own TLVs stand beside those that it inherits.
void check_inherited_expressions(Reading& reading, const Directive& d) {
  if (reading.held_expressions.empty()) return;
  for (const std::string_view name : {kNameExpressions[0], kNameExpressions[1], kTlv}) {
    const bool inherits = name == kTlv || d.option(name) == nullptr;
    const Directive* const line = inherits ? default_line(*reading.section, name) : nullptr;
    for (const HeldExpression& held : reading.held_expressions) {
      if (held.line != line || held.option != name) continue;
      for (Diagnostic found : held.findings) {
        found.related.push_back({std::exchange(found.span, d.span), "inherited from here"});
        reading.say_again(std::move(found));
      }
      for (NamedReference reference : held.references) {
        reference.section = reading.section;
        reference.span = d.span;
        reading.references.push_back(reference);
      }
    }
  }
}

// HAProxy complains of these and goes on without them.
void refuse_default(Reading& reading, const Option& o) {
  for (const std::string_view name : {"id", "guid", "no-sslv3", "no-tlsv10", "no-tlsv11", "no-tlsv12", "no-tlsv13"}) {
    if (o.name() != name) continue;
    reading.alert(
        "not-for-all-servers", o.span(), fmt::format("{} cannot stand in 'default-server'", quote(name)),
        name.starts_with("no-") ? "write 'ssl-min-ver TLSv1.2' or the like" : "write it on the 'server' line");
  }
}

// A server above that has the name, and what HAProxy makes of it.
struct Namesake {
  std::string_view name;
  Span first;
  bool refused;
};

// A line below may still disable the section.
void report(Reading& reading, const Namesake& taken, const Directive& d) {
  const std::size_t first = reading.findings().list().size();
  const std::string message = fmt::format("there is a server {} already", quote(taken.name));
  const std::string help = taken.refused ? "give it another name" : "give it another name: HAProxy 3.3 refuses it";
  Diagnostic& found = taken.refused ? reading.error("duplicate-name", d.span, message, help)
                                    : reading.warning("duplicate-name", d.span, message, help);
  found.related.push_back({taken.first, "the first"});
  if (reading.section->is_proxy()) reading.hold(d, first);
}

// Servers of one section have names of their own. Before 3.4 HAProxy does not compare those that have an id; 3.2 warns.
std::optional<Namesake> take_name(Reading& reading, const Directive& d, std::string_view name) {
  const bool has_id = d.option("id") != nullptr;
  const std::optional<Span> without_id = has_id ? std::nullopt : std::optional(d.span);
  const auto [known, fresh] = reading.server_names.emplace(name, {d.span, without_id});
  if (fresh) return std::nullopt;
  const bool compared = !has_id && known->without_id;
  const Span first = compared ? *known->without_id : known->first;
  if (!has_id && !known->without_id) known->without_id = d.span;
  if (!compared && !reading.from(Version::v3_2)) return std::nullopt;
  return Namesake{name, first, compared || reading.from(Version::v3_4)};
}

void check_server_name(Reading& reading, const Directive& d) {
  if (!d.is("server") || (!reading.section->is_proxy() && reading.section->kind != SectionKind::ring)) return;
  if (const auto taken = take_name(reading, d, d.text("name"))) report(reading, *taken, d);
}

void check_template(Reading& reading, Directive& d) {
  const Word& prefix = d.arg("prefix")->words[0];
  if (!check_characters(reading, prefix.text, prefix.span, "the names of servers")) return;
  const Word& word = d.arg("count")->words[0];
  const auto [first, last] = template_numbers(word.text);
  if (first > last || first < 0 || word.text.starts_with('-')) {
    reading.error("template-count", word.span,
                  fmt::format("{} is neither a number nor a range of servers", quote(word.text)),
                  "for example '5' or '1-5'");
    return;
  }
  // Of larger templates only so many names are compared, to bound the memory that one line takes.
  constexpr std::int64_t kMostNamed = 100'000;
  std::optional<Namesake> taken;
  for (std::int64_t i = first; i <= std::min(last, first + kMostNamed); ++i) {
    const auto other = take_name(reading, d, reading.arena().copy(fmt::format("{}{}", d.text("prefix"), i)));
    if (!taken) taken = other;
  }
  if (taken) report(reading, *taken, d);
}

}  // namespace

// A peers section has one listener: a bind line, or the address of its own peer.
void check_peer_listener(Reading& reading, Directive& d) {
  if (reading.section->kind != SectionKind::peers) return;
  if (!d.is("bind") && reading.section->last("bind") == nullptr) return;
  // Up to 2.6 a 'bind' line without an address listens nowhere.
  const Directive* const listener = first_above(reading, d, [&](const Directive& other) {
    if (!d.is("bind")) return other.is("bind");
    return other.is("peer") || (other.is("bind") && (other.has("address") || reading.from(Version::v2_8)));
  });
  if (listener == nullptr) return;
  Diagnostic& found = reading.error("second-listener", d.span, "this peers section has a listener already",
                                    "write one 'bind' line and 'server' lines, or 'peer' lines only");
  found.related.push_back({listener->span, "the listener"});
}

// To send without looking at congestion is for tests.
void check_congestion(Reading& reading, const Option& o) {
  if (o.args.empty() || !o.first_word().starts_with("nocc")) return;
  (void)reading.allow_experiment(o.first_word(), o.span(), ", or 'cubic' here");
}

// Of a listener that opens its connections by itself (rhttp@) HAProxy takes these, and names no line for others.
constexpr std::array<std::string_view, 7> kOfReverse{"guid-prefix", "id",     "idle-ping", "label",
                                                     "name",        "nbconn", "thread"};

void check_reverse(Reading& reading, const Directive& d) {
  const Arg* const address = d.arg("address");
  const std::string_view list = address == nullptr ? std::string_view() : address->words[0].text;
  if (list.find("rhttp@") == std::string_view::npos) return;
  if (!all_items(list, [](std::string_view item) { return item.empty() || item.starts_with("rhttp@"); })) {
    reading.error("invalid-address", address->span(),
                  "a 'bind' line with an address of 'rhttp@' takes no other addresses", "write a line for each");
    return;
  }
  for (const Option& o : d.options()) {
    if (std::find(kOfReverse.begin(), kOfReverse.end(), o.name()) != kOfReverse.end()) continue;
    reading
        .error("unexpected-argument", o.span(),
               fmt::format("{} is not for listeners that connect by themselves", quote(o.name())),
               "remove it; what the connections need stands on the server's line")
        .whole = true;
    return;
  }
}

// "quic4@:443,:443": a listener is for datagrams or for streams.
void check_transports(Reading& reading, const Directive& d) {
  const Arg* const address = d.arg("address");
  if (address == nullptr || !address->words[0].text.starts_with("quic")) return;
  if (all_items(address->words[0].text, [](std::string_view item) { return item.empty() || item.starts_with("quic"); }))
    return;
  reading.error("invalid-address", address->span(), "a 'bind' line is for QUIC or for TCP, not for both",
                "write a line for each");
}

void check_connections(Reading& reading, const Directive& d) {
  const Option* const connections = d.option("nbconn");
  if (connections == nullptr || (!d.arguments().empty() && d.arguments()[0].text.starts_with("rhttp"))) return;
  reading.error("unexpected-argument", connections->span(), "'nbconn' is for listeners that connect by themselves",
                "remove it, or write 'bind rhttp@BACKEND/SERVER'");
}

// A range of ports, or several addresses.
bool has_several_sockets(const Directive& d) {
  const syntax::Address* const address = d.address("address");
  const Arg* const list = d.arg("address");
  return address != nullptr &&
         (address->port != address->last_port || list->words[0].text.find(',') != std::string_view::npos);
}

void check_sockets(Reading& reading, const Directive& d) {
  if (!has_several_sockets(d)) return;
  if (reading.section->kind == SectionKind::peers && reading.from(Version::v3_0)) {
    reading.error("second-listener", d.span, "a peers section has one listener, and this line names several addresses",
                  "write one address and one port");
    return;
  }
  const Option* const id = d.option("id");
  if (id == nullptr) return;
  reading.error("unexpected-argument", id->span(), "'id' is the number of one socket, and this line opens several",
                "write a line for each socket that needs a number");
}

// Sockets that the system does not share among several listeners.
void check_unix_shards(Reading& reading, const Directive& d) {
  const Option* const shards = d.option("shards");
  const Arg* const address = d.arg("address");
  if (shards == nullptr || address == nullptr || !reading.from(Version::v3_0)) return;
  if (syntax::leading_integer(shards->first_word()).value < 2) return;
  const bool shared = all_items(address->words[0].text, [](std::string_view item) {
    return !item.starts_with('/') && !item.starts_with("unix@") && !item.starts_with("abns");
  });
  if (shared) return;
  reading.warning("shards-ignored", d.span, "a UNIX socket has one listener, whatever 'shards' says",
                  "remove 'shards'");
}

void check_default_bind(Reading& reading, Directive& d) {
  check_connections(reading, d);
  check_protocols_of(reading, d);
}

void check_bind(Reading& reading, Directive& d) {
  check_peer_listener(reading, d);
  check_transports(reading, d);
  check_sockets(reading, d);
  check_unix_shards(reading, d);
  check_connections(reading, d);
  check_reverse(reading, d);
  check_protocols_of(reading, d);
  if (const Option* control = d.option("quic-cc-algo")) check_congestion(reading, *control);
}

// The last number of shards holds for peers of sections below it that have none, too.
void check_shard(Reading& reading, const Directive& d) {
  const Option* const shard = d.option("shard");
  const Directive* const shards = reading.last_shards;
  if (shards == nullptr) return;
  const std::int64_t most = shards->integer("number").value_or(0);
  const std::int64_t own = shard == nullptr ? 0 : shard->integer("number").value_or(0);
  if (own <= most) return;
  reading.peers_without_shard.insert(&d);
  Diagnostic& found =
      reading.warning("shard-ignored", d.span,
                      fmt::format("this peer is given shard {}, and there {} {} shard{} as 'shards' says", own,
                                  most == 1 ? "is" : "are", most, most == 1 ? "" : "s"),
                      "raise 'shards', or lower 'shard'; HAProxy ignores it");
  found.related.push_back({shards->span, "the number of shards"});
}

namespace {

void warn_lost_peer(Reading& reading, const Directive& d) {
  if (!d.is("peer") || !reading.from(Version::v3_0)) return;
  reading.warning("peer-without-address", d.span, "HAProxy ignores this peer, which lacks a name or an address",
                  "write 'peer NAME ADDRESS:PORT'");
}

}  // namespace

// HAProxy looks at the name before the address.
void check_peer_name(Reading& reading, const Directive& d) {
  if ((!d.is("peer") && !d.is("server")) || !d.has("name") || d.arguments().size() < 2) return;
  const Word& name = d.arg("name")->words[0];
  if (!check_characters(reading, name.text, name.span, "the name of a peer")) warn_lost_peer(reading, d);
}

// Without an address there is no server to be named.
void check_peer(Reading& reading, Directive& d) {
  if (reading.section->kind != SectionKind::peers) return;
  check_shard(reading, d);
  if (d.has("address") && !d.has("name")) {
    reading.error("missing-argument", d.span, "the name of this peer is empty", "write 'peer NAME ADDRESS:PORT'");
    return;
  }
  if (!d.has("address")) {
    warn_lost_peer(reading, d);
  } else {
    check_peer_name(reading, d);
  }
}

void check_server(Reading& reading, Directive& d) {
  if (d.is("server-template")) check_template(reading, d);
  const bool is_default = d.is("default-server");
  for (const Option& o : d.options()) {
    const bool timed = !o.args.empty() && std::holds_alternative<Duration>(o.args[0].value);
    if (timed && o.name() != "idle-ping") warn_short_time(reading, o.name(), o.args[0]);
    if (o.name() == "observe") check_observation(reading, o);
    if (o.name() == kTlv) check_tlv(reading, o);
    if (is_default) refuse_default(reading, o);
  }
  check_protocols_of(reading, d);
  for (const std::string_view name : kNameExpressions)
    if (const Option* o = d.option(name)) check_name_expression(reading, d, *o);
  if (d.may_have_option(kTlv))
    for (const Option& o : d.options())
      if (o.name() == kTlv) check_name_expression(reading, d, o);
  if (!is_default) check_inherited_expressions(reading, d);
  check_server_name(reading, d);
  if (reading.section->kind == SectionKind::peers) warn_peer_options(reading, d);
  if (reading.section->kind == SectionKind::ring) warn_ring_options(reading, d);
  const Option* const usesrc = d.option("usesrc");
  if (usesrc != nullptr)
    reading.error("unexpected-argument", usesrc->span(), "'usesrc' stands without a 'source'",
                  "write 'source ADDRESS usesrc ...'");
}

}  // namespace hapax::config
