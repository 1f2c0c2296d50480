// Graphviz' C interface with owners: cgraph for the description, gvc for layout and output.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <hapax/base/result.hpp>

struct Agraph_s;
struct Agnode_s;
struct Agedge_s;

namespace hapax::graph {

/// A directed graph. Values are plain strings, in which Graphviz takes `\N` and the like as its own; markup() marks an
/// HTML-like label, which must be well-formed.
class Graphviz {
 public:
  Graphviz();

  using NodeHandle = Agnode_s*;

  void graph_attribute(const char* name, const std::string& value);
  /// What every node or edge has that is not given its own.
  void node_default(const char* name, const std::string& value);
  void edge_default(const char* name, const std::string& value);

  NodeHandle add_node(const std::string& name);
  void node_attribute(NodeHandle node, const char* name, const std::string& value);
  void node_markup(NodeHandle node, const std::string& label);
  /// Puts nodes into one column or row.
  void align(const std::string& group, std::span<const NodeHandle> nodes);

  Agedge_s* add_edge(NodeHandle from, NodeHandle to);
  void edge_attribute(Agedge_s* edge, const char* name, const std::string& value);
  void edge_markup(Agedge_s* edge, const std::string& label);
  void graph_markup(const std::string& label);

  /// The description, not laid out.
  Result<std::string> description() const;
  /// Laid out by `dot` and written as "svg", "png" or "pdf".
  Result<std::string> render(const char* format) const;

 private:
  struct Close {
    void operator()(Agraph_s* graph) const;
  };
  std::unique_ptr<Agraph_s, Close> graph_;
};

}  // namespace hapax::graph
