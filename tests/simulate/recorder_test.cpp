#include <simulate/recorder.hpp>

#include <gtest/gtest.h>

namespace hapax::simulate {
namespace {

model::Proxy proxy(const char* name, model::Proxy::Kind kind) {
  model::Proxy made;
  made.name = name;
  made.kind = kind;
  return made;
}

// Two frontends before a backend of two servers.
model::RoutingModel two_ways_in() {
  model::RoutingModel model;
  model.proxies = {proxy("f", model::Proxy::Kind::frontend), proxy("g", model::Proxy::Kind::frontend),
                   proxy("b", model::Proxy::Kind::backend)};
  model.servers.resize(2);
  for (model::Server& server : model.servers) server.proxy = 2;
  return model;
}

Decision decision(std::uint64_t index, model::Index frontend, model::Index server) {
  Decision made;
  made.index = index;
  made.frontend = frontend;
  made.backend = 2;
  made.server = server;
  made.queue = 0;
  made.total = static_cast<routing::Time>(100 + index);
  return made;
}

TEST(Recorder, CountsARequestOnceForEachOfItsFrontendBackendAndServer) {
  const model::RoutingModel model = two_ways_in();
  const SimulateOptions options;
  Recorder recorder(model, options);
  recorder.begin(0);
  for (std::uint64_t i = 0; i < 100; ++i) {
    const model::Index frontend = i % 5 == 0 ? 1 : 0;
    recorder.finished(decision(i, frontend, i % 2), 10, false, 0);
  }
  Decision nowhere = decision(100, 1, model::kNone);
  nowhere.outcome = routing::Outcome::no_server;
  recorder.finished(nowhere, 0, false, 0);
  recorder.end(0);
  const SimulationResult& result = recorder.result();

  EXPECT_EQ(result.frontends[0].requests, 80U);
  EXPECT_EQ(result.frontends[0].total.count(), 80U);
  EXPECT_EQ(result.frontends[0].total.max(), 199);
  EXPECT_EQ(result.frontends[0].total.min(), 101);
  EXPECT_EQ(result.frontends[1].requests, 21U);
  EXPECT_EQ(result.frontends[1].total.count(), 20U);
  EXPECT_EQ(result.frontends[1].total.max(), 195);
  EXPECT_EQ(result.frontends[1].total.min(), 100);
  EXPECT_EQ(result.backends[0].total.count(), 100U);
  EXPECT_DOUBLE_EQ(result.backends[0].total.mean(), 149.5);
  EXPECT_EQ(result.backends[0].queue.count(), 101U);
  EXPECT_EQ(result.servers[0].total.count(), 50U);
  EXPECT_EQ(result.servers[0].total.max(), 198);
  EXPECT_EQ(result.servers[1].total.count(), 50U);
  EXPECT_EQ(result.servers[1].total.max(), 199);
}

}  // namespace
}  // namespace hapax::simulate
