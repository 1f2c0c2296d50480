// Every recorded case of tests/routing/lb-cases: hapax chooses the server that HAProxy chose.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include <hapax/base/read_source.hpp>

#include "load_case.hpp"
#include "tests/paths.hpp"

namespace hapax::lb_case {
namespace {

std::vector<std::filesystem::path> cases() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(HAPAX_SOURCE_DIR "/tests/routing/lb-cases")) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

class RecordedCase : public testing::TestWithParam<std::filesystem::path> {};

/// What is compared of an expected entry: backend and server of a request.
nlohmann::json essence(const nlohmann::json& step, const nlohmann::json& expected) {
  if (step.contains("kind") || expected.is_null()) return nullptr;
  return {{"backend", expected.at("backend")}, {"server", expected.at("server")}};
}

void expect_same(const Case& loaded, const nlohmann::json& expected) {
  const auto played = play_case(loaded);
  ASSERT_TRUE(played) << played.error().message;
  const nlohmann::json& steps = loaded.json.at("requests");
  ASSERT_EQ(played->size(), steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(played->at(i), essence(steps[i], expected[i])) << "step " << i << ": " << steps[i];
  }
}

TEST_P(RecordedCase, ChoosesAsHaproxyDid) {
  const auto text = read_source(GetParam().string());
  ASSERT_TRUE(text) << text.error().message;
  const auto loaded = load_case(GetParam().filename().string(), *text);
  ASSERT_TRUE(loaded) << loaded.error().message;
  expect_same(*loaded, loaded->json.at("expected"));
}

/// The same case as other releases played it, where their choices can be foretold.
TEST_P(RecordedCase, ChoosesAsOtherReleasesDid) {
  const auto text = read_source(GetParam().string());
  ASSERT_TRUE(text) << text.error().message;
  nlohmann::json json = nlohmann::json::parse(*text);
  const nlohmann::json others = json.value("others", nlohmann::json::object());
  for (const auto& [release, outcome] : others.items()) {
    const bool same = outcome == "same";
    if (!same && !outcome.is_array()) continue;
    const nlohmann::json expected = same ? json.at("expected") : outcome;
    json["oracle"] = release;
    SCOPED_TRACE(release);
    const auto loaded = load_case(GetParam().filename().string(), json.dump());
    ASSERT_TRUE(loaded) << loaded.error().message;
    expect_same(*loaded, expected);
  }
}

INSTANTIATE_TEST_SUITE_P(LoadBalancing, RecordedCase, testing::ValuesIn(cases()), [](const auto& recorded) {
  std::string name = recorded.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
});

}  // namespace
}  // namespace hapax::lb_case
