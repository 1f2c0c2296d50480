// Every rule of every stage keeps to the same contract: it has a page, a configuration on which it speaks with exactly
// these words (bad.cfg, expected.txt), and a near neighbour on which it is silent (good.cfg). A folder tests/lint/RULE
// holds them; more cases are bad-NAME.cfg with expected-NAME.txt, and good-NAME.cfg.
//
// A first line `# target: 2.6` asks for another version than the default. Files that a configuration refers to are
// looked for in its folder. HAPAX_UPDATE_EXPECTED=1 writes the expected files anew.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <hapax/config/load.hpp>
#include <hapax/lint/lint.hpp>
#include <hapax/lint/render.hpp>

#include "tests/paths.hpp"

namespace hapax::lint {
namespace {

namespace fs = std::filesystem;

const fs::path& folder() {
  static const fs::path kPath = fs::path(HAPAX_SOURCE_DIR) / "tests" / "lint";
  return kPath;
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Version target_of(std::string_view text) {
  constexpr std::string_view kMark = "# target: ";
  if (!text.starts_with(kMark)) return kDefaultTarget;
  text.remove_prefix(kMark.size());
  return parse_version(text.substr(0, text.find('\n'))).value_or(kDefaultTarget);
}

// What one rule says on one configuration, and all other findings beside it.
struct Findings {
  Findings(std::string text, std::string_view rule, const fs::path& files) {
    config::DiskFiles disk(files.string());
    config::LoadOptions options;
    options.target = target_of(text);
    options.files = &disk;
    const FileId file = sources.add("haproxy.cfg", std::move(text));
    const config::Config config = config::load(sources, {&file, 1}, options, all);
    const Selection everything{{"all"}, {}};
    check(config, everything, all);
    suppress(sources, config, everything, all);
    sort_by_place(all.list());
    for (const Diagnostic& d : all.list()) {
      if (d.rule == rule) render_text(sources, d, {}, text_of_rule);
    }
  }
  SourceSet sources;
  Diagnostics all;
  std::string text_of_rule;
};

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const RuleInfo* rule : all_rules()) names.emplace_back(rule->name);
  return names;
}

std::vector<fs::path> cases(const std::string& rule, const std::string& prefix) {
  std::vector<fs::path> found;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder() / rule, none)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(".cfg")) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool is_haproxys(const std::string& name) {
  const auto own = rules();
  return std::none_of(own.begin(), own.end(), [&name](const Rule* rule) { return rule->info.name == name; });
}

fs::path expected_path(const fs::path& bad) {
  std::string name = bad.filename().string();
  name.replace(0, 3, "expected");
  name.replace(name.size() - 4, 4, ".txt");
  return bad.parent_path() / name;
}

// The rules whose cases lie here: all of our own, and those of HAProxy's that have a folder; the others are compared
// with HAProxy itself by tools/difftest.
std::vector<std::string> rules_with_cases() {
  std::vector<std::string> names;
  for (std::string& name : rule_names()) {
    if (!is_haproxys(name) || fs::exists(folder() / name)) names.push_back(std::move(name));
  }
  return names;
}

class RuleTest : public testing::TestWithParam<std::string> {};
class RulePage : public testing::TestWithParam<std::string> {};

TEST_P(RuleTest, SaysWhatIsExpectedOfTheBadCases) {
  const auto bad = cases(GetParam(), "bad");
  ASSERT_FALSE(bad.empty()) << "tests/lint/" << GetParam() << "/bad.cfg is missing";
  for (const fs::path& path : bad) {
    const Findings findings(content(path), GetParam(), path.parent_path());
    if (std::getenv("HAPAX_UPDATE_EXPECTED") != nullptr) std::ofstream(expected_path(path)) << findings.text_of_rule;
    EXPECT_FALSE(findings.text_of_rule.empty()) << path << ": the rule is silent";
    EXPECT_EQ(findings.text_of_rule, content(expected_path(path))) << path;
  }
}

TEST_P(RuleTest, HasAPageThatTellsOfItsFix) {
  const std::string_view page = find_rule(GetParam())->fix;
  bool any = false;
  for (const fs::path& path : cases(GetParam(), "bad")) {
    const Findings findings(content(path), GetParam(), path.parent_path());
    for (const Diagnostic& d : findings.all.list()) {
      if (d.rule != GetParam() || !d.fix) continue;
      any = true;
      EXPECT_TRUE(page.find(d.fix->safe ? "safe: " : "unsafe: ") != std::string_view::npos) << path;
    }
  }
  EXPECT_EQ(any, !page.empty());
}

TEST_P(RuleTest, IsSilentOnTheGoodCases) {
  const auto good = cases(GetParam(), "good");
  ASSERT_FALSE(good.empty()) << "tests/lint/" << GetParam() << "/good.cfg is missing";
  for (const fs::path& path : good) {
    EXPECT_EQ(Findings(content(path), GetParam(), path.parent_path()).text_of_rule, "") << path;
  }
}

TEST_P(RulePage, IsComplete) {
  const RuleInfo* rule = find_rule(GetParam());
  ASSERT_NE(rule, nullptr);
  EXPECT_FALSE(rule->summary.empty());
  EXPECT_FALSE(rule->why.empty());
  EXPECT_FALSE(rule->summary.ends_with('.')) << "the summary is no sentence";
  EXPECT_TRUE(rule->why.ends_with('.')) << "why is written in sentences";
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, RuleTest, testing::ValuesIn(rules_with_cases()), test_name);
INSTANTIATE_TEST_SUITE_P(All, RulePage, testing::ValuesIn(rule_names()), test_name);

TEST(RuleRegistry, NamesAreUnique) {
  const auto names = rule_names();
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(RuleRegistry, EveryCaseBelongsToARule) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder())) {
    if (!entry.is_directory() || cases(entry.path().filename().string(), "").empty()) continue;
    EXPECT_NE(find_rule(entry.path().filename().string()), nullptr) << entry.path() << " tests no rule";
  }
}

TEST(RuleRegistry, TheExamplesOfEachPageHold) {
  for (const Rule* rule : rules()) {
    const std::string_view name = rule->info.name;
    ASSERT_FALSE(rule->info.example_bad.empty()) << name;
    ASSERT_FALSE(rule->info.example_good.empty()) << name;
    EXPECT_NE(Findings(std::string(rule->info.example_bad), name, folder()).text_of_rule, "") << name;
    EXPECT_EQ(Findings(std::string(rule->info.example_good), name, folder()).text_of_rule, "") << name;
  }
}

}  // namespace
}  // namespace hapax::lint
