#include <hapax/base/read_source.hpp>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace hapax {
namespace {

class ReadSource : public testing::Test {
 protected:
  ReadSource() {
    std::string pattern = testing::TempDir() + "hapax-read-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~ReadSource() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

TEST_F(ReadSource, GivesEveryByteBack) {
  const std::string bytes(
      "a\r\n\0\xff"
      "b",
      6);
  std::ofstream(path("x.cfg"), std::ios::binary) << bytes;
  EXPECT_EQ(read_source(path("x.cfg")).value(), bytes);
}

TEST_F(ReadSource, ReadsFilesLongerThanOneStep) {
  const std::string bytes(300'000, 'x');
  std::ofstream(path("long.cfg")) << bytes;
  EXPECT_EQ(read_source(path("long.cfg")).value().size(), bytes.size());
}

TEST_F(ReadSource, NamesTheFileThatIsNotThere) {
  EXPECT_EQ(read_source(path("none.cfg")).error().message,
            "cannot read '" + path("none.cfg") + "': no such file or directory");
}

TEST_F(ReadSource, RefusesADirectory) {
  EXPECT_EQ(read_source(path("")).error().message, "cannot read '" + path("") + "': it is a directory");
}

TEST_F(ReadSource, DoesNotWaitForAPipeWithoutWriter) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_source(path("pipe")).error().message,
            "cannot read '" + path("pipe") + "': it is a pipe that nobody writes to");
}

TEST_F(ReadSource, StopsAtAnEndlessDevice) {
  EXPECT_EQ(read_source("/dev/zero").error().message, "cannot read '/dev/zero': it is longer than 64 MiB");
}

}  // namespace
}  // namespace hapax
