#include "cli/frame/configuration_files.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hapax::cli {
namespace {

using testing::ElementsAre;

class ConfigurationFilesTest : public testing::Test {
 protected:
  ConfigurationFilesTest() {
    std::string pattern = testing::TempDir() + "hapax-files-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~ConfigurationFilesTest() override { std::filesystem::remove_all(folder_); }
  void touch(const std::string& name) const { std::ofstream(folder_ + "/" + name) << name << '\n'; }
  std::string folder_;
};

TEST_F(ConfigurationFilesTest, EachPathIsAConfigurationOfItsOwn) {
  const auto found = find_configurations({"a.cfg", "-"}, {}).value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0].paths, ElementsAre("a.cfg"));
  EXPECT_THAT(found[1].paths, ElementsAre("-"));
}

TEST_F(ConfigurationFilesTest, FilesGivenByOptionAreOneConfiguration) {
  const auto found = find_configurations({}, {"global.cfg", "web.cfg"}).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].paths, ElementsAre("global.cfg", "web.cfg"));
}

TEST_F(ConfigurationFilesTest, ADirectoryGivesItsVisibleCfgFilesInOrder) {
  for (const char* name : {"20.cfg", "10.cfg", ".hidden.cfg", "notes.txt"}) touch(name);
  const auto found = find_configurations({folder_}, {}).value();
  EXPECT_THAT(found[0].paths, ElementsAre(folder_ + "/10.cfg", folder_ + "/20.cfg"));
}

TEST_F(ConfigurationFilesTest, ADirectoryWithoutConfigurationIsAnError) {
  EXPECT_EQ(find_configurations({folder_}, {}).error().message,
            "the directory '" + folder_ + "' holds no configuration: no file in it ends in .cfg");
}

TEST_F(ConfigurationFilesTest, ReadingKeepsTheOrder) {
  for (const char* name : {"b.cfg", "a.cfg"}) touch(name);
  const auto sources = read_configuration({"x", {folder_ + "/b.cfg", folder_ + "/a.cfg"}}).value();
  EXPECT_EQ(sources.text(0), "b.cfg\n");
  EXPECT_EQ(sources.text(1), "a.cfg\n");
}

}  // namespace
}  // namespace hapax::cli
