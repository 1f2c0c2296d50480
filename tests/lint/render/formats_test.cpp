// Each format that machines read, against its golden file tests/lint/render/golden.FORMAT.
// HAPAX_UPDATE_EXPECTED=1 writes them anew.

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <hapax/lint/render.hpp>

#include "tests/paths.hpp"

namespace hapax::lint {
namespace {

// One finding of each severity, with everything that needs care: quotes, markup, several lines, bytes that are no
// UTF-8.
struct Sample {
  Sample() {
    sources.add("conf/haproxy.cfg", "listen a\n    bind *\n    mode mysql\n    acl x path /<b>\n");
    add({0, 18, 1}, Severity::error, "'bind' needs a port: '*' names an address only");
    outcome.diagnostics.back().related.push_back({{0, 0, 8}, "in this section"});
    add({0, 29, 5}, Severity::error, "100% \"unknown\" mode,\xff here: 'mysql'");
    add({0, 39, 15}, Severity::warning, "<b> & co");
    add({0, 39, 15}, Severity::info, "advice");
    outcome.sources = &sources;
    outcome.rejected = true;
  }
  void add(Span span, Severity severity, std::string message) {
    Diagnostic d;
    d.rule = "sample-rule";
    d.severity = severity;
    d.span = span;
    d.message = std::move(message);
    d.help = {"first line", "second line"};
    outcome.diagnostics.push_back(std::move(d));
  }
  SourceSet sources;
  Outcome outcome;
};

struct Format {
  const char* name;
  std::function<std::string(std::span<const Outcome>)> render;
};

class FormatTest : public testing::TestWithParam<Format> {};

TEST_P(FormatTest, IsAsInItsGoldenFile) {
  const Sample sample;
  const std::string path = std::string(HAPAX_SOURCE_DIR) + "/tests/lint/render/golden." + GetParam().name;
  const std::string text = GetParam().render({&sample.outcome, 1});
  if (std::getenv("HAPAX_UPDATE_EXPECTED") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  EXPECT_EQ(text, std::string(std::istreambuf_iterator<char>(file), {}));
}

TEST_P(FormatTest, WithoutFindingsIsStillWellFormed) {
  SourceSet sources;
  sources.add("a", "");
  const Outcome clean{&sources, Version::v3_2, false, {}};
  const std::string text = GetParam().render({&clean, 1});
  const bool json = std::string_view(GetParam().name).ends_with("json");
  EXPECT_TRUE(!json || nlohmann::json::accept(text)) << text;
}

std::string name_of(const testing::TestParamInfo<Format>& format) {
  const std::string name = format.param.name;
  return name.substr(0, name.find('.'));
}

INSTANTIATE_TEST_SUITE_P(All, FormatTest,
                         testing::Values(Format{"sarif.json", render_sarif}, Format{"github", render_github},
                                         Format{"gitlab.json", render_gitlab}, Format{"junit.xml", render_junit},
                                         Format{"checkstyle.xml", render_checkstyle}),
                         name_of);

}  // namespace
}  // namespace hapax::lint
