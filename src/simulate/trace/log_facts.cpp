#include <simulate/trace/log_facts.hpp>

#include <algorithm>

namespace hapax::simulate {

// Member by member: this happens for every line, and the memory of the headers is used again.
void clear(TraceRequest& request) {
  request.standing = nullptr;
  request.connection = request.frontend = request.sni = {};
  request.only_if_idle = request.tls = request.has_response = false;
  request.source = {};
  request.peer = {};
  request.request.method = "GET";
  request.request.target = "/";
  request.request.major = request.request.minor = 1;
  request.request.headers.clear();
  request.request.host_unknown = true;
  request.service = request.patience = request.logged_queue = request.logged_total = -1;
  request.bytes_in = request.bytes_out = 0;
  request.response.status = 200;
  request.logged_backend = request.logged_server = request.termination = {};
  request.logged_status = -1;
}

bool put_together(const LogFacts& facts, TraceRequest& request) {
  // Nanoseconds since 1970 end in the year 2262. Below that there must be room for three durations, of 31 years at
  // most.
  constexpr std::int64_t kLastDate = 6'000'000'000;
  const std::int64_t millis = facts.millis >= 0 ? facts.millis : facts.date_millis;
  if (facts.date < 0 || facts.date > kLastDate || millis >= 1000) return false;
  request.t = facts.date * routing::kSecond + millis * routing::kMillisecond;
  if (facts.date_of_accept)
    request.t += std::max<routing::Time>(facts.handshake, 0) + std::max<routing::Time>(facts.idle, 0);
  if (facts.request > 0) request.t += facts.request;
  const routing::Time before_server = std::max<routing::Time>(facts.request, 0) +
                                      std::max<routing::Time>(facts.queue, 0) +
                                      std::max<routing::Time>(facts.connect, 0);
  const routing::Time whole = facts.active >= 0 ? facts.active : facts.total;
  const bool names_server = !request.logged_server.empty() && request.logged_server != "<NOSRV>";
  const bool reached =
      facts.connect == LogFacts::kUntold ? names_server : facts.connect >= 0 && request.logged_server != "<NOSRV>";
  // A request that HAProxy cut short (timeout, error) does not tell how long the server would have taken.
  const bool complete = request.termination.empty() || request.termination.starts_with("--");
  if (reached && complete && whole >= before_server) request.service = whole - before_server;
  request.logged_queue = facts.queue;
  request.logged_total = whole < 0 ? -1 : whole - std::max<routing::Time>(facts.request, 0);
  if (reached && complete && request.logged_status >= 100) {
    request.has_response = true;
    request.response.status = static_cast<std::uint16_t>(request.logged_status);
  }
  // The client went away: it had no more patience than that.
  if (request.termination.starts_with('C')) request.patience = request.logged_total;
  if (facts.has_port && facts.http && request.request.major == 1) {
    request.connection = facts.client;
    request.only_if_idle = true;
  }
  if (!facts.path.empty() && request.request.target == "/") request.request.target = facts.path;
  return true;
}

}  // namespace hapax::simulate
