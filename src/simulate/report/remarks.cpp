#include <simulate/report/remarks.hpp>

#include <utility>

#include <fmt/format.h>

namespace hapax::simulate {

std::string grouped(std::uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string counted(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", grouped(number), what, number == 1 ? "" : "s");
}

std::vector<std::string> remarks(const SimulationResult& result, const ReportContext& context) {
  std::vector<std::string> lines;
  const auto say = [&](std::string line) { lines.push_back(std::move(line)); };
  if (result.interrupted)
    say("stopped before the end of the traffic; the figures are those of the part that was simulated");
  if (result.damage.count > 0) {
    const DamagedLine& first = result.damage.first.front();
    say(fmt::format("{} of the trace could not be played and {} left out; the first is line {}: {}",
                    counted(result.damage.count, "line"), result.damage.count == 1 ? "was" : "were", first.line,
                    first.why));
  }
  if (result.refused_changes > 0) {
    say(fmt::format("not made: {} of a weight, since the algorithm of the backend fixes weights when it starts",
                    counted(result.refused_changes, "change")));
  }
  if (context.late > 0) {
    say(fmt::format("{} came too late to be put in order and played later than it happened",
                    counted(context.late, "log line")));
  }
  if (context.bad_requests > 0) {
    say(fmt::format("left out: {} of requests that HAProxy could not parse (<BADREQ>)",
                    counted(context.bad_requests, "log line")));
  }
  if (result.unfinished > 0) {
    say(fmt::format("{} requests waited for something that never came (no timeout ends them)",
                    grouped(result.unfinished)));
  }
  if (!context.plain_at_tls.empty() && result.outcomes[static_cast<std::size_t>(routing::Outcome::redirected)] > 0) {
    say(fmt::format(
        "the workload comes to '{}' without TLS, which is redirected; 'sni: HOST' in its 'requests' brings it "
        "over TLS",
        context.plain_at_tls));
  }
  if (context.caches) {
    say("caches keep the answers that the trace tells with their headers ('response'); of others nobody knows whether "
        "they may be kept, and servers give them each time");
  }
  if (context.not_modelled > 0) {
    say(fmt::format("not taken into account: {} of the configuration; 'hapax lint' names them (not-modelled)",
                    counted(context.not_modelled, "line")));
  }
  return lines;
}

}  // namespace hapax::simulate
