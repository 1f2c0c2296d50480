// `stats`: the page answers under its address, in frontends and backends. Any `stats` line switches it on.
#include "model/compile/handler.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;

constexpr std::string_view kDefaultUri = "/haproxy?stats";

void enable(Compilation& c, ProxyWork& work, const Directive&) { enable_statistics(c, work); }

void uri(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).stats_uri = WordCursor(line.arguments()).peek();
}

void auth(Compilation& c, ProxyWork& work, const Directive& line) {
  enable(c, work, line);
  c.proxy(work).stats_users.emplace_back(WordCursor(line.arguments()).peek());
}

void realm(Compilation& c, ProxyWork& work, const Directive& line) {
  enable(c, work, line);
  c.proxy(work).stats_realm = WordCursor(line.arguments()).peek();
}

void refresh(Compilation& c, ProxyWork& work, const Directive& line) {
  enable(c, work, line);
  constexpr model::Nanoseconds kSecond = 1'000'000'000;
  const auto time = time_value(WordCursor(line.arguments()).peek(), syntax::TimeUnit::s);
  c.proxy(work).stats_refresh = time.value_or(0) / kSecond;
}

constexpr Handler kLines[] = {
    {"stats enable", enable},       {"stats uri", uri},
    {"stats auth", auth},           {"stats admin", enable},
    {"stats hide-version", enable}, {"stats realm", realm},
    {"stats refresh", refresh},     {"stats scope", enable},
    {"stats show-desc", enable},    {"stats show-legends", enable},
    {"stats show-modules", enable}, {"stats show-node", enable},
    {"stats maxconn", enable},
};

}  // namespace

void enable_statistics(Compilation& c, ProxyWork& work) {
  std::string& uri = c.proxy(work).stats_uri;
  if (uri.empty()) uri = kDefaultUri;
}

std::span<const Handler> stats_lines() { return kLines; }

}  // namespace hapax::compile
