#include "runtime/http1/body.hpp"

#include <gmock/gmock.h>

#include <string>

namespace hapax::runtime::http1 {
namespace {

Framing chunked() { return {BodyKind::chunked, 0, true, false}; }

struct Moved {
  std::string out;
  std::string left;
  bool done = false;
  bool failed = false;
};

/// Feeds `text` in pieces of `step` bytes through buffers of `capacity` bytes.
Moved pass(const Framing& framing, std::string_view text, std::size_t step = 1000, std::size_t capacity = 4096) {
  BufferPool pool(capacity);
  Buffer from(pool);
  Buffer to(pool);
  BodyMover mover;
  mover.start(framing);
  Moved moved;
  while (!mover.done() && !mover.failed() && (!text.empty() || !from.empty())) {
    text.remove_prefix(from.append(text.substr(0, step)));
    const bool any = mover.move(from, to);
    moved.out += to.bytes();
    to.clear();
    if (!any && text.empty()) break;
  }
  moved.left = std::string(from.bytes()) + std::string(text);
  moved.done = mover.done();
  moved.failed = mover.failed();
  return moved;
}

TEST(BodyMover, MovesALengthAndNotOneByteMore) {
  const Moved moved = pass({BodyKind::length, 5, true, false}, "helloGET /");
  EXPECT_TRUE(moved.done);
  EXPECT_EQ(moved.out, "hello");
  EXPECT_EQ(moved.left, "GET /");
}

TEST(BodyMover, MovesChunksWithoutTheirExtensions) {
  const Moved moved = pass(chunked(), "5;name=value\r\nhello\r\n0\r\n\r\nnext");
  EXPECT_TRUE(moved.done);
  EXPECT_EQ(moved.out, "5\r\nhello\r\n0\r\n\r\n");
  EXPECT_EQ(moved.left, "next");
}

TEST(BodyMover, GivesTheSameVerdictHoweverTheBytesAreCut) {
  const std::string_view good = "a \r\n0123456789\r\n00003\r\nabc\r\n0\r\nTrailer: x\r\n\r\n";
  const std::string_view bad = "3\r\nabc\r\nxyz\r\n";
  for (std::size_t step = 1; step <= good.size(); ++step) {
    const Moved moved = pass(chunked(), good, step);
    EXPECT_TRUE(moved.done) << step;
    EXPECT_THAT(moved.out, testing::EndsWith("0\r\ntrailer: x\r\n\r\n")) << step;
    EXPECT_TRUE(pass(chunked(), bad, step).failed) << step;
  }
}

TEST(BodyMover, RefusesSizesThatOthersCouldReadDifferently) {
  for (const std::string_view text :
       {" 5\r\n", "0x5\r\n", "-5\r\n", "\r\n", "5\nhello", "5 5\r\n", "fffffffffffffffff\r\n", "5;a\nb\r\n", "g\r\n"}) {
    EXPECT_TRUE(pass(chunked(), text).failed) << text;
  }
  EXPECT_TRUE(pass(chunked(), "5\r\nhelloX").failed) << "no line end behind the data";
  EXPECT_TRUE(pass(chunked(), "0\r\nbad trailer: x\r\n\r\n").failed);
}

TEST(BodyMover, LargeChunksPassThroughSmallBuffers) {
  const std::string data(10000, 'x');
  const Moved moved = pass(chunked(), "2710\r\n" + data + "\r\n0\r\n\r\n", 700, 512);
  EXPECT_TRUE(moved.done);
  EXPECT_EQ(std::count(moved.out.begin(), moved.out.end(), 'x'), 10000);
}

TEST(BodyMover, TheEndOfTheSenderEndsOnlyWhatHasNoOtherEnd) {
  BodyMover open;
  open.start({BodyKind::until_close, 0, false, false});
  open.sender_ended();
  EXPECT_TRUE(open.done());
  BodyMover counted;
  counted.start({BodyKind::length, 5, true, false});
  counted.sender_ended();
  EXPECT_TRUE(counted.failed());
}

TEST(BodyMover, StopsWhenThereIsNoRoom) {
  BufferPool pool(64);
  Buffer from(pool);
  Buffer to(pool);
  BodyMover mover;
  mover.start({BodyKind::length, 100, true, false});
  to.append(std::string(60, 'a'));
  from.append(std::string(64, 'b'));
  EXPECT_TRUE(mover.move(from, to));
  EXPECT_EQ(to.room(), 0U);
  EXPECT_EQ(from.size(), 60U);
  EXPECT_FALSE(mover.move(from, to));
}

}  // namespace
}  // namespace hapax::runtime::http1
