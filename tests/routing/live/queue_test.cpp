#include "live_fixture.hpp"

namespace hapax::routing {
namespace {

class Queues : public LiveTest {};

TEST_F(Queues, RoundRobinQueuesAtTheBackendWhenAllAreFull) {
  add_server(1);
  add_server(1);
  EXPECT_EQ(send(), "s1");
  EXPECT_EQ(send(), "s2");
  EXPECT_EQ(send(), "q");
  EXPECT_EQ(send(), "q");
  finish(1);
  EXPECT_EQ(dequeued(), "2:s2");
  finish(0);
  EXPECT_EQ(dequeued(), "3:s1");
}

TEST_F(Queues, APersistentRequestWaitsForItsServer) {
  add_server(1);
  add_server(1);
  EXPECT_EQ(send(0), "s1");
  EXPECT_EQ(send(0), "q1");
  EXPECT_EQ(live().server(0, now_).queued, 1U);
  finish(0);
  EXPECT_EQ(dequeued(), "1:s1");
}

TEST_F(Queues, WhoeverCameFirstLeavesFirstServersQueueBeforeBackends) {
  add_server(1);
  EXPECT_EQ(send(), "s1");
  EXPECT_EQ(send(), "q");
  EXPECT_EQ(send(0), "q1");
  finish(0);
  EXPECT_EQ(dequeued(), "2:s1") << "equal milliseconds: its own queue first";
  now_ += 2 * kMillisecond;
  EXPECT_EQ(send(0), "q1");
  finish(2);
  EXPECT_EQ(dequeued(), "1:s1") << "the backend's request came earlier";
}

TEST_F(Queues, PriorityClassGoesBeforeTime) {
  add_server(1);
  send();
  send();
  Transaction& urgent = request();
  urgent.ticket.priority_class = -5;
  EXPECT_EQ(told(place(urgent), urgent.ticket), "q");
  finish(0);
  EXPECT_EQ(dequeued(), "2:s1");
}

TEST_F(Queues, PriorityOffsetShiftsTheTime) {
  add_server(1);
  send();
  send();
  Transaction& early = request();
  early.ticket.priority_offset = -10;
  place(early);
  finish(0);
  EXPECT_EQ(dequeued(), "2:s1");
}

TEST_F(Queues, MaxqueueRefusesWhatPersistenceAssigned) {
  add_server(1).maxqueue = 1;
  add_server(1);
  send(0);
  EXPECT_EQ(send(0), "q1");
  EXPECT_EQ(send(0), "x");
}

TEST_F(Queues, RedispatchSendsWhatIsRefusedElsewhere) {
  proxy().redispatch = true;
  add_server(1).maxqueue = 1;
  add_server(1);
  send(0);
  send(0);
  EXPECT_EQ(send(0), "s2");
}

TEST_F(Queues, LeavingAQueueKeepsTheOthersInOrder) {
  add_server(1);
  for (int i = 0; i < 5; ++i) send();
  finish(2);  // gave up, or timed out
  finish(4);
  EXPECT_EQ(dequeued(), "");
  finish(0);
  EXPECT_EQ(dequeued(), "1:s1");
  finish(1);
  EXPECT_EQ(dequeued(), "3:s1");
  finish(3);
  EXPECT_EQ(live().backend(0).connections, 0U);
  EXPECT_EQ(live().backend(0).served, 0U);
}

// Nothing feeds a server that leaves drain, and up to 2.8 new requests stand in line behind those that wait.
TEST_F(Queues, UpTo28NewRequestsStandInLineThoughTheServerIsIdle) {
  add_server(1);
  send();
  EXPECT_EQ(send(), "q");
  live().set_admin_state(0, AdminState::drain, now_, effects_);
  finish(0);
  live().set_admin_state(0, AdminState::ready, now_, effects_);
  EXPECT_EQ(dequeued(), "");
  EXPECT_EQ(send(), "q");
}

TEST_F(Queues, TheLimitGrowsWithTheBackendsConnections) {
  proxy().fullconn = 4;
  model::Server& server = add_server(4);
  server.minconn = 1;
  EXPECT_EQ(send(0), "s1");
  EXPECT_EQ(live().server(0, now_).limit, 1U);
  EXPECT_EQ(send(0), "s1") << "two of four connections: half of maxconn";
  EXPECT_EQ(send(0), "s1");
  EXPECT_EQ(live().server(0, now_).limit, 3U);
  EXPECT_EQ(send(0), "s1");
  EXPECT_EQ(send(0), "q1");
}

TEST_F(Queues, NoUsableServerIsRefusedAtOnce) {
  add_server().disabled = true;
  EXPECT_EQ(send(), "x");
  EXPECT_EQ(send(0), "s1") << "who is assigned is not asked: the connection will tell";
}

}  // namespace
}  // namespace hapax::routing
