// The report for people: what came, what became of it, who waited, who worked; then what to be careful about.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include <hapax/simulate/report.hpp>
#include <simulate/report/remarks.hpp>
#include <simulate/report/table.hpp>

namespace hapax::simulate {
namespace {

using routing::Outcome;

std::string milliseconds(routing::Time time) {
  const double ms = static_cast<double>(time) / 1e6;
  if (ms == 0) return "0";
  if (ms < 10) return fmt::format("{:.2f}", ms);
  if (ms < 100) return fmt::format("{:.1f}", ms);
  return fmt::format("{:.0f}", ms);
}

std::string duration(double nanoseconds) {
  const double seconds = nanoseconds / 1e9;
  if (seconds < 1) return fmt::format("{:.0f} ms", seconds * 1e3);
  if (seconds < 120) return fmt::format("{:.1f} s", seconds);
  const auto minutes = static_cast<std::uint64_t>(seconds / 60);
  if (minutes < 120) return fmt::format("{} min {} s", minutes, static_cast<std::uint64_t>(seconds) % 60);
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string percent(double part, double whole) {
  if (whole <= 0) return "-";
  const double value = 100 * part / whole;
  return value > 0 && value < 0.1 ? "<0.1 %" : fmt::format("{:.1f} %", value);
}

std::uint64_t count(const OutcomeCounts& outcomes, Outcome outcome) {
  return outcomes[static_cast<std::size_t>(outcome)];
}

std::string outcomes_line(const OutcomeCounts& outcomes, std::uint64_t requests) {
  std::string text;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i] == 0) continue;
    text += fmt::format("{}{} {} ({})", text.empty() ? "" : ", ", grouped(outcomes[i]),
                        routing::to_string(static_cast<Outcome>(i)),
                        percent(static_cast<double>(outcomes[i]), static_cast<double>(requests)));
  }
  return text;
}

// What went wrong, in one cell: "3 queue-timeout, 1 no-server"; "-" for nothing.
std::string troubles(const OutcomeCounts& outcomes) {
  std::string text;
  for (std::size_t i = 1; i < outcomes.size(); ++i) {
    if (outcomes[i] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", grouped(outcomes[i]),
                        routing::to_string(static_cast<Outcome>(i)));
  }
  return text.empty() ? "-" : text;
}

// "without requests: a, b"; empty when every proxy had some.
std::string idle_line(const std::vector<ProxyResult>& proxies) {
  std::string names;
  for (const ProxyResult& entry : proxies) {
    if (entry.requests == 0) names += (names.empty() ? "" : ", ") + entry.name;
  }
  return names.empty() ? "" : "without requests: " + names + "\n";
}

std::string frontends_table(const SimulationResult& result, bool colour) {
  Table table({"frontend", "requests", "per second", "served", "p50 ms", "p95 ms", "p99 ms", "connections", "held back",
               "not served"});
  for (const ProxyResult& entry : result.frontends) {
    if (entry.requests == 0) continue;
    table.add(
        {entry.name, grouped(entry.requests),
         fmt::format("{:.1f}", static_cast<double>(entry.requests) * 1e9 / result.span()),
         percent(static_cast<double>(count(entry.outcomes, Outcome::served)), static_cast<double>(entry.requests)),
         milliseconds(entry.total.percentile(50)), milliseconds(entry.total.percentile(95)),
         milliseconds(entry.total.percentile(99)), grouped(entry.most_connections), grouped(entry.held_back),
         troubles(entry.outcomes)});
  }
  return table.render(colour) + idle_line(result.frontends);
}

std::string server_name(const ServerResult& server) {
  return fmt::format("  {}{}", server.name, server.backup ? " (backup)" : "");
}

std::string utilisation(const ServerResult& server, double span) {
  if (server.maxconn > 0) return percent(server.busy, span * static_cast<double>(server.maxconn));
  return fmt::format("{:.2f}", server.busy / span);
}

std::string backends_table(const SimulationResult& result, bool colour) {
  Table table({"backend / server", "requests", "share", "busy", "at once", "p50 ms", "p95 ms", "p99 ms", "queue p95 ms",
               "longest queue", "not served"});
  for (const ProxyResult& backend : result.backends) {
    if (backend.requests == 0) continue;
    table.add({backend.name, grouped(backend.requests), "", "", "", milliseconds(backend.total.percentile(50)),
               milliseconds(backend.total.percentile(95)), milliseconds(backend.total.percentile(99)),
               milliseconds(backend.queue.percentile(95)), grouped(backend.longest_queue), troubles(backend.outcomes)});
    for (const ServerResult& server : result.servers) {
      if (server.backend != backend.name) continue;
      table.add({server_name(server), grouped(server.requests),
                 percent(static_cast<double>(server.requests), static_cast<double>(backend.requests)),
                 utilisation(server, result.span()),
                 server.maxconn > 0 ? fmt::format("{}/{}", server.most_at_once, server.maxconn)
                                    : fmt::format("{}", server.most_at_once),
                 milliseconds(server.total.percentile(50)), milliseconds(server.total.percentile(95)),
                 milliseconds(server.total.percentile(99)), "", "", troubles(server.outcomes)});
    }
  }
  return table.render(colour) + idle_line(result.backends);
}

std::string seconds(routing::Time time) { return fmt::format("{:.1f}", static_cast<double>(time) / 1e9); }

// "haproxy.cfg:46  http-request deny deny_status 429"; what a rule answers may be as long as a page.
std::string name_of(const RefusingRule& rule) {
  constexpr std::size_t kLongest = 60;
  std::string text = rule.text;
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
  if (text.size() > kLongest) {
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
    text = text.substr(0, end) + "…";
  }
  const std::string_view file = std::string_view(rule.file).substr(rule.file.rfind('/') + 1);
  return fmt::format("{}:{}  {}", file, rule.line, text);
}

std::string rules_table(const std::vector<RefusingRule>& rules, bool colour) {
  constexpr std::size_t kMost = 10;
  Table table({"refusing rules", "requests", "from s", "to s"});
  for (std::size_t i = 0; i < std::min(rules.size(), kMost); ++i)
    table.add({name_of(rules[i]), grouped(rules[i].count), seconds(rules[i].first), seconds(rules[i].last)});
  std::string text = table.render(colour);
  if (rules.size() > kMost) text += fmt::format("and {} more\n", rules.size() - kMost);
  return text;
}

std::string refused_table(const std::vector<RefusedClient>& clients, bool colour) {
  Table table({"most refused clients", "requests", "from s", "to s"});
  for (const RefusedClient& client : clients) {
    table.add({client.address, (client.excess > 0 ? "at most " : "") + grouped(client.count), seconds(client.first),
               seconds(client.last)});
  }
  return table.render(colour);
}

}  // namespace

std::string text_report(const SimulationResult& result, const ReportContext& context, bool colour) {
  std::string text =
      fmt::format("{} requests of {} through {} in {} of virtual time, seed {}\n", grouped(result.requests),
                  context.traffic, context.configuration, duration(result.span()), context.seed);
  if (result.requests > 0) text += outcomes_line(result.outcomes, result.requests) + "\n";
  text += "\n" + frontends_table(result, colour);
  if (!result.backends.empty()) text += "\n" + backends_table(result, colour);
  if (!result.refusing_rules.empty()) text += "\n" + rules_table(result.refusing_rules, colour);
  if (!result.refused_clients.empty()) text += "\n" + refused_table(result.refused_clients, colour) + "\n";
  text +=
      "busy: share of a server's maxconn in use, on average; without maxconn the mean number of requests in service\n";
  std::string notes;
  for (const std::string& line : remarks(result, context)) notes += "note: " + line + "\n";
  return notes.empty() ? text : text + "\n" + notes;
}

}  // namespace hapax::simulate
