// An agent's answer: one line of words, separated by blanks or commas, of which the last of each kind counts: a weight
// ("75%"), a limit ("maxconn:20"), an administrative state (ready, drain, maint), and the health (up, down, stopped,
// fail). What follows '#' is a comment. They are applied in the order state, weight, limit, health.
//
// Reference: HAProxy configuration manual, `agent-check`.
#include <charconv>
#include <optional>

#include "routing/live/live_state.hpp"

namespace hapax::routing {

namespace {

struct AgentReport {
  std::optional<AdminState> state;
  std::optional<std::uint32_t> percent;
  std::optional<std::int64_t> maxconn;
  std::optional<bool> up;
};

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void read_word(std::string_view word, AgentReport& report) {
  constexpr std::string_view kMaxconn = "maxconn:";
  if (word.back() == '%') {
    if (const auto percent = parse_number<std::uint32_t>(word.substr(0, word.size() - 1))) report.percent = percent;
  } else if (word.substr(0, kMaxconn.size()) == kMaxconn) {
    if (const auto maxconn = parse_number<std::int64_t>(word.substr(kMaxconn.size()))) report.maxconn = maxconn;
  } else if (word == "ready") {
    report.state = AdminState::ready;
  } else if (word == "drain") {
    report.state = AdminState::drain;
  } else if (word == "maint") {
    report.state = AdminState::maint;
  } else if (word == "up") {
    report.up = true;
  } else if (word == "down" || word == "stopped" || word == "fail") {
    report.up = false;
  }
}

AgentReport parse_report(std::string_view line) {
  AgentReport report;
  line = line.substr(0, line.find('#'));
  constexpr std::string_view kSeparators = " \t\r\n,";
  while (true) {
    const std::size_t begin = line.find_first_not_of(kSeparators);
    if (begin == std::string_view::npos) return report;
    line.remove_prefix(begin);
    const std::string_view word = line.substr(0, line.find_first_of(kSeparators));
    read_word(word, report);
    line.remove_prefix(word.size());
  }
}

}  // namespace

void LiveState::agent_report(model::Index server, std::string_view line, Time now, Effects& effects) {
  const AgentReport report = parse_report(line);
  const Member at = member(server);
  if (report.state) set_admin_state(server, *report.state, now, effects);
  if (report.percent) set_weight(server, *report.percent, true, now, effects);
  if (report.maxconn) set_maxconn(server, *report.maxconn, now, effects);
  if (!report.up) return;
  at.server.agent.count = *report.up ? at.server.agent.best() : 0;
  if (*report.up) {
    const bool recovers = at.server.state == RunState::stopped;
    if (recovers) check_passed(at, false, now, effects);
  } else if (at.server.maintenance == 0) {
    go_down(at, now, effects);
  }
}

}  // namespace hapax::routing
