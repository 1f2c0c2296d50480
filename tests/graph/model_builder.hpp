// Small RoutingModels for the tests of graph: each call appends what its name says.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/graph/topology.hpp>
#include <hapax/model/model.hpp>

namespace hapax::graph::testing {

class ModelBuilder {
 public:
  ModelBuilder() { model_.files = {"shop.cfg"}; }

  /// A frontend with one address, or with none where `address` is empty. Its rules follow by the calls below.
  ModelBuilder& frontend(const std::string& name, const std::string& address = "127.0.0.1:80") {
    model::Proxy& proxy = add(name, model::Proxy::Kind::frontend);
    proxy.backend_rules.first = static_cast<model::Index>(model_.backend_rules.size());
    proxy.binds.first = static_cast<model::Index>(model_.binds.size());
    if (!address.empty()) {
      model::Bind bind;
      bind.text = address;
      model_.binds.push_back(std::move(bind));
      proxy.binds.count = 1;
    }
    return *this;
  }

  ModelBuilder& backend(const std::string& name) {
    add(name, model::Proxy::Kind::backend).servers.first = static_cast<model::Index>(model_.servers.size());
    return *this;
  }

  /// A server of the backend added last; `change` sets what is not usual.
  template <class Change>
  ModelBuilder& server(const std::string& name, Change change) {
    model::Server server;
    server.name = name;
    server.address = {model::Endpoint::Family::ipv4, "192.0.2.1", 80, 80, false, 0};
    change(server);
    model_.servers.push_back(std::move(server));
    ++model_.proxies.back().servers.count;
    return *this;
  }
  ModelBuilder& server(const std::string& name) {
    return server(name, [](model::Server&) {});
  }

  /// `use_backend` of the frontend added last; an empty condition stands for none.
  ModelBuilder& use_backend(model::Index backend, const std::string& condition, std::uint32_t line = 1) {
    model::BackendRule rule;
    rule.backend = backend;
    rule.condition = add_condition(condition);
    rule.place = {0, line};
    return add(std::move(rule));
  }

  /// `use_backend` with a name made at run time: literal text before a header, or before a map of that header.
  ModelBuilder& use_backend_named(const std::string& prefix, const std::vector<std::string>& map_values = {}) {
    model::Expression expression;
    expression.fetch = model::FetchId::req__hdr;
    if (!map_values.empty()) expression.converters = add_map(map_values);
    model_.expressions.push_back(expression);
    model::Format format;
    format.text = prefix + "%[req.hdr(host)]";
    format.pieces = {static_cast<model::Index>(model_.format_pieces.size()), 2};
    model::FormatPiece literal;
    literal.literal = prefix;
    model_.format_pieces.push_back(literal);
    model::FormatPiece value;
    value.kind = model::FormatPiece::Kind::expression;
    value.expression = static_cast<model::Index>(model_.expressions.size() - 1);
    model_.format_pieces.push_back(value);
    model_.formats.push_back(std::move(format));
    model::BackendRule rule;
    rule.format = static_cast<model::Index>(model_.formats.size() - 1);
    return add(std::move(rule));
  }

  /// An `http-request` rule of the frontend added last.
  ModelBuilder& http_request(model::ActionId action, const std::string& text, const std::string& condition) {
    model::Range& rules = model_.proxies.back().rules[static_cast<std::size_t>(model::RuleSet::http_request)];
    if (rules.empty()) rules.first = static_cast<model::Index>(model_.rules.size());
    model::Rule rule;
    rule.action = action;
    rule.text = text;
    rule.condition = add_condition(condition);
    model_.rules.push_back(std::move(rule));
    ++rules.count;
    return *this;
  }

  ModelBuilder& default_backend(model::Index backend) {
    model_.proxies.back().default_backend = backend;
    return *this;
  }

  [[nodiscard]] model::RoutingModel& model() { return model_; }

 private:
  model::Proxy& add(const std::string& name, model::Proxy::Kind kind) {
    model::Proxy proxy;
    proxy.name = name;
    proxy.kind = kind;
    proxy.mode = model::Mode::http;
    proxy.place = {0, static_cast<std::uint32_t>(10 * (model_.proxies.size() + 1))};
    return model_.proxies.emplace_back(std::move(proxy));
  }

  ModelBuilder& add(model::BackendRule rule) {
    model_.backend_rules.push_back(std::move(rule));
    ++model_.proxies.back().backend_rules.count;
    return *this;
  }

  model::Index add_condition(const std::string& text) {
    if (text.empty()) return model::kNone;
    model::Condition condition;
    condition.text = text;
    model_.conditions.push_back(std::move(condition));
    return static_cast<model::Index>(model_.conditions.size() - 1);
  }

  model::Range add_map(const std::vector<std::string>& values) {
    model::PatternSet map;
    map.is_map = true;
    for (const std::string& value : values) map.patterns.emplace_back().value = value;
    model_.pattern_sets.push_back(std::move(map));
    model::Argument argument;
    argument.kind = model::Argument::Kind::patterns;
    argument.index = static_cast<model::Index>(model_.pattern_sets.size() - 1);
    model_.arguments.push_back(argument);
    model::Converter converter;
    converter.id = model::ConverterId::map_text;
    converter.arguments = {static_cast<model::Index>(model_.arguments.size() - 1), 1};
    model_.converters.push_back(converter);
    return {static_cast<model::Index>(model_.converters.size() - 1), 1};
  }

  model::RoutingModel model_;
};

/// The node with this id; the test fails where there is none.
inline const Node& node(const Topology& topology, const std::string& id) {
  for (const Node& candidate : topology.nodes) {
    if (candidate.id == id) return candidate;
  }
  ADD_FAILURE() << "no node '" << id << "'";
  static const Node kNothing;
  return kNothing;
}

/// The edge between two nodes, or null.
inline const Edge* edge(const Topology& topology, const std::string& from, const std::string& to) {
  for (const Edge& candidate : topology.edges) {
    if (topology.nodes[candidate.from].id == from && topology.nodes[candidate.to].id == to) return &candidate;
  }
  return nullptr;
}

}  // namespace hapax::graph::testing
