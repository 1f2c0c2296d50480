#include <hapax/graph/topology.hpp>

namespace hapax::graph {

std::string_view to_string(NodeKind kind) {
  switch (kind) {
    case NodeKind::bind:
      return "bind";
    case NodeKind::frontend:
      return "frontend";
    case NodeKind::listen:
      return "listen";
    case NodeKind::backend:
      return "backend";
    case NodeKind::server:
      return "server";
    case NodeKind::answer:
      return "answer";
  }
  return "?";
}

std::string_view to_string(State state) {
  switch (state) {
    case State::live:
      return "live";
    case State::backup:
      return "backup";
    case State::drained:
      return "drained";
    case State::disabled:
      return "disabled";
    case State::unreachable:
      return "unreachable";
    case State::unknown:
      return "unknown";
    case State::table:
      return "table";
  }
  return "?";
}

std::string_view to_string(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::listens:
      return "listens";
    case EdgeKind::rule:
      return "rule";
    case EdgeKind::dynamic:
      return "dynamic";
    case EdgeKind::serves:
      return "serves";
    case EdgeKind::answers:
      return "answers";
  }
  return "?";
}

}  // namespace hapax::graph
