#include "live_fixture.hpp"

namespace hapax::routing {
namespace {

class Retries : public LiveTest {
 protected:
  std::string fail(Transaction& transaction, ConnectFailure failure = ConnectFailure::refused) {
    const Placement placement = live().connect_failed(transaction, failure, now_, effects_, nullptr);
    last_ = placement;
    return told(placement, transaction.ticket);
  }
  std::string again(Transaction& transaction) {
    return told(live().retry(transaction, now_, effects_, nullptr), transaction.ticket);
  }
  Placement last_;
};

TEST_F(Retries, TheSameServerAfterASecondUntilRetriesAreUsedUp) {
  proxy().retries = 2;
  add_server();
  add_server();
  Transaction& r = request();
  EXPECT_EQ(told(place(r), r.ticket), "s1");
  EXPECT_EQ(fail(r), "w1");
  EXPECT_EQ(last_.delay, kSecond);
  EXPECT_EQ(again(r), "s1");
  EXPECT_EQ(fail(r), "w1");
  EXPECT_EQ(again(r), "s1");
  EXPECT_EQ(fail(r), "x");
  EXPECT_EQ(last_.outcome, Outcome::connect_failed);
  EXPECT_EQ(live().server(0, now_).served, 0U);
}

TEST_F(Retries, ATimeoutIsNotFollowedByAWait) {
  add_server();
  Transaction& r = request();
  place(r);
  EXPECT_EQ(fail(r, ConnectFailure::timed_out), "s1");
}

TEST_F(Retries, TheWaitIsTheConnectTimeoutIfThatIsShorter) {
  proxy().timeouts.connect = 60 * kMillisecond;
  add_server();
  Transaction& r = request();
  place(r);
  fail(r);
  EXPECT_EQ(last_.delay, 60 * kMillisecond);
}

TEST_F(Retries, RedispatchGoesToAnotherServerAtOnceWhenTheChoiceWasFree) {
  proxy().redispatch = true;
  add_server();
  add_server();
  Transaction& r = request();
  place(r);
  EXPECT_EQ(fail(r), "s2");
}

TEST_F(Retries, APersistentRequestIsRedispatchedOnItsLastRetry) {
  proxy().redispatch = true;
  proxy().retries = 3;
  add_server();
  add_server();
  Transaction& r = request(0);
  place(r);
  EXPECT_EQ(fail(r), "w1");
  EXPECT_EQ(again(r), "s1");
  EXPECT_EQ(fail(r), "w1");
  EXPECT_EQ(again(r), "s1");
  EXPECT_EQ(fail(r), "s2");
}

TEST_F(Retries, AnIntervalRedispatchesEveryNthTime) {
  proxy().redispatch = true;
  proxy().redispatch_interval = 2;
  proxy().retries = 4;
  add_server();
  add_server();
  Transaction& r = request(0);
  place(r);
  EXPECT_EQ(fail(r), "w1");
  EXPECT_EQ(again(r), "s1");
  EXPECT_EQ(fail(r), "s2");
}

TEST_F(Retries, ForcePersistIsNeverRedispatched) {
  proxy().redispatch = true;
  proxy().retries = 1;
  add_server();
  add_server();
  Transaction& r = request(0);
  r.ticket.force_persist = true;
  place(r);
  EXPECT_EQ(fail(r), "w1");
  EXPECT_EQ(again(r), "s1");
  EXPECT_EQ(fail(r), "x");
}

TEST_F(Retries, WithOneActiveServerARedispatchWaitsFirst) {
  proxy().redispatch = true;
  proxy().retries = 1;
  add_server();
  Transaction& r = request();
  place(r);
  EXPECT_EQ(fail(r), "w1");
  EXPECT_EQ(live().server(0, now_).served, 0U) << "the slot is given back meanwhile";
  EXPECT_EQ(again(r), "s1");
}

TEST_F(Retries, AnAnswerIsAskedForAgainOnlyForItsReasons) {
  proxy().retry_on = model::kRetryConnFailure | model::kRetry503;
  add_server();
  Transaction& r = request();
  place(r);
  const auto answer = [&](std::uint32_t reason, bool replayable) {
    return told(live().answer_failed(r, reason, replayable, now_, effects_, nullptr), r.ticket);
  };
  EXPECT_EQ(answer(model::kRetry500, true), "p");
  EXPECT_EQ(answer(model::kRetry503, false), "p");
  EXPECT_EQ(answer(model::kRetry503, true), "s1");
  EXPECT_EQ(r.ticket.attempts, 1U);
}

}  // namespace
}  // namespace hapax::routing
