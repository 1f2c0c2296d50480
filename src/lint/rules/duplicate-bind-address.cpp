// Two listeners on one address.
//
// HAProxy opens listening sockets with SO_REUSEPORT, so that a second one on the same address and port works, and the
// kernel spreads the connections over both. The configuration check does not open sockets and says nothing.
//
// Addresses are compared as they are written, after '*', '0.0.0.0' and the empty host have been made one. A port range
// is compared as a whole. Binds that share an address on purpose are left alone: those that differ in interface,
// namespace, process or thread, and inherited descriptors.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/rule.hpp>

namespace hapax::lint {
namespace {

constexpr std::array<std::string_view, 6> kSeparating{"interface", "namespace", "process", "thread", "v6only", "proto"};

struct Place {
  const Proxy* proxy;
  const config::Word* word;
  std::string_view written;
  Span span;
};

// "*:80" for ":80", "0.0.0.0:80" and "ipv4@:80"; nothing for what cannot be compared.
std::string normalized(std::string_view address) {
  if (address.starts_with("fd@") || address.starts_with("sockpair@") || address.starts_with("rhttp@") ||
      address.find('$') != std::string_view::npos) {
    return {};
  }
  if (address.starts_with("ipv4@")) address.remove_prefix(5);
  for (const std::string_view any : {"*", "0.0.0.0"}) {
    if (address == any) return "*";
    if (address.starts_with(any) && address[any.size()] == ':') return "*" + std::string(address.substr(any.size()));
  }
  return (address.starts_with(':') && !address.starts_with("::") ? "*" : "") + std::string(address);
}

// The parts of "a:80,b:80" with their places.
std::vector<Place> places_of(const Proxy& proxy, const config::Directive& bind) {
  std::vector<Place> places;
  if (bind.arguments().empty()) return places;
  const config::Word& word = bind.arguments().front();
  const bool plain = word.span.length == word.text.size();
  for (std::size_t at = 0; at <= word.text.size();) {
    const std::size_t comma = std::min(word.text.find(',', at), word.text.size());
    Span span = word.span;
    if (plain) {
      span.offset += static_cast<std::uint32_t>(at);
      span.length = static_cast<std::uint32_t>(comma - at);
    }
    if (comma > at) places.push_back({&proxy, &word, word.text.substr(at, comma - at), span});
    at = comma + 1;
  }
  return places;
}

std::string key_of(const config::Directive& bind, std::string_view address) {
  std::string key = normalized(address);
  if (key.empty()) return key;
  const auto words = bind.arguments();
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (std::find(kSeparating.begin(), kSeparating.end(), words[i].text) == kSeparating.end()) continue;
    key += ' ' + std::string(words[i].text);
    if (i + 1 < words.size()) key += ' ' + std::string(words[i + 1].text);
  }
  return key;
}

bool is_disabled(const Proxy& proxy) { return proxy.section->last("disabled") != nullptr; }

void report_collision(const Place& first, const Place& second, Report& report) {
  const bool same_section = first.proxy == second.proxy;
  Diagnostic& finding = report.add(
      second.span,
      same_section ? fmt::format("'bind {}' stands twice in this section", second.written)
                   : fmt::format("'bind {}' listens where '{}' listens already", second.written, first.proxy->name()));
  finding.label = "second listener on this address";
  finding.related.push_back({first.span, "first bound here"});
  if (same_section) {
    finding.severity = Severity::warning;
    finding.help = {"remove one of the two"};
  } else {
    finding.help = {
        "the kernel spreads the connections over both: each request meets the rules of one or the other by chance",
        "give each section an address or port of its own, or make it one frontend that chooses by "
        "'use_backend ... if'"};
  }
}

void check(const Subject& subject, Report& report) {
  std::unordered_map<std::string, Place> seen;
  for (const Proxy& proxy : subject.proxies) {
    if (is_disabled(proxy)) continue;
    for (const config::Directive* bind : proxy.binds) {
      for (const Place& place : places_of(proxy, *bind)) {
        std::string key = key_of(*bind, place.written);
        if (key.empty()) continue;
        const auto [entry, is_new] = seen.emplace(std::move(key), place);
        if (!is_new) report_collision(entry->second, place, report);
      }
    }
  }
}

}  // namespace

extern const Rule duplicate_bind_address_rule{
    {
        .name = "duplicate-bind-address",
        .severity = Severity::error,
        .summary = "two 'bind' lines that listen on the same address",
        .why =
            "HAProxy starts without a word, and the kernel spreads the connections over the two: every second request "
            "meets other rules. Such failures come and go, and are hard to find.",
        .example_bad = "frontend shop\n"
                       "    bind :80\n"
                       "    mode http\n"
                       "    default_backend shop\n"
                       "\n"
                       "frontend blog\n"
                       "    bind *:80\n"
                       "    mode http\n"
                       "    default_backend blog\n"
                       "\n"
                       "backend shop\n"
                       "    mode http\n"
                       "    server s1 192.0.2.11:80\n"
                       "\n"
                       "backend blog\n"
                       "    mode http\n"
                       "    server b1 192.0.2.12:80\n",
        .example_good = "frontend www\n"
                        "    bind :80\n"
                        "    mode http\n"
                        "    use_backend blog if { req.hdr(host),host_only -i blog.example.com }\n"
                        "    default_backend shop\n"
                        "\n"
                        "backend shop\n"
                        "    mode http\n"
                        "    server s1 192.0.2.11:80\n"
                        "\n"
                        "backend blog\n"
                        "    mode http\n"
                        "    server b1 192.0.2.12:80\n",
    },
    check,
};

}  // namespace hapax::lint
