#include <hapax/base/arena_list.hpp>

#include <gmock/gmock.h>

namespace hapax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ArenaList, KeepsWhatWasPushedInOrder) {
  Arena arena;
  ArenaList<int, 4> list;
  for (const int n : {3, 1, 2}) list.push_back(n);
  EXPECT_THAT(list.keep(arena), ElementsAre(3, 1, 2));
}

TEST(ArenaList, GoesOnBehindTheFewThatStandInTheList) {
  Arena arena;
  ArenaList<int, 2> list;
  for (const int n : {1, 2, 3, 4, 5}) list.push_back(n);
  list.back() = 6;
  EXPECT_EQ(list.size(), 5U);
  EXPECT_THAT(list.keep(arena), ElementsAre(1, 2, 3, 4, 6));
}

TEST(ArenaList, KeptListsLiveAsLongAsTheArena) {
  Arena arena;
  std::span<const int> kept;
  {
    ArenaList<int, 2> list;
    list.push_back(7);
    kept = list.keep(arena);
    list.push_back(8);
    list.push_back(9);
  }
  EXPECT_THAT(kept, ElementsAre(7));
}

TEST(ArenaList, TakesNoRoomWhenNothingWasPushed) {
  Arena arena;
  ArenaList<int, 2> list;
  EXPECT_TRUE(list.empty());
  EXPECT_THAT(list.keep(arena), IsEmpty());
}

}  // namespace
}  // namespace hapax
