// The edges that rules make, in the order in which HAProxy evaluates them, so that what an earlier rule leaves nothing
// for can be told: a rule without a condition that ends the evaluation takes all.
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "graph/builder.hpp"
#include "graph/candidates.hpp"

namespace hapax::graph {
namespace {

using model::ActionId;
using model::Proxy;
using model::RuleSet;

constexpr std::array<RuleSet, 5> kRequestOrder{RuleSet::tcp_request_connection, RuleSet::tcp_request_session,
                                               RuleSet::tcp_request_content, RuleSet::http_request, RuleSet::redirect};

/// Actions after which the request goes no further.
bool answers(ActionId action) {
  switch (action) {
    case ActionId::deny:
    case ActionId::tarpit:
    case ActionId::return_:
    case ActionId::reject:
    case ActionId::silent_drop:
    case ActionId::close:
    case ActionId::auth:
    case ActionId::redirect:
    case ActionId::use_service:
      return true;
    default:
      return false;
  }
}

std::string with_condition(const model::RoutingModel& model, const std::string& text, model::Index condition) {
  if (condition == model::kNone) return text;
  const std::string& words = model.conditions[condition].text;
  return text.empty() ? words : text + " " + words;
}

/// Adds rules to the edges of one proxy, one edge for each target.
class Routes {
 public:
  Routes(Builder& builder, std::size_t from) : builder_(builder), from_(from) {}

  void add(std::size_t to, EdgeKind kind, EdgeRule rule) {
    if (to == kNoNode) return;
    std::vector<Edge>& edges = builder_.topology.edges;
    const auto [known, is_new] = edge_to_.try_emplace({to, kind}, edges.size());
    if (is_new) edges.push_back({from_, to, kind, false, {}, 1});
    Edge& edge = edges[known->second];
    edge.live = edge.live || !rule.never;
    edge.rules.push_back(std::move(rule));
  }

 private:
  Builder& builder_;
  std::size_t from_;
  std::map<std::pair<std::size_t, EdgeKind>, std::size_t> edge_to_;  // into edges
};

std::size_t add_answer_node(Builder& builder, const Proxy& proxy) {
  Node node;
  node.kind = NodeKind::answer;
  node.name = "answered by the proxy";
  node.id = "answer:" + proxy.name;
  node.place = proxy.place;
  return builder.add(std::move(node));
}

/// The rules with which the proxy answers by itself. True when one of them takes every request.
bool add_answers(Builder& builder, const Proxy& proxy, std::size_t front) {
  const model::RoutingModel& model = builder.model;
  bool all_answered = false;
  std::size_t answer = kNoNode;
  Routes routes(builder, front);
  for (const RuleSet set : kRequestOrder) {
    const model::Range rules = proxy.rules[static_cast<std::size_t>(set)];
    bool set_ended = false;
    for (model::Index i = rules.first; i < rules.end(); ++i) {
      const model::Rule& rule = model.rules[i];
      if (answers(rule.action)) {
        if (answer == kNoNode) answer = add_answer_node(builder, proxy);
        const bool never = all_answered || set_ended;
        routes.add(answer, EdgeKind::answers, {with_condition(model, rule.text, rule.condition), rule.place, never});
        if (rule.condition == model::kNone && !never) all_answered = true;
      } else if (rule.action == ActionId::allow && rule.condition == model::kNone) {
        set_ended = true;
      }
    }
  }
  return all_answered;
}

void add_dynamic(Builder& builder, Routes& routes, const model::BackendRule& rule, const EdgeRule& words) {
  const model::RoutingModel& model = builder.model;
  for (std::size_t i = 0; i < model.proxies.size(); ++i) {
    const Proxy& proxy = model.proxies[i];
    const bool back = proxy.kind == Proxy::Kind::backend || !proxy.servers.empty();
    if (!back || !may_come_out_as(model, rule.format, proxy.name)) continue;
    routes.add(builder.node_of_proxy[i], EdgeKind::dynamic, words);
  }
}

void add_backend_rules(Builder& builder, const Proxy& proxy, std::size_t front, bool all_answered) {
  const model::RoutingModel& model = builder.model;
  Routes routes(builder, front);
  bool chosen = false;       // a rule without a condition has chosen: later rules are not looked at
  bool default_left = true;  // a backend that cannot be missing has been chosen
  for (model::Index i = proxy.backend_rules.first; i < proxy.backend_rules.end(); ++i) {
    const model::BackendRule& rule = model.backend_rules[i];
    EdgeRule words{with_condition(model, "", rule.condition), rule.place, all_answered || chosen};
    if (rule.backend != model::kNone) {
      if (words.text.empty()) words.text = "use_backend";
      routes.add(builder.node_of_proxy[rule.backend], EdgeKind::rule, words);
    } else if (rule.format != model::kNone) {
      words.text = with_condition(model, model.formats[rule.format].text, rule.condition);
      add_dynamic(builder, routes, rule, words);
    }
    if (rule.condition == model::kNone && !chosen) {
      chosen = true;
      default_left = rule.backend == model::kNone;
    }
  }
  if (proxy.default_backend != model::kNone) {
    routes.add(builder.node_of_proxy[proxy.default_backend], EdgeKind::rule,
               {"default_backend", {}, all_answered || !default_left});
  }
}

}  // namespace

void add_routes(Builder& builder) {
  for (std::size_t i = 0; i < builder.model.proxies.size(); ++i) {
    const Proxy& proxy = builder.model.proxies[i];
    if (!is_front(proxy)) continue;
    const std::size_t front = builder.node_of_proxy[i];
    const bool all_answered = add_answers(builder, proxy, front);
    add_backend_rules(builder, proxy, front, all_answered);
  }
}

}  // namespace hapax::graph
