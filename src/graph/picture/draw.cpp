#include <hapax/graph/draw.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "graph/picture/graphviz.hpp"
#include "graph/picture/labels.hpp"
#include "graph/picture/traffic.hpp"
#include "graph/text.hpp"

namespace hapax::graph {
namespace {

// DejaVu lies on every Debian; Verdana has nearly its widths, so that boxes fit in viewers elsewhere too.
constexpr const char* kFont = "DejaVu Sans, Verdana, sans-serif";

struct Colours {
  std::string_view fill;
  std::string_view line;
};

Colours colours_of(const Node& node) {
  switch (node.state) {
    case State::unreachable:
      return {"#fee2e2", "#dc2626"};
    case State::disabled:
    case State::drained:
      return {"#e2e8f0", "#94a3b8"};
    case State::unknown:
    case State::table:
      return {"#fef9c3", "#ca8a04"};
    case State::live:
    case State::backup:
      break;
  }
  switch (node.kind) {
    case NodeKind::bind:
      return {"#ffffff", "#475569"};
    case NodeKind::frontend:
      return {"#dbeafe", "#2563eb"};
    case NodeKind::listen:
      return {"#e0e7ff", "#4f46e5"};
    case NodeKind::backend:
      return {"#dcfce7", "#16a34a"};
    case NodeKind::server:
      return {"#f8fafc", "#475569"};
    case NodeKind::answer:
      return {"#ffedd5", "#ea580c"};
  }
  return {"#ffffff", "#000000"};
}

bool is_dashed(const Node& node) { return node.state != State::live && node.state != State::table; }

/// Text of several lines for a tooltip, in which Graphviz expands backslashes twice.
std::string as_tooltip(std::string_view text) {
  std::string out;
  for (;;) {
    const std::size_t end = text.find('\n');
    for (const char c : escape_markup(text.substr(0, end))) out.append(c == '\\' ? 2 : 1, c);
    if (end == std::string_view::npos) return out;
    out += "\\n";
    text.remove_prefix(end + 1);
  }
}

/// Cairo writes the time of day into the document. The same configuration shall give the same bytes: the time becomes
/// one of the same length that says nothing.
std::string without_date(std::string pdf) {
  constexpr std::string_view kKey = "/CreationDate (D:";
  const std::size_t at = pdf.find(kKey);
  if (at == std::string::npos) return pdf;
  constexpr std::string_view kNoDate = "19700101000000";
  if (at + kKey.size() + kNoDate.size() < pdf.size()) pdf.replace(at + kKey.size(), kNoDate.size(), kNoDate);
  return pdf;
}

void set_defaults(Graphviz& picture, Format format) {
  picture.graph_attribute("rankdir", "LR");
  picture.graph_attribute("ranksep", "0.6");
  picture.graph_attribute("nodesep", "0.16");
  picture.graph_attribute("fontname", kFont);
  picture.graph_attribute("fontsize", "10");
  picture.graph_attribute("labelloc", "b");
  picture.graph_attribute("labeljust", "l");
  picture.graph_attribute("bgcolor", "white");
  picture.graph_attribute("charset", "UTF-8");
  if (format == Format::png) picture.graph_attribute("dpi", "110");
  picture.node_default("shape", "box");
  picture.node_default("fontname", kFont);
  picture.node_default("fontsize", "10");
  picture.node_default("margin", "0.09,0.05");
  picture.node_default("height", "0.3");
  picture.edge_default("fontname", kFont);
  picture.edge_default("fontsize", "8.5");
  picture.edge_default("arrowsize", "0.6");
  picture.edge_default("color", "#475569");
}

Graphviz::NodeHandle draw_node(Graphviz& picture, const Topology& topology, const Node& node) {
  const auto handle = picture.add_node(printable(node.id));
  const Colours colours = colours_of(node);
  picture.node_markup(handle, node_label(topology, node));
  picture.node_attribute(handle, "style", is_dashed(node) ? "rounded,filled,dashed" : "rounded,filled");
  picture.node_attribute(handle, "class", fmt::format("{} {}", to_string(node.kind), to_string(node.state)));
  picture.node_attribute(handle, "fillcolor", std::string(colours.fill));
  picture.node_attribute(handle, "color", std::string(colours.line));
  picture.node_attribute(handle, "tooltip", as_tooltip(node_tooltip(topology, node)));
  if (!node.members.empty()) picture.node_attribute(handle, "peripheries", "2");
  return handle;
}

void draw_traffic(Graphviz& picture, const Topology& topology, const Edge& edge, Agedge_s* handle) {
  const double width = traffic_width(topology, edge);
  picture.edge_attribute(handle, "penwidth", fmt::format("{:.2f}", width));
  picture.edge_attribute(handle, "arrowsize", fmt::format("{:.2f}", 0.6 + width / 20));
  if (*edge.requests == 0) return;
  picture.edge_attribute(handle, "color", edge.kind == EdgeKind::answers ? "#fb923c" : "#60a5fa");
}

void draw_edge(Graphviz& picture, const Topology& topology, const Edge& edge,
               const std::vector<Graphviz::NodeHandle>& handles) {
  Agedge_s* const handle = picture.add_edge(handles[edge.from], handles[edge.to]);
  if (const std::string label = edge_label(topology, edge); !label.empty()) picture.edge_markup(handle, label);
  picture.edge_attribute(handle, "tooltip", as_tooltip(edge_tooltip(topology, edge)));
  if (edge.kind == EdgeKind::dynamic) picture.edge_attribute(handle, "style", "dashed");
  if (edge.requests) draw_traffic(picture, topology, edge, handle);
  const State target = topology.nodes[edge.to].state;
  if (!edge.live) {
    picture.edge_attribute(handle, "color", "#cbd5e1");
    picture.edge_attribute(handle, "style", "dashed");
  } else if (target == State::backup) {
    picture.edge_attribute(handle, "style", "dashed");
  }
}

/// What nothing leads to would stand in the first column; it belongs beside its like, and backends to the right of
/// frontends even where no rule joins them.
void align_columns(Graphviz& picture, const Topology& topology, const std::vector<Graphviz::NodeHandle>& handles) {
  std::vector<Graphviz::NodeHandle> firsts;
  for (const NodeKind kind : {NodeKind::frontend, NodeKind::backend}) {
    std::vector<Graphviz::NodeHandle> column;
    for (std::size_t i = 0; i < handles.size(); ++i) {
      if (topology.nodes[i].kind == kind) column.push_back(handles[i]);
    }
    if (column.size() > 1) picture.align(std::string(to_string(kind)), column);
    if (column.empty()) return;
    firsts.push_back(column.front());
  }
  const auto joins = [&](const Edge& edge) {
    return topology.nodes[edge.from].kind == NodeKind::frontend && topology.nodes[edge.to].kind == NodeKind::backend;
  };
  if (std::none_of(topology.edges.begin(), topology.edges.end(), joins)) {
    picture.edge_attribute(picture.add_edge(firsts.front(), firsts.back()), "style", "invis");
  }
}

}  // namespace

std::optional<Format> format_of(std::string_view path) {
  static constexpr std::array<std::pair<std::string_view, Format>, 5> kExtensions{{{".dot", Format::dot},
                                                                                   {".svg", Format::svg},
                                                                                   {".png", Format::png},
                                                                                   {".pdf", Format::pdf},
                                                                                   {".json", Format::json}}};
  for (const auto& [extension, format] : kExtensions) {
    if (path.ends_with(extension)) return format;
  }
  return std::nullopt;
}

Result<std::string> draw(const Topology& topology, Format format) {
  if (format == Format::json) return to_json(topology);
  Graphviz picture;
  set_defaults(picture, format);
  picture.graph_markup(caption(topology));
  std::vector<Graphviz::NodeHandle> handles;
  handles.reserve(topology.nodes.size());
  for (const Node& node : topology.nodes) handles.push_back(draw_node(picture, topology, node));
  for (const Edge& edge : topology.edges) draw_edge(picture, topology, edge, handles);
  align_columns(picture, topology, handles);
  switch (format) {
    case Format::dot:
      return picture.description();
    case Format::svg:
      return picture.render("svg");
    case Format::png:
      return picture.render("png");
    default:
      return picture.render("pdf").map(without_date);
  }
}

}  // namespace hapax::graph
