// Dependencies point one way, from text to decision. This reads every #include of the project's own headers and checks
// it against the table below, which is the one in src/README.md.

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/paths.hpp"

namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>>& visible() {
  static const std::map<std::string, std::set<std::string>> kTable{
      {"base", {}},
      {"syntax", {"base"}},
      {"config", {"base", "syntax"}},
      {"model", {"base"}},
      {"compile", {"base", "syntax", "config", "model"}},
      {"routing", {"base", "model"}},
      {"lint", {"base", "syntax", "config", "model", "compile", "routing"}},
      {"simulate", {"base", "model", "routing"}},
      {"graph", {"base", "model"}},
      {"runtime", {"base", "model", "routing"}},
      {"cli", {"base", "syntax", "config", "model", "compile", "routing", "lint", "simulate", "graph", "runtime"}},
  };
  return kTable;
}

// The stage of a path below src/ or include/hapax/: its first folder, except that src/model/compile is a stage of its
// own.
std::string stage_of(const fs::path& below) {
  auto part = below.begin();
  std::string first = part == below.end() ? "" : part->string();
  if (first == "model" && ++part != below.end() && part->string() == "compile") return "compile";
  return first;
}

void check_tree(const fs::path& root, int& includes) {
  static const std::regex kOwn(R"re(^\s*#\s*include\s*[<"](?:hapax/|src/)?([a-z]+/[^">]*)[">].*)re");
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".cpp" && extension != ".hpp") continue;
    const std::string stage = stage_of(fs::relative(entry.path(), root));
    ASSERT_TRUE(visible().contains(stage)) << entry.path() << " belongs to no known stage";
    std::ifstream file(entry.path());
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
      std::smatch match;
      if (!std::regex_match(line, match, kOwn)) continue;
      const std::string target = stage_of(match[1].str());
      if (!visible().contains(target)) continue;
      ++includes;
      EXPECT_TRUE(target == stage || visible().at(stage).contains(target))
          << entry.path().string() << ":" << number << ": " << stage << " must not include " << target;
    }
  }
}

TEST(IncludeDirection, FollowsThePipeline) {
  const fs::path source(HAPAX_SOURCE_DIR);
  int includes = 0;
  check_tree(source / "src", includes);
  check_tree(source / "include" / "hapax", includes);
  EXPECT_GT(includes, 4) << "the pattern that finds includes no longer does";
}

}  // namespace
