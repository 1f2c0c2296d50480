#include "graph/picture/graphviz.hpp"

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>

#include <cstdio>
#include <cstdlib>

namespace hapax::graph {
namespace {

// cgraph declares its strings as char* although it only reads them.
char* unconst(const char* text) { return const_cast<char*>(text); }  // NOLINT(cppcoreguidelines-pro-type-const-cast)

// Graphviz reports through one callback for the whole process that gets no pointer of the caller's: this is the only
// place where what it says can be kept. It is empty outside render().
thread_local std::string complaints;

int keep_complaint(char* text) {
  complaints += text;
  return 0;
}

/// While it lives, what Graphviz complains of is kept instead of printed.
class Complaints {
 public:
  Complaints() : former_(agseterrf(keep_complaint)) { complaints.clear(); }
  ~Complaints() {
    agseterrf(former_);
    complaints.clear();
  }
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;

  /// The first line.
  [[nodiscard]] std::string first() const { return complaints.substr(0, complaints.find('\n')); }

 private:
  agusererrf former_;
};

/// The one context of the process. Graphviz 2.42's Pango plugin remembers the last font by a pointer into the context
/// that was in use, also when that is gone: a second context would make it read freed memory.
GVC_t* context() {
  static GVC_t* const kContext = gvContext();
  return kContext;
}

void set_markup(Agraph_t* graph, void* object, const char* name, const std::string& label) {
  char* markup = agstrdup_html(graph, unconst(label.c_str()));
  agsafeset(object, unconst(name), markup, unconst(""));
  agstrfree(graph, markup);
}

}  // namespace

void Graphviz::Close::operator()(Agraph_s* graph) const { agclose(graph); }

Graphviz::Graphviz() : graph_(agopen(unconst("hapax"), Agdirected, nullptr)) {}

void Graphviz::graph_attribute(const char* name, const std::string& value) {
  agattr(graph_.get(), AGRAPH, unconst(name), unconst(value.c_str()));
}
void Graphviz::node_default(const char* name, const std::string& value) {
  agattr(graph_.get(), AGNODE, unconst(name), unconst(value.c_str()));
}
void Graphviz::edge_default(const char* name, const std::string& value) {
  agattr(graph_.get(), AGEDGE, unconst(name), unconst(value.c_str()));
}

Graphviz::NodeHandle Graphviz::add_node(const std::string& name) {
  return agnode(graph_.get(), unconst(name.c_str()), 1);
}
void Graphviz::node_attribute(NodeHandle node, const char* name, const std::string& value) {
  agsafeset(node, unconst(name), unconst(value.c_str()), unconst(""));
}
void Graphviz::node_markup(NodeHandle node, const std::string& label) {
  set_markup(graph_.get(), node, "label", label);
}

void Graphviz::align(const std::string& group, std::span<const NodeHandle> nodes) {
  Agraph_t* column = agsubg(graph_.get(), unconst(group.c_str()), 1);
  agsafeset(column, unconst("rank"), unconst("same"), unconst(""));
  for (const NodeHandle node : nodes) agsubnode(column, node, 1);
}

Agedge_s* Graphviz::add_edge(NodeHandle from, NodeHandle to) { return agedge(graph_.get(), from, to, nullptr, 1); }
void Graphviz::edge_attribute(Agedge_s* edge, const char* name, const std::string& value) {
  agsafeset(edge, unconst(name), unconst(value.c_str()), unconst(""));
}
void Graphviz::edge_markup(Agedge_s* edge, const std::string& label) { set_markup(graph_.get(), edge, "label", label); }
void Graphviz::graph_markup(const std::string& label) {
  agattr(graph_.get(), AGRAPH, unconst("label"), unconst(""));
  set_markup(graph_.get(), graph_.get(), "label", label);
}

Result<std::string> Graphviz::description() const {
  char* bytes = nullptr;
  std::size_t size = 0;
  std::FILE* stream = open_memstream(&bytes, &size);
  if (stream == nullptr) return fail("no memory for the description of the graph");
  const bool written = agwrite(graph_.get(), stream) == 0;
  const bool closed = std::fclose(stream) == 0;
  std::string text(bytes, size);
  std::free(bytes);  // NOLINT(cppcoreguidelines-no-malloc): open_memstream() wants it
  if (!written || !closed) return fail("no memory for the description of the graph");
  return text;
}

Result<std::string> Graphviz::render(const char* format) const {
  const Complaints complaint;
  if (gvLayout(context(), graph_.get(), "dot") != 0) {
    return fail("graphviz cannot lay out the graph: " + complaint.first());
  }
  char* bytes = nullptr;
  unsigned size = 0;
  const int status = gvRenderData(context(), graph_.get(), format, &bytes, &size);
  std::string picture = bytes == nullptr ? "" : std::string(bytes, size);
  if (bytes != nullptr) gvFreeRenderData(bytes);
  gvFreeLayout(context(), graph_.get());
  if (status != 0 || picture.empty()) {
    return fail(std::string("graphviz cannot write '") + format + "': " + complaint.first());
  }
  return picture;
}

}  // namespace hapax::graph
