// Requests whose way is known from their form alone are simulated without their text and without opening their
// connections (routing/evaluate/known_ways.hpp). The same requests without a form take the long way; both must come to
// the same.

#include <vector>

#include <gtest/gtest.h>

#include <hapax/simulate/simulator.hpp>

namespace hapax::simulate {
namespace {

constexpr routing::Time kMs = routing::kMillisecond;

// Gives on what another reader reads, as requests of no form.
class WithoutForms final : public TraceReader {
 public:
  explicit WithoutForms(TraceReader& reader) : reader_(reader) {}
  Result<bool> next(TraceRequest& request) override {
    auto more = reader_.next(request);
    if (request.standing != nullptr) request.request = *request.standing;
    request.standing = nullptr;
    request.request.form = 0;
    return more;
  }
  [[nodiscard]] const Damage& damage() const override { return reader_.damage(); }

 private:
  TraceReader& reader_;
};

// A frontend that holds connections back, before servers of which one is out for a while and all have queues.
model::RoutingModel crowded() {
  model::RoutingModel model;
  model.proxies.resize(2);
  model.proxies[0].name = "www";
  model.proxies[0].kind = model::Proxy::Kind::frontend;
  model.proxies[0].default_backend = 1;
  model.proxies[0].maxconn = 14;
  model::Proxy& backend = model.proxies[1];
  backend.name = "web";
  backend.kind = model::Proxy::Kind::backend;
  backend.servers = {0, 3};
  backend.timeouts.queue = 15 * kMs;
  backend.retries = 2;
  for (const char* const name : {"s1", "s2", "s3"}) {
    model::Server& server = model.servers.emplace_back();
    server.name = name;
    server.proxy = 1;
    server.maxconn = 3;
  }
  return model;
}

Scenario busy() {
  Scenario scenario;
  scenario.service.push_back({"*", Exponential{20.0 * kMs}});
  scenario.patience.push_back({"www", Exponential{300.0 * kMs}});
  scenario.outages.push_back({"web/s2", 2 * routing::kSecond, 3 * routing::kSecond, Outage::Kind::refuse});
  Workload& workload = scenario.workloads.emplace_back();
  workload.duration = 10 * routing::kSecond;
  workload.arrivals = Exponential{2.4 * kMs};
  workload.requests.resize(2);
  workload.requests[1].method = "POST";
  return scenario;
}

struct Played {
  std::vector<Decision> decisions;
  SimulationResult result;
};

Played play(const model::RoutingModel& model, const Scenario& scenario, bool with_forms) {
  Played played;
  const auto trace = generate(scenario.workloads, 7);
  WithoutForms without(*trace);
  SimulateOptions options;
  options.decided = [&played](const Decision& decision) { played.decisions.push_back(decision); };
  TraceReader& reader = with_forms ? *trace : without;
  auto result = simulate(model, scenario, reader, options);
  if (result) played.result = std::move(*result);
  return played;
}

TEST(ShortWay, ComesToTheSameAsTheLongOne) {
  const model::RoutingModel model = crowded();
  const Scenario scenario = busy();
  const Played brief = play(model, scenario, true);
  const Played full = play(model, scenario, false);
  ASSERT_GT(brief.decisions.size(), 3000U);
  ASSERT_EQ(brief.decisions.size(), full.decisions.size());
  for (std::size_t i = 0; i < brief.decisions.size(); ++i) {
    const Decision& a = brief.decisions[i];
    const Decision& b = full.decisions[i];
    ASSERT_TRUE(a.index == b.index && a.backend == b.backend && a.server == b.server && a.outcome == b.outcome &&
                a.queue == b.queue && a.total == b.total)
        << i;
  }
  EXPECT_EQ(brief.result.outcomes, full.result.outcomes);
  EXPECT_EQ(brief.result.events, full.result.events);
  EXPECT_EQ(brief.result.frontends[0].most_connections, full.result.frontends[0].most_connections);
  EXPECT_EQ(brief.result.frontends[0].held_back, full.result.frontends[0].held_back);
  // It is a run in which something happens.
  EXPECT_GT(brief.result.frontends[0].held_back, 0U);
  for (const auto outcome : {routing::Outcome::served, routing::Outcome::queue_timeout, routing::Outcome::aborted}) {
    EXPECT_GT(brief.result.outcomes[static_cast<std::size_t>(outcome)], 0U) << static_cast<int>(outcome);
  }
}

}  // namespace
}  // namespace hapax::simulate
