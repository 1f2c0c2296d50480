// What of a model this runtime does not carry out. Everything that the model can express and the runtime ignores has a
// line here; what the model cannot express is in RoutingModel::not_modelled.
#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include <hapax/runtime/proxy.hpp>

#include "runtime/log/aliases.hpp"

namespace hapax::runtime {
namespace {

using Kind = model::HealthCheck::Kind;

class Search {
 public:
  explicit Search(const model::RoutingModel& model) : model_(model) {}

  std::vector<Gap> run() {
    for (const model::Proxy& proxy : model_.proxies) {
      if (!proxy.disabled) look_at(proxy);
    }
    for (const model::NotModelled& line : model_.not_modelled) look_at(line);
    return std::move(gaps_);
  }

 private:
  void harmful(model::Place place, std::string what) { gaps_.push_back({place, std::move(what), true}); }
  void harmless(model::Place place, std::string what) { gaps_.push_back({place, std::move(what), false}); }

  void look_at(const model::Proxy& proxy);
  void look_at(const model::Bind& bind);
  void look_at(const model::Server& server, const model::Proxy& backend);
  void look_at(const model::NotModelled& line);
  void look_at_log(const model::Proxy& proxy);
  void look_for(model::ActionId action, const model::Proxy& proxy, model::RuleSet set, const char* what);

  const model::RoutingModel& model_;
  std::vector<Gap> gaps_;
};

void Search::look_at(const model::Proxy& proxy) {
  if (proxy.mode != model::Mode::http && proxy.mode != model::Mode::tcp) {
    harmful(proxy.place, fmt::format("'{}' has a mode other than http and tcp", proxy.name));
  }
  for (model::Index i = proxy.binds.first; i < proxy.binds.end(); ++i) look_at(model_.binds[i]);
  for (model::Index i = proxy.servers.first; i < proxy.servers.end(); ++i) look_at(model_.servers[i], proxy);
  if (!proxy.stats_uri.empty()) {
    harmless(proxy.place, fmt::format("the statistics page '{}' of '{}'", proxy.stats_uri, proxy.name));
  }
  if (!proxy.compression.algorithms.empty()) {
    harmless(proxy.place, fmt::format("the compression of answers that '{}' asks for", proxy.name));
  }
  look_for(model::ActionId::pause, proxy, model::RuleSet::http_response, "the pause before an answer");
  look_for(model::ActionId::cache_use, proxy, model::RuleSet::http_request, "the cache: servers answer each time");
  if (!proxy.logs.empty() && proxy.kind != model::Proxy::Kind::backend) look_at_log(proxy);
}

void Search::look_for(model::ActionId action, const model::Proxy& proxy, model::RuleSet set, const char* what) {
  const model::Range rules = proxy.rules[static_cast<std::size_t>(set)];
  for (model::Index i = rules.first; i < rules.end(); ++i) {
    if (model_.rules[i].action == action) harmful(model_.rules[i].place, what);
  }
}

void Search::look_at(const model::Bind& bind) {
  if (bind.tls) harmful(bind.place, "TLS on a 'bind' line ('ssl')");
  if (bind.quic) harmful(bind.place, "QUIC");
  if (bind.accept_proxy) harmful(bind.place, "the PROXY protocol on a 'bind' line ('accept-proxy')");
}

void Search::look_at(const model::Server& server, const model::Proxy& backend) {
  if (server.tls) harmful(server.place, fmt::format("TLS to server '{}' ('ssl')", server.name));
  if (server.send_proxy || server.send_proxy_v2) {
    harmful(server.place, fmt::format("the PROXY protocol to server '{}'", server.name));
  }
  if (server.check.tls) harmful(server.place, fmt::format("the check of server '{}' over TLS", server.name));
  if (server.check.agent) harmless(server.place, fmt::format("the agent check of server '{}'", server.name));
  switch (server.check.kind) {
    case Kind::none:
    case Kind::connect:
    case Kind::redis:
    case Kind::smtp:
      break;
    case Kind::mysql:
      harmless(server.place, fmt::format("the login of the mysql-check of '{}'; its greeting is checked", server.name));
      break;
    case Kind::http:
    case Kind::tcp_script:
      for (model::Index i = backend.check_steps.first; i < backend.check_steps.end(); ++i) {
        const model::CheckStep& step = model_.check_steps[i];
        using Step = model::CheckStep::Kind;
        const bool known = step.kind == Step::connect || step.kind == Step::send || step.kind == Step::send_http ||
                           step.kind == Step::expect_string || step.kind == Step::expect_status;
        if (!known || step.tls) harmful(step.place, "this step of a health check");
      }
      break;
    default:
      harmful(server.place, fmt::format("this kind of health check (server '{}')", server.name));
      break;
  }
}

void Search::look_at_log(const model::Proxy& proxy) {
  if (proxy.log_format == model::kNone) return;
  const model::Format& format = model_.formats[proxy.log_format];
  for (model::Index i = format.pieces.first; i < format.pieces.end(); ++i) {
    const model::FormatPiece& piece = model_.format_pieces[i];
    using Piece = model::FormatPiece::Kind;
    if (piece.kind == Piece::expression) {
      harmless(proxy.place, fmt::format("'%[{}]' in the log format of '{}', written as '-'",
                                        model_.expressions[piece.expression].text, proxy.name));
    } else if (piece.kind == Piece::alias && !knows_alias(piece.literal)) {
      harmless(proxy.place, fmt::format("'%{}' in the log format of '{}', written as '-'", piece.literal, proxy.name));
    }
  }
}

/// A rule that is not carried out lets through what it was to stop, or sends it somewhere else.
void Search::look_at(const model::NotModelled& line) {
  constexpr std::string_view kDeciding[] = {"http-request",  "http-response",  "http-after-response",
                                            "tcp-request",   "tcp-response",   "redirect",
                                            "use_backend",   "use-server",     "default_backend",
                                            "acl",           "stick",          "filter",
                                            "monitor fail",  "bind",           "server",
                                            "force-persist", "ignore-persist", "balance",
                                            "block",         "http-check",     "tcp-check",
                                            "quic-initial",  "option httpchk", "external-check"};
  const bool decides = std::any_of(std::begin(kDeciding), std::end(kDeciding),
                                   [&](std::string_view word) { return line.text.starts_with(word); });
  gaps_.push_back({line.place, line.text, decides});
}

}  // namespace

std::vector<Gap> find_gaps(const model::RoutingModel& model) { return Search(model).run(); }

}  // namespace hapax::runtime
