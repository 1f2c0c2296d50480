#include "cli/frame/output_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace hapax::cli {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
 protected:
  OutputFileTest() {
    std::string pattern = testing::TempDir() + "hapax-write-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~OutputFileTest() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] auto entries() const { return std::distance(fs::directory_iterator(folder_), {}); }
  static std::string content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  fs::path folder_;
};

TEST_F(OutputFileTest, IsThereAfterCommit) {
  ASSERT_TRUE(write_file(path("out"), "whole"));
  EXPECT_EQ(content(path("out")), "whole");
  EXPECT_EQ(entries(), 1);
}

TEST_F(OutputFileTest, LeavesNothingWithoutCommit) {
  std::ofstream(path("out")) << "before";
  {
    const auto file = OutputFile::open(path("out"));
    ASSERT_TRUE(file);
    std::fputs("half", file->stream());
  }
  EXPECT_EQ(content(path("out")), "before");
  EXPECT_EQ(entries(), 1);
}

TEST_F(OutputFileTest, KeepsThePermissionsOfTheFileItReplaces) {
  std::ofstream(path("out")) << "before";
  fs::permissions(path("out"), fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_TRUE(write_file(path("out"), "after"));
  EXPECT_EQ(fs::status(path("out")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(OutputFileTest, SaysWhatHinders) {
  const auto written = write_file(path("none/out"), "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "cannot write '" + path("none/out") + "': no such file or directory");
}

}  // namespace
}  // namespace hapax::cli
