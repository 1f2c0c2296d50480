// Files that nobody would call a configuration: each gets a sentence or findings, soon and in bounded memory.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/ran.hpp"

namespace hapax::cli {
namespace {

using testing::HasSubstr;

constexpr int kRefused = 1;
constexpr int kUnreadable = 2;

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

class HostileInput : public testing::Test {
 protected:
  HostileInput() {
    std::string pattern = testing::TempDir() + "hapax-hostile-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~HostileInput() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name = "x.cfg") const { return folder_ + "/" + name; }
  [[nodiscard]] std::string written(const std::string& text) const {
    std::ofstream(path(), std::ios::binary) << text;
    return path();
  }

  int lint(std::vector<std::string> words) {
    words.insert(words.begin(), "lint");
    Ran ran = run_hapax(words);
    out_ = std::move(ran.out);
    err_ = std::move(ran.err);
    return ran.status;
  }

  // The most memory that this process ever had, in MiB.
  static long peak() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
  }

  std::string folder_, out_, err_;
};

TEST_F(HostileInput, ALineOfAGigabyteIsRefusedUnread) {
  std::ofstream(path()) << "global\n ";
  std::filesystem::resize_file(path(), std::uintmax_t{1} << 30);
  EXPECT_EQ(lint({path()}), kUnreadable);
  EXPECT_EQ(err_, "hapax: cannot read '" + path() + "': it is longer than 64 MiB\n");
}

TEST_F(HostileInput, ALineOfManyMegabytesIsReadInMemoryOfItsSize) {
  const long before = peak();
  EXPECT_EQ(lint({written("global\n description " + repeated("\"a\"", 3'000'000) + "\n")}), kRefused);
  EXPECT_LT(peak() - before, 300) << "MiB";
}

TEST_F(HostileInput, AFileOfNewlinesTakesLittleMoreThanItsSize) {
  const long before = peak();
  EXPECT_EQ(lint({written(std::string(std::size_t{2} << 20, '\n'))}), kRefused);
  EXPECT_LT(peak() - before, 60) << "MiB";
}

TEST_F(HostileInput, ManySectionsTakeTimeInProportion) {
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += "backend b" + std::to_string(i) + "\n";
  EXPECT_EQ(lint({written(text)}), kRefused);
  EXPECT_THAT(out_, HasSubstr("nothing-to-serve"));
}

TEST_F(HostileInput, DeepBlocksAreAnError) {
  EXPECT_EQ(lint({written(repeated(".if 1\n", 2000) + repeated(".endif\n", 2000))}), kRefused);
  EXPECT_THAT(out_, HasSubstr("'.if' blocks nest at most 16 deep"));
}

TEST_F(HostileInput, DeepParenthesesDoNotReachTheStack) {
  EXPECT_EQ(lint({written(".if " + repeated("(", 100'000) + "1" + repeated(")", 100'000) + "\n.endif\n")}), kRefused);
  EXPECT_EQ(lint({written(".if " + repeated("!", 100'000) + "1\n.endif\n")}), kRefused);
}

TEST_F(HostileInput, LongChainsOfConvertersDoNotReachTheStack) {
  EXPECT_EQ(lint({written("listen l\n bind :80\n http-request set-header x %[src" + repeated(",lower", 50'000) +
                          "]\n acl a " + repeated("lower(", 50'000) + repeated(")", 50'000) + "\n")}),
            kRefused);
}

TEST_F(HostileInput, ADirectoryAmongTheFilesIsNamed) {
  std::filesystem::create_directories(path("sub.cfg"));
  EXPECT_EQ(lint({folder_}), kUnreadable);
  EXPECT_EQ(err_, "hapax: cannot read '" + path("sub.cfg") + "': it is a directory\n");
}

TEST_F(HostileInput, APipeWithoutWriterIsNotWaitedFor) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(lint({path("pipe")}), kUnreadable);
  EXPECT_EQ(err_, "hapax: cannot read '" + path("pipe") + "': it is a pipe that nobody writes to\n");
}

TEST_F(HostileInput, EndlessInputIsGivenUp) {
  EXPECT_EQ(lint({"/dev/zero"}), kUnreadable);
  EXPECT_EQ(err_, "hapax: cannot read '/dev/zero': it is longer than 64 MiB\n");

  const int kept = ::dup(STDIN_FILENO);
  const int zero = ::open("/dev/zero", O_RDONLY);
  ::dup2(zero, STDIN_FILENO);
  EXPECT_EQ(lint({"-"}), kUnreadable);
  EXPECT_EQ(err_, "hapax: cannot read standard input: it is longer than 64 MiB\n");
  ::dup2(kept, STDIN_FILENO);
  ::close(kept);
  ::close(zero);
}

TEST_F(HostileInput, WhatCannotBeReadIsSaid) {
  if (std::filesystem::exists("/proc/self/mem")) {
    EXPECT_EQ(lint({"/proc/self/mem"}), kUnreadable);
    EXPECT_EQ(err_, "hapax: cannot read '/proc/self/mem': input/output error\n");
  }
  EXPECT_EQ(lint({path("none.cfg")}), kUnreadable);
  EXPECT_EQ(err_, "hapax: cannot read '" + path("none.cfg") + "': no such file or directory\n");
}

// A file that ends before the size that it has when it is opened, as one that shrinks does.
TEST_F(HostileInput, AFileThatIsShorterThanItSaysIsReadAsItIs) {
  const std::string shrunk = "/sys/kernel/mm/transparent_hugepage/enabled";
  if (!std::filesystem::exists(shrunk)) GTEST_SKIP() << shrunk << " is not there";
  EXPECT_EQ(lint({shrunk}), kRefused);
  EXPECT_THAT(out_, HasSubstr("keyword-outside-section"));
}

TEST_F(HostileInput, NothingIsNothingToServe) {
  EXPECT_EQ(lint({written("")}), kRefused);
  EXPECT_THAT(out_, HasSubstr("nothing-to-serve"));
  EXPECT_EQ(lint({"/dev/null"}), kRefused);
  EXPECT_THAT(out_, HasSubstr("nothing-to-serve"));
}

TEST_F(HostileInput, NulBytesAreErrorsWithTheirLine) {
  EXPECT_EQ(lint({written(std::string("global\n maxconn 5\0\n\0\n", 20))}), kRefused);
  EXPECT_THAT(out_, HasSubstr("x.cfg:2:11"));
}

TEST_F(HostileInput, BinaryGarbageReachesTheTerminalEscaped) {
  std::string bytes;
  std::uint32_t state = 12345;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1664525U + 1013904223U;
    bytes += static_cast<char>(state >> 24U);
  }
  EXPECT_EQ(lint({written(bytes)}), kRefused);
  EXPECT_EQ(out_.find('\x1b'), std::string::npos);
  EXPECT_EQ(out_.find('\0'), std::string::npos);
}

}  // namespace
}  // namespace hapax::cli
