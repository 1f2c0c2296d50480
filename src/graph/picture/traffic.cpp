#include "graph/picture/traffic.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace hapax::graph {
namespace {

constexpr double kThinnest = 0.7;
constexpr double kWidest = 7;

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string percent(double share) {
  if (share > 0 && share < 0.001) return "<0.1 %";
  return share == 1 ? "100 %" : fmt::format("{:.1f} %", 100 * share);
}

std::string requests(std::uint64_t number) { return grouped(number) + (number == 1 ? " request" : " requests"); }

/// The requests that an edge's number is a part of.
std::uint64_t whole_of(const Topology& topology, const Edge& edge) {
  const std::optional<NodeTraffic>& from = topology.nodes[edge.from].traffic;
  return edge.kind == EdgeKind::serves && from ? from->requests : topology.totals->requests;
}

}  // namespace

std::string traffic_label(const Topology& topology, const Edge& edge) {
  if (!topology.totals || !edge.requests) return "";
  const std::uint64_t whole = whole_of(topology, edge);
  if (*edge.requests == 0 || whole == 0) return grouped(*edge.requests);
  return fmt::format("{} ({})", grouped(*edge.requests),
                     percent(static_cast<double>(*edge.requests) / static_cast<double>(whole)));
}

double traffic_width(const Topology& topology, const Edge& edge) {
  if (!topology.totals || topology.totals->requests == 0) return 1;
  const double share = static_cast<double>(edge.requests.value_or(0)) / static_cast<double>(topology.totals->requests);
  return kThinnest + (kWidest - kThinnest) * std::sqrt(std::min(1.0, share));
}

std::vector<std::string> traffic_lines(const Topology& topology, const Node& node) {
  std::vector<std::string> lines;
  if (!topology.totals || !node.traffic) return lines;
  const NodeTraffic& traffic = *node.traffic;
  if (node.kind == NodeKind::server) {
    if (traffic.requests == 0) return lines;
    const bool limited = node.server && node.server->maxconn > 0;
    const double slots = limited ? static_cast<double>(node.server->maxconn) *
                                       static_cast<double>(std::max<std::size_t>(1, node.members.size()))
                                 : 0;
    lines.push_back(limited ? percent(traffic.in_service / slots) + " busy"
                            : fmt::format("{:.2f} requests at once", traffic.in_service));
  } else if (node.kind != NodeKind::backend && traffic.requests == 0) {
    lines.emplace_back("no requests");
  } else if (node.kind != NodeKind::backend && topology.totals->seconds > 0) {
    lines.push_back(fmt::format("{}, {:.3g} a second", requests(traffic.requests),
                                static_cast<double>(traffic.requests) / topology.totals->seconds));
  }
  return lines;
}

std::string trouble_line(const Node& node) {
  if (!node.traffic) return "";
  std::string line;
  if (node.traffic->failed > 0) line = grouped(node.traffic->failed) + " failed";
  if (node.traffic->refused > 0) line += (line.empty() ? "" : ", ") + grouped(node.traffic->refused) + " refused";
  return line;
}

std::string traffic_caption(const Totals& totals) {
  return fmt::format("{} of {} in {:.3g} s; an edge to a server shows the share of its backend, others of all",
                     requests(totals.requests), totals.traffic, totals.seconds);
}

}  // namespace hapax::graph
