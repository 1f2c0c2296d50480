#include <gtest/gtest.h>

#include <hapax/lint/render.hpp>

namespace hapax::lint {
namespace {

// `mode mysql` in the first line of a file.
Diagnostic unknown_mode() {
  Diagnostic d;
  d.rule = "unknown-proxy-mode";
  d.origin = Origin::haproxy;
  d.span = {0, 5, 5};
  d.message = "there is no mode 'mysql'";
  d.help = {"write 'mode tcp'", "and 'option mysql-check'"};
  return d;
}

TEST(RenderJson, HasThePromisedForm) {
  SourceSet sources;
  sources.add("haproxy.cfg", "mode mysql\n");
  Outcome outcome{&sources, Version::v3_2, true, {unknown_mode()}};
  EXPECT_EQ(render_json({&outcome, 1}),
            R"({"version":1,"target":"3.2","configurations":[{"files":["haproxy.cfg"],"verdict":"reject",)"
            R"("diagnostics":[{"rule":"unknown-proxy-mode","origin":"haproxy","severity":"error",)"
            R"("file":"haproxy.cfg","line":1,"column":6,"end_line":1,"end_column":11,)"
            R"("message":"there is no mode 'mysql'","help":"write 'mode tcp'\nand 'option mysql-check'",)"
            R"("related":[],"fix":null}]}]})"
            "\n");
}

TEST(RenderJson, CarriesRelatedPlacesAndFixes) {
  SourceSet sources;
  sources.add("haproxy.cfg", "mode mysql\n");
  Diagnostic d = unknown_mode();
  d.related.push_back({{0, 0, 4}, "here"});
  d.fix = Fix{"write 'tcp'", false, {{{0, 5, 5}, "tcp"}}};
  Outcome outcome{&sources, Version::v3_2, true, {d}};
  const std::string json = render_json({&outcome, 1});
  EXPECT_NE(json.find(R"("related":[{"file":"haproxy.cfg","line":1,"column":1,"end_line":1,"end_column":5,)"
                      R"("message":"here"}],)"
                      R"("fix":{"title":"write 'tcp'","safe":false,"edits":[{"file":"haproxy.cfg","line":1,)"
                      R"("column":6,"end_line":1,"end_column":11,"replacement":"tcp"}]})"),
            std::string::npos)
      << json;
}

TEST(RenderJson, SeveralTargetsAreNamedInEachConfiguration) {
  SourceSet sources;
  sources.add("a", "");
  const Outcome outcomes[]{{&sources, Version::v2_6, false, {}}, {&sources, Version::v3_2, false, {}}};
  EXPECT_EQ(render_json(outcomes), R"({"version":1,"target":"2.6,3.2","configurations":[)"
                                   R"({"files":["a"],"target":"2.6","verdict":"accept","diagnostics":[]},)"
                                   R"({"files":["a"],"target":"3.2","verdict":"accept","diagnostics":[]}]})"
                                   "\n");
}

TEST(RenderJson, BytesThatAreNotUtf8AreReplaced) {
  SourceSet sources;
  sources.add("a", "\xff");
  Diagnostic d = unknown_mode();
  d.span = {0, 0, 1};
  d.message = "unknown '\xff'";
  Outcome outcome{&sources, Version::v3_2, true, {d}};
  EXPECT_NE(render_json({&outcome, 1}).find("unknown '\xef\xbf\xbd'"), std::string::npos);
}

}  // namespace
}  // namespace hapax::lint
