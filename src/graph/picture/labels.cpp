#include "graph/picture/labels.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "graph/picture/traffic.hpp"
#include "graph/text.hpp"

namespace hapax::graph {
namespace {

constexpr std::string_view kFaint = "#64748b";
constexpr std::string_view kAlarm = "#b91c1c";
constexpr std::string_view kDoubt = "#a16207";
constexpr std::string_view kTraffic = "#1d4ed8";
constexpr std::size_t kNameWidth = 40;
constexpr std::size_t kRuleWidth = 46;
constexpr std::size_t kRulesShown = 4;
constexpr std::size_t kCollapsedShown = 6;

/// One line of a node, left-aligned.
std::string row(std::string_view text, std::string_view colour) {
  return fmt::format(R"(<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="9" COLOR="{}">{}</FONT></TD></TR>)", colour,
                     escape_markup(text));
}

void add_rows(std::string& table, std::string_view text, std::string_view colour) {
  for (const std::string& line : wrap(text, kNameWidth, 2)) table += row(line, colour);
}

/// The word for a state that is not the normal one.
std::string state_word(State state) {
  switch (state) {
    case State::live:
      return "";
    case State::table:
      return "holds a table only";
    case State::backup:
    case State::drained:
    case State::disabled:
    case State::unreachable:
    case State::unknown:
      return std::string(to_string(state));
  }
  return "";
}

std::string_view state_colour(State state) {
  if (state == State::unreachable) return kAlarm;
  return state == State::unknown ? kDoubt : kFaint;
}

std::vector<std::string> server_lines(const Node& node) {
  const ServerFacts& facts = *node.server;
  std::vector<std::string> lines;
  if (!facts.address.empty()) lines.push_back(facts.address + (facts.tls ? " · TLS" : ""));
  std::string weight = state_word(node.state);
  weight +=
      fmt::format("{}weight {}{}", weight.empty() ? "" : " · ", facts.weight, node.members.empty() ? "" : " each");
  if (facts.share > 0.0 && facts.share < 0.9995) weight += fmt::format(" ({:.0f} %)", facts.share * 100);
  if (facts.maxconn > 0) weight += fmt::format(" · maxconn {}", facts.maxconn);
  lines.push_back(std::move(weight));
  lines.push_back(facts.check.empty() ? "not checked" : "✓ check " + facts.check);
  return lines;
}

/// "backend · mode http": takes the mode out of the details.
std::string kind_line(const Node& node, std::span<const std::string>& details) {
  if (node.kind == NodeKind::bind || node.kind == NodeKind::answer) return "";
  std::string line(node.members.empty() ? to_string(node.kind) : "");
  if (!details.empty() && details.front().starts_with("mode ")) {
    if (!line.empty()) line += " · ";
    line += details.front();
    details = details.subspan(1);
  }
  return line;
}

std::string place_text(const Topology& topology, const model::Place& place) {
  if (place.line == 0) return "";
  if (topology.files.size() < 2 || place.file >= topology.files.size()) return fmt::format("line {}", place.line);
  return fmt::format("{}:{}", topology.files[place.file], place.line);
}

std::string rule_markup(const Topology& topology, const EdgeRule& rule) {
  std::string text = rule.text;
  if (const std::string place = place_text(topology, rule.place); !place.empty()) text += "  (" + place + ")";
  if (rule.never) text += " never reached";
  std::string out;
  for (const std::string& line : wrap(text, kRuleWidth, 3)) {
    out += fmt::format(R"(<FONT COLOR="{}">{}</FONT><BR ALIGN="LEFT"/>)", rule.never ? "#94a3b8" : "#334155",
                       escape_markup(line));
  }
  return out;
}

}  // namespace

std::string node_label(const Topology& topology, const Node& node) {
  std::string table = R"(<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">)";
  for (const std::string& line : wrap(node.name.empty() ? "(no name)" : node.name, kNameWidth, 2)) {
    table += fmt::format(R"(<TR><TD ALIGN="LEFT"><B>{}</B></TD></TR>)", escape_markup(line));
  }
  if (!node.members.empty()) {
    const bool same = node.members.front() == node.members.back();
    add_rows(table, node.members.front() + (same ? "" : " … " + node.members.back()), kFaint);
  }
  std::span<const std::string> details(node.details);
  if (node.server) {
    for (const std::string& line : server_lines(node)) add_rows(table, line, kFaint);
  } else {
    add_rows(table, kind_line(node, details), kFaint);
    std::string state = node.state == State::unknown ? "perhaps unreachable" : state_word(node.state);
    if (!node.reason.empty()) state += ": " + node.reason;
    add_rows(table, state, state_colour(node.state));
  }
  for (const std::string& line : details) add_rows(table, line, kFaint);
  for (const std::string& line : traffic_lines(topology, node)) add_rows(table, line, kTraffic);
  add_rows(table, trouble_line(node), kAlarm);
  return table + "</TABLE>";
}

std::string edge_label(const Topology& topology, const Edge& edge) {
  const std::string traffic = traffic_label(topology, edge);
  if (edge.rules.empty() && traffic.empty()) return "";
  std::string label;
  if (!traffic.empty()) {
    label = fmt::format(R"(<FONT POINT-SIZE="9.5" COLOR="{}"><B>{}</B></FONT><BR ALIGN="LEFT"/>)", kTraffic,
                        escape_markup(traffic));
  }
  const std::size_t shown =
      edge.rules.size() <= kRulesShown + 1 ? edge.rules.size() : kRulesShown;  // never "1 more rule"
  for (std::size_t i = 0; i < shown; ++i) label += rule_markup(topology, edge.rules[i]);
  if (shown < edge.rules.size()) {
    label +=
        fmt::format(R"(<FONT COLOR="{}">… {} more rules</FONT><BR ALIGN="LEFT"/>)", kFaint, edge.rules.size() - shown);
  }
  // White below, so that the line does not strike the words through.
  return fmt::format(R"(<TABLE BORDER="0" CELLPADDING="0" BGCOLOR="white"><TR><TD>{}</TD></TR></TABLE>)", label);
}

std::string caption(const Topology& topology) {
  std::vector<std::string> lines;
  std::string first;
  for (const std::string& file : topology.files) first += (first.empty() ? "" : ", ") + file;
  if (!topology.focus.empty()) first += fmt::format(" · only what leads to and from '{}'", topology.focus);
  if (const std::size_t count = topology.not_modelled.size(); count > 0) {
    first += fmt::format(" · {} line{} not modelled", count, count == 1 ? "" : "s");
  }
  lines.push_back(first);
  if (topology.totals) lines.push_back(traffic_caption(*topology.totals));
  const std::size_t shown = std::min(topology.collapsed.size(), kCollapsedShown);
  lines.insert(lines.end(), topology.collapsed.begin(),
               topology.collapsed.begin() + static_cast<std::ptrdiff_t>(shown));
  if (shown < topology.collapsed.size()) {
    lines.push_back(fmt::format("… {} more groups drawn as one", topology.collapsed.size() - shown));
  }
  std::string out;
  for (const std::string& line : lines) {
    for (const std::string& part : wrap(line, 120, 4)) {
      out += fmt::format(R"(<FONT POINT-SIZE="9" COLOR="{}">{}</FONT><BR ALIGN="LEFT"/>)", kFaint, escape_markup(part));
    }
  }
  return out;
}

std::string edge_tooltip(const Topology& topology, const Edge& edge) {
  constexpr std::size_t kMost = 40;
  std::string out = fmt::format("{} → {}", topology.nodes[edge.from].name, topology.nodes[edge.to].name);
  for (std::size_t i = 0; i < edge.rules.size() && i < kMost; ++i) {
    out += fmt::format("\n{}", edge.rules[i].text);
    if (const std::string place = place_text(topology, edge.rules[i].place); !place.empty()) out += "  " + place;
  }
  if (edge.rules.size() > kMost) out += fmt::format("\n… {} more", edge.rules.size() - kMost);
  return out;
}

std::string node_tooltip(const Topology& topology, const Node& node) {
  std::string out = fmt::format("{} {}", to_string(node.kind), node.name);
  if (const std::string place = place_text(topology, node.place); !place.empty()) out += "\n" + place;
  return out;
}

}  // namespace hapax::graph
