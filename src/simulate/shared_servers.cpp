#include <simulate/shared_servers.hpp>

#include <algorithm>
#include <cmath>

namespace hapax::simulate {

SharedServers::SharedServers(std::vector<double> cores) : servers_(cores.size()) {
  for (std::size_t i = 0; i < cores.size(); ++i) {
    servers_[i].cores = cores[i];
    any_ = any_ || cores[i] > 0;
  }
}

double SharedServers::Server::speed() const { return std::min(1.0, cores / static_cast<double>(jobs.size())); }

void SharedServers::Server::advance(routing::Time now) {
  if (jobs.empty()) {
    own_time = 0;
  } else {
    own_time += static_cast<double>(now - since) * speed();
  }
  since = now;
}

void SharedServers::begin(model::Index server, std::uint32_t job, routing::Time work, routing::Time now) {
  Server& entry = servers_[server];
  entry.advance(now);
  if (job >= done_at_.size()) done_at_.resize(job + 1);
  done_at_[job] = entry.own_time + static_cast<double>(work);
  entry.jobs.emplace(done_at_[job], job);
}

void SharedServers::end(model::Index server, std::uint32_t job, routing::Time now) {
  Server& entry = servers_[server];
  entry.advance(now);
  entry.jobs.erase({done_at_[job], job});
}

routing::Time SharedServers::next_end(model::Index server) const {
  const Server& entry = servers_[server];
  if (entry.jobs.empty()) return routing::kNever;
  const double left = (entry.jobs.begin()->first - entry.own_time) / entry.speed();
  return entry.since + static_cast<routing::Time>(std::llround(std::max(0.0, left)));
}

}  // namespace hapax::simulate
