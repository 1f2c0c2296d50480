#include <hapax/lint/fix.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include <gtest/gtest.h>

namespace hapax::lint {
namespace {

Diagnostic fix_at(std::uint32_t offset, std::uint32_t length, std::string replacement, bool safe = true) {
  Diagnostic d;
  d.fix = Fix{"", safe, {{{0, offset, length}, std::move(replacement)}}};
  return d;
}

Repaired repaired(std::string text, std::vector<Diagnostic> findings, bool unsafe = false) {
  SourceSet sources;
  sources.add("a", std::move(text));
  return apply_fixes(sources, 0, findings, unsafe);
}

TEST(ApplyFixes, PutsEditsInWhateverOrderTheyCome) {
  EXPECT_EQ(repaired("bind *\nmode x\n", {fix_at(12, 1, "tcp"), fix_at(5, 1, ":80")}).text, "bind :80\nmode tcp\n");
}

TEST(ApplyFixes, LeavesUnsafeOnesOutUnlessAsked) {
  EXPECT_EQ(repaired("abc", {fix_at(0, 1, "x", false)}).text, "abc");
  EXPECT_EQ(repaired("abc", {fix_at(0, 1, "x", false)}, true).text, "xbc");
}

TEST(ApplyFixes, OfTwoThatTouchTheFirstWins) {
  const Repaired result = repaired("abcdef", {fix_at(1, 3, "x"), fix_at(2, 1, "y")});
  EXPECT_EQ(result.text, "axef");
  EXPECT_EQ(result.fixes, 1U);
}

TEST(ApplyFixes, AFixIsAppliedAsAWholeOrNotAtAll) {
  Diagnostic both = fix_at(1, 1, "x");
  both.fix->edits.push_back({{0, 4, 1}, "y"});
  EXPECT_EQ(repaired("abcdef", {fix_at(4, 1, "z"), both}).text, "abcdzf");
}

TEST(UnifiedDiff, IsEmptyForEqualTexts) { EXPECT_EQ(unified_diff("a\n", "a\n", "f"), ""); }

TEST(UnifiedDiff, ShowsAChangedLineWithItsContext) {
  EXPECT_EQ(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "f"),
            "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, MarksAMissingLastLineEnd) {
  EXPECT_EQ(unified_diff("a", "b\n", "f"), "--- a/f\n+++ b/f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n");
}

// patch(1) is the judge: what it makes of the diff is the second text.
TEST(UnifiedDiff, IsUnderstoodByPatch) {
  if (std::system("patch --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "the program patch is not installed";
  std::string pattern = testing::TempDir() + "hapax-diff-XXXXXX";
  const std::filesystem::path folder = ::mkdtemp(pattern.data());
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const auto text = [&random] {
      std::string lines;
      for (unsigned i = random() % 25; i > 0; --i) lines += static_cast<char>('a' + random() % 3) + std::string("\n");
      return lines;
    };
    const std::string before = text();
    const std::string after = text();
    if (before.empty() || after.empty() || before == after) continue;
    std::ofstream(folder / "f") << before;
    std::ofstream(folder / "f.diff") << unified_diff(before, after, "f");
    const std::string command = "cd " + folder.string() + " && patch -s -p1 < f.diff";
    ASSERT_EQ(std::system(command.c_str()), 0) << unified_diff(before, after, "f");
    std::ifstream file(folder / "f");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), after);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace hapax::lint
