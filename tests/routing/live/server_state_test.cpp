#include "live_fixture.hpp"

namespace hapax::routing {
namespace {

class ServerStates : public LiveTest {
 protected:
  void admin(model::Index server, AdminState state) { live().set_admin_state(server, state, now_, effects_); }
  void check(model::Index server, CheckResult result) { live().health_check(server, result, now_, effects_); }
  RunState state(model::Index server) { return live().server(server, now_).state; }
  std::uint32_t weight(model::Index server) { return live().server(server, now_).effective_weight; }
};

TEST_F(ServerStates, MaintenanceStopsDrainOnlySpares) {
  add_server();
  add_server();
  admin(0, AdminState::drain);
  EXPECT_EQ(state(0), RunState::running);
  EXPECT_EQ(send(), "s2");
  EXPECT_TRUE(live().acceptable(0, false));
  admin(0, AdminState::maint);
  EXPECT_EQ(state(0), RunState::stopped);
  EXPECT_FALSE(live().acceptable(0, false));
  EXPECT_TRUE(live().acceptable(0, true));
  admin(0, AdminState::ready);
  EXPECT_EQ(state(0), RunState::running);
  EXPECT_TRUE(live().server(0, now_).usable);
}

TEST_F(ServerStates, BackupsServeWhenNoActiveServerIsUsable) {
  add_server();
  add_server().backup = true;
  add_server().backup = true;
  EXPECT_EQ(send(), "s1");
  admin(0, AdminState::maint);
  EXPECT_EQ(send(), "s2");
  EXPECT_EQ(send(), "s2");
  admin(1, AdminState::drain);
  EXPECT_EQ(send(), "s3");
  EXPECT_EQ(live().backend(0).usable_servers, 1U);
  admin(0, AdminState::ready);
  EXPECT_EQ(send(), "s1");
}

TEST_F(ServerStates, OneFailureAfterStartFallFromFullHealth) {
  model::Server& server = add_server();
  server.check.kind = model::HealthCheck::Kind::connect;
  server.check.rise = 2;
  server.check.fall = 3;
  check(0, CheckResult::failed);
  EXPECT_EQ(state(0), RunState::stopped);
  check(0, CheckResult::passed);
  EXPECT_EQ(state(0), RunState::stopped);
  check(0, CheckResult::passed);
  EXPECT_EQ(state(0), RunState::running);
  check(0, CheckResult::failed);
  check(0, CheckResult::failed);
  EXPECT_EQ(state(0), RunState::running);
  check(0, CheckResult::failed);
  EXPECT_EQ(state(0), RunState::stopped);
}

TEST_F(ServerStates, IntervalsFollowHealth) {
  model::Server& server = add_server();
  server.check.kind = model::HealthCheck::Kind::connect;
  server.check.inter = 10;
  server.check.fastinter = 5;
  server.check.downinter = 7;
  EXPECT_EQ(live().check_interval(0), 5) << "in between";
  check(0, CheckResult::passed);
  EXPECT_EQ(live().check_interval(0), 10) << "full health";
  for (int i = 0; i < 3; ++i) check(0, CheckResult::failed);
  EXPECT_EQ(live().check_interval(0), 7) << "down";
}

TEST_F(ServerStates, AConditionalPassStopsNewClients) {
  add_server().check.kind = model::HealthCheck::Kind::http;
  add_server();
  check(0, CheckResult::conditional);
  EXPECT_EQ(state(0), RunState::stopping);
  EXPECT_EQ(send(), "s2");
  EXPECT_TRUE(live().acceptable(0, false));
  check(0, CheckResult::passed);
  EXPECT_EQ(state(0), RunState::running);
}

TEST_F(ServerStates, InitStateSaysHowAServerStarts) {
  using Initial = model::HealthCheck::InitialState;
  for (const Initial initial : {Initial::up, Initial::fully_up, Initial::down, Initial::fully_down}) {
    model::HealthCheck& check = add_server().check;
    check.kind = model::HealthCheck::Kind::connect;
    check.initial_state = initial;
  }
  EXPECT_EQ(live().server(0, now_).health, 2U);
  EXPECT_EQ(live().server(1, now_).health, 4U);
  EXPECT_EQ(state(2), RunState::stopped);
  check(2, CheckResult::passed);
  EXPECT_EQ(state(2), RunState::running) << "one success brings it up";
  check(3, CheckResult::passed);
  EXPECT_EQ(state(3), RunState::stopped);
}

TEST_F(ServerStates, SlowstartGrowsByTheSecond) {
  model::Server& server = add_server();
  server.weight = 100;
  server.slowstart = 4 * kSecond;
  add_server();
  EXPECT_EQ(weight(0), 1600U) << "not at process start";
  admin(0, AdminState::maint);
  admin(0, AdminState::ready);
  EXPECT_EQ(state(0), RunState::starting);
  EXPECT_EQ(weight(0), 100U);
  for (const std::uint32_t expected : {500U, 900U, 1300U, 1600U}) {
    EXPECT_EQ(live().next_timer(), now_ + kSecond);
    now_ = live().next_timer();
    live().advance(now_, effects_);
    EXPECT_EQ(weight(0), expected);
  }
  EXPECT_EQ(state(0), RunState::running);
  EXPECT_EQ(live().next_timer(), kNever);
}

TEST_F(ServerStates, ATrackingServerFollows) {
  add_server().check.kind = model::HealthCheck::Kind::connect;
  add_server().track = 0;
  check(0, CheckResult::failed);
  EXPECT_EQ(state(1), RunState::stopped);
  check(0, CheckResult::passed);
  check(0, CheckResult::passed);
  EXPECT_EQ(state(1), RunState::running);
  admin(0, AdminState::maint);
  EXPECT_TRUE(live().server(1, now_).maintenance);
  admin(0, AdminState::ready);
  EXPECT_EQ(state(1), RunState::running);
  admin(0, AdminState::drain);
  EXPECT_FALSE(live().server(1, now_).usable);
}

TEST_F(ServerStates, WeightsChangeExceptWhereTheMapIsFixed) {
  add_server().weight = 10;
  add_server().weight = 10;
  EXPECT_FALSE(live().set_weight(0, 257, false, now_, effects_));
  EXPECT_TRUE(live().set_weight(0, 50, true, now_, effects_));
  EXPECT_EQ(weight(0), 80U);
  EXPECT_TRUE(live().set_weight(0, 100000, true, now_, effects_));
  EXPECT_EQ(weight(0), 4096U);
  live_.reset();
  proxy().balance.algorithm = model::BalanceAlgorithm::static_rr;
  EXPECT_FALSE(live().set_weight(0, 5, false, now_, effects_));
  EXPECT_TRUE(live().set_weight(0, 0, false, now_, effects_));
  EXPECT_FALSE(live().server(0, now_).usable);
  EXPECT_TRUE(live().set_weight(0, 10, false, now_, effects_));
}

TEST_F(ServerStates, AServerThatComesUpTakesFromTheBackendsQueue) {
  for (const Version target : {Version::v2_6, Version::v3_0}) {
    model_ = {};
    model_.target = target;
    model_.proxies.resize(1);
    proxy().fullconn = 1000;
    live_.reset();
    requests_.clear();
    add_server(1);
    add_server(1).disabled = true;
    send();
    EXPECT_EQ(send(), "q");
    EXPECT_EQ(send(), "q");
    admin(1, AdminState::ready);
    EXPECT_EQ(dequeued(), "1:s2");
    EXPECT_EQ(live().server(1, now_).served, target == Version::v2_6 ? 0U : 1U) << "2.6 does not count them";
    EXPECT_EQ(live().server(1, now_).current, 1U);
  }
}

TEST_F(ServerStates, AQueueOfAServerThatGoesAwayMovesWithRedispatchUpTo28) {
  proxy().redispatch = true;
  add_server(1);
  add_server(5);
  send(0);
  send(0);
  send(0);
  admin(0, AdminState::maint);
  EXPECT_EQ(dequeued(), "1:s2 2:s2");
}

TEST_F(ServerStates, Since30ItIsSentToThatServerAllTheSame) {
  model_.target = Version::v3_0;
  proxy().redispatch = true;
  add_server(1);
  add_server(5);
  send(0);
  send(0);
  admin(0, AdminState::maint);
  EXPECT_EQ(dequeued(), "1:s1");
}

TEST_F(ServerStates, Since30NobodyWaitsWhenNoServerIsLeft) {
  model_.target = Version::v3_0;
  add_server(1);
  send();
  send();
  admin(0, AdminState::drain);
  EXPECT_EQ(dequeued(), "1:x");
}

TEST_F(ServerStates, SessionsAreCutWhenMarkedDown) {
  add_server().shutdown_on_marked_down = true;
  add_server();
  send(0);
  send(1);
  send(0);
  finish(0);
  admin(0, AdminState::maint);
  EXPECT_EQ(dequeued(), "2:closed");
}

TEST_F(ServerStates, ObservedErrorsCountInARow) {
  model::Server& server = add_server();
  server.check.kind = model::HealthCheck::Kind::connect;
  server.observe = model::Observe::layer7;
  server.on_error = model::OnError::mark_down;
  server.error_limit = 3;
  Transaction& r = request();
  place(r);
  for (const std::uint16_t status : {500, 502, 200, 503, 504}) live().answered(r.ticket, status, now_, effects_);
  EXPECT_EQ(state(0), RunState::running);
  live().answered(r.ticket, 500, now_, effects_);
  EXPECT_EQ(state(0), RunState::stopped);
  EXPECT_EQ(effects_.check_soon, std::vector<model::Index>{0});
}

TEST_F(ServerStates, AnAgentSaysStateWeightLimitAndHealth) {
  model::Server& server = add_server(10);
  server.weight = 100;
  server.check.agent = true;
  live().agent_report(0, "50% maxconn:4 ready # fine", now_, effects_);
  EXPECT_EQ(live().server(0, now_).weight, 50U);
  EXPECT_EQ(live().server(0, now_).limit, 4U);
  live().agent_report(0, "drain", now_, effects_);
  EXPECT_TRUE(live().server(0, now_).draining);
  live().agent_report(0, "ready,down", now_, effects_);
  EXPECT_EQ(state(0), RunState::stopped);
  EXPECT_FALSE(live().server(0, now_).draining);
  live().agent_report(0, "up", now_, effects_);
  EXPECT_EQ(state(0), RunState::running);
}

TEST_F(ServerStates, FirstChecksAreSpread) {
  for (int i = 0; i < 4; ++i) {
    model::HealthCheck& check = add_server().check;
    check.kind = model::HealthCheck::Kind::connect;
    check.inter = 2 * kSecond;
  }
  EXPECT_EQ(live().first_check(0), 0);
  EXPECT_EQ(live().first_check(3), 3 * kSecond / 2);
}

}  // namespace
}  // namespace hapax::routing
