// `option ...`: what is switched on and off.
#include <map>

#include "model/compile/expressions.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::Proxy;

template <bool Proxy::*Member>
void toggle(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).*Member = !line.no && !line.reset;
}

void redispatch(Compilation& c, ProxyWork& work, const Directive& line) {
  Proxy& proxy = c.proxy(work);
  proxy.redispatch = !line.no && !line.reset;
  proxy.redispatch_interval = -1;
  const std::string_view interval = WordCursor(line.arguments()).peek();
  if (!proxy.redispatch || interval.empty()) return;
  proxy.redispatch_interval = static_cast<std::int32_t>(integer_value(interval));
  if (proxy.redispatch_interval == 0) proxy.redispatch = false;
}

/// forwardfor and originalto have the same words.
struct ClientHeader {
  bool Proxy::*on;
  std::string Proxy::*header;
  bool Proxy::*if_none;
  std::string Proxy::*except;
};
constexpr ClientHeader kForwardFor{&Proxy::forward_for, &Proxy::forward_for_header, &Proxy::forward_for_if_none,
                                   &Proxy::forward_for_except};
constexpr ClientHeader kOriginalTo{&Proxy::original_to, &Proxy::original_to_header, &Proxy::original_to_if_none,
                                   &Proxy::original_to_except};

template <const ClientHeader& Which>
void client_header(Compilation& c, ProxyWork& work, const Directive& line) {
  Proxy& proxy = c.proxy(work);
  const Proxy fresh;
  proxy.*Which.on = !line.no && !line.reset;
  proxy.*Which.header = fresh.*Which.header;
  (proxy.*Which.except).clear();
  proxy.*Which.if_none = false;
  WordCursor words(line.arguments());
  std::string_view value;
  while (!words.done()) {
    if (words.take_value("except", value)) {
      proxy.*Which.except = value;
    } else if (words.take_value("header", value)) {
      proxy.*Which.header = value;
    } else if (words.take("if-none")) {
      proxy.*Which.if_none = true;
    } else {
      words.next();
    }
  }
}

/// The parts of the header stand in an order of their own, whatever that of the words.
void forwarded(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).forwarded.clear();
  c.proxy(work).forwarded_expressions.clear();
  if (line.no || line.reset) return;
  std::map<std::string_view, model::Index> words;
  for (WordCursor cursor(line.arguments()); !cursor.done();) {
    const std::string_view word = cursor.next();
    words[word] = model::kNone;
    if (!word.ends_with("-expr")) continue;
    const auto expression = compile_expression(c, work, cursor);
    if (!expression) return c.not_modelled(work.index, line.span, "option forwarded: " + expression.error().message);
    words[word] = *expression;
  }
  if (words.empty()) words = {{"proto", model::kNone}, {"for", model::kNone}};
  for (const std::string_view part : {"proto", "host", "host-expr", "by", "by-expr", "by_port", "by_port-expr", "for",
                                      "for-expr", "for_port", "for_port-expr"}) {
    const auto found = words.find(part);
    if (found == words.end()) continue;
    c.proxy(work).forwarded.emplace_back(part);
    if (found->second != model::kNone) c.proxy(work).forwarded_expressions.push_back(found->second);
  }
}

void odd_names(Compilation& c, ProxyWork& work, const Directive& line) {
  const std::string_view word = WordCursor(line.arguments()).peek();
  Proxy::OddNames& rule = c.proxy(work).odd_names;
  rule = word == "delete"   ? Proxy::OddNames::remove
         : word == "reject" ? Proxy::OddNames::reject
                            : Proxy::OddNames::preserve;
}

// `http-keep-alive` (the default), `http-server-close`, `httpclose` and the old `forceclose` exclude one another; the
// last one counts.
template <bool ServerClose, bool Close>
void connection_mode(Compilation& c, ProxyWork& work, const Directive& line) {
  Proxy& proxy = c.proxy(work);
  const bool on = !line.no && !line.reset;
  if (on) {
    proxy.http_server_close = ServerClose;
    proxy.http_close = Close;
  } else {
    if (ServerClose) proxy.http_server_close = false;
    if (Close) proxy.http_close = false;
  }
}

constexpr Handler kLines[] = {
    {"option allbackups", toggle<&Proxy::allbackups>},
    {"option persist", toggle<&Proxy::persist>},
    {"option redispatch", redispatch},
    {"option abortonclose", toggle<&Proxy::abort_on_close>},
    {"option prefer-last-server", toggle<&Proxy::prefer_last_server>},
    {"option http-buffer-request", toggle<&Proxy::buffer_request>},
    {"option http-use-proxy-header", toggle<&Proxy::proxy_header>},
    {"option dontlognull", toggle<&Proxy::dontlognull>},
    {"option dontlog-normal", toggle<&Proxy::dontlog_normal>},
    {"option logasap", toggle<&Proxy::log_as_soon_as_possible>},
    {"option accept-unsafe-violations-in-http-request", toggle<&Proxy::lenient_requests>},
    {"option accept-invalid-http-request", toggle<&Proxy::lenient_requests>},
    {"option http-restrict-req-hdr-names", odd_names},
    {"option forwarded", forwarded},
    {"option forwardfor", client_header<kForwardFor>},
    {"option originalto", client_header<kOriginalTo>},
    {"option http-keep-alive", connection_mode<false, false>},
    {"option http-server-close", connection_mode<true, false>},
    {"option httpclose", connection_mode<false, true>},
    {"option forceclose", connection_mode<false, true>},
};

}  // namespace

std::span<const Handler> option_lines() { return kLines; }

}  // namespace hapax::compile
