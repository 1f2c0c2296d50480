#include <simulate/scenario/world.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <variant>

namespace hapax::simulate {
namespace {

constexpr std::size_t kSample = 4096;

}  // namespace

World::World(const model::RoutingModel& model, const Scenario& scenario, std::uint64_t seed)
    : observed_(model.proxies.size()), rules_(scenario.service), random_(seed) {
  servers_.reserve(model.servers.size());
  for (const model::Server& server : model.servers) {
    const std::string name = model.proxies[server.proxy].name + "/" + server.name;
    Server& entry = servers_.emplace_back();
    entry.backend = server.proxy;
    for (const Outage& outage : scenario.outages) {
      if (glob_match(outage.server, name)) entry.outages.push_back(outage);
    }
    for (const Slowdown& slowdown : scenario.slowdowns) {
      if (glob_match(slowdown.server, name)) entry.slowdowns.push_back(slowdown);
    }
    for (std::size_t i = 0; i < rules_.size() && !entry.rule; ++i) {
      if (glob_match(rules_[i].server, name)) entry.rule = i;
    }
    entry.mean = mean_drawn(entry);
  }
}

std::optional<Outage::Kind> World::present_outage(model::Index server, routing::Time now) const {
  for (const Outage& outage : servers_[server].outages) {
    if (outage.from <= now && now < outage.to) return outage.kind;
  }
  return std::nullopt;
}

routing::Time World::outage_end(model::Index server, routing::Time now) const {
  for (const Outage& outage : servers_[server].outages) {
    if (outage.from <= now && now < outage.to) return outage.to;
  }
  return now;
}

std::vector<routing::Time> World::resets(model::Index server) const {
  std::vector<routing::Time> result;
  for (const Outage& outage : servers_[server].outages) {
    if (outage.kind == Outage::Kind::reset) result.push_back(outage.from);
  }
  return result;
}

std::vector<double> World::cores() const {
  std::vector<double> result;
  for (const Server& server : servers_) {
    result.push_back(server.rule && rules_[*server.rule].shares ? rules_[*server.rule].cores : 0);
  }
  return result;
}

double World::mean_drawn(const Server& server) const {
  if (!server.rule || !rules_[*server.rule].time || !server.slowdowns.empty()) return -1;
  const auto* const exponential = std::get_if<Exponential>(&*rules_[*server.rule].time);
  return exponential == nullptr ? -1 : exponential->mean;
}

void World::observe(Observed& observed, routing::Time time) {
  ++observed.seen;
  if (observed.sample.size() < kSample) {
    observed.sample.push_back(time);
    return;
  }
  const std::uint64_t place = random_.next64() % observed.seen;
  if (place < kSample) observed.sample[place] = time;
}

routing::Time World::any_service_time(model::Index server, routing::Time given, routing::Time now) {
  const Server& entry = servers_[server];
  Observed& observed = observed_[entry.backend];
  const bool drawn = entry.rule && rules_[*entry.rule].time;
  routing::Time time = 0;
  if (given >= 0) {
    time = given;
    if (!drawn) observe(observed, given);
  } else if (drawn) {
    time = draw(*rules_[*entry.rule].time, random_);
  } else if (!observed.sample.empty()) {
    time = observed.sample[random_.next64() % observed.sample.size()];
  }
  for (const Slowdown& slowdown : entry.slowdowns) {
    if (slowdown.from <= now && now < slowdown.to) {
      time = static_cast<routing::Time>(std::llround(std::min(static_cast<double>(time) * slowdown.factor, 4e18)));
    }
  }
  return time;
}

}  // namespace hapax::simulate
