// What load() makes of a text: typed values, inheritance, findings.
#include <algorithm>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

namespace hapax::config {
namespace {

struct Loaded {
  SourceSet sources;
  Diagnostics findings;
  Config config;

  [[nodiscard]] std::string rules() const {
    std::string out;
    for (const Diagnostic& d : findings.list()) {
      if (d.origin != Origin::haproxy) continue;
      out += (out.empty() ? "" : " ") + std::string(d.rule) + ":" + std::to_string(sources.begin(d.span).line);
    }
    return out;
  }
};

std::unique_ptr<Loaded> read(std::string text, Version target = Version::v3_2) {
  auto loaded = std::make_unique<Loaded>();
  const FileId file = loaded->sources.add("haproxy.cfg", std::move(text));
  LoadOptions options;
  options.target = target;
  loaded->config = load(loaded->sources, std::span(&file, 1), options, loaded->findings);
  return loaded;
}

constexpr const char* kListen = "listen l\n bind :80\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n";

TEST(Load, GivesTypedValuesByName) {
  const auto l = read("backend b\n timeout server 30s\n server s1 192.0.2.1:80 weight 10 check inter 2s\n");
  const Section* const b = l->config.find(SectionKind::backend, "b");
  ASSERT_NE(b, nullptr);
  EXPECT_EQ(b->last("timeout server")->duration("time"), 30000000);
  const Directive* const server = b->last("server");
  EXPECT_EQ(server->text("name"), "s1");
  EXPECT_EQ(server->option("weight")->integer("weight"), 10);
  EXPECT_EQ(server->option("inter")->duration("time"), 2000000);
  EXPECT_NE(server->option("check"), nullptr);
}

TEST(Load, FollowsDefaultsByNameAndByPlace) {
  const auto l = read(
      "defaults a\n timeout client 1s\ndefaults b\n timeout client 2s\n"
      "frontend x from a\n bind :80\nfrontend y\n bind :81\n");
  const auto client = [&](const char* name) {
    return l->config.effective(*l->config.find(SectionKind::frontend, name), "timeout client")->duration("time");
  };
  EXPECT_EQ(client("x"), 1000000);
  EXPECT_EQ(client("y"), 2000000);
}

TEST(Load, LeavesOutBranchesThatDoNotHold) {
  const auto l = read(
      "global\n setenv WHO me\n"
      ".if streq(\"$WHO\",me)\n description yes\n.elif 1\n description no\n.else\n description never\n.endif\n");
  ASSERT_EQ(l->config.sections[0].all("description").size(), 1U);
  EXPECT_EQ(l->config.sections[0].last("description")->arguments()[0].text, "yes");
}

TEST(Load, ReplacesVariablesThatLinesAboveSet) {
  const auto l = read("global\n setenv PORT 8080\nlisten l\n bind \":$PORT\"\n");
  EXPECT_EQ(l->config.sections[1].last("bind")->arguments()[0].text, ":8080");
}

TEST(Findings, NameTheWordThatIsWrong) {
  const auto l = read(std::string(kListen) + " timeot queue 3s\n");
  EXPECT_EQ(l->rules(), "unknown-keyword:6");
  EXPECT_EQ(l->findings.list()[0].help[0], "did you mean 'timeout'?");
}

TEST(Findings, NameTheAlgorithmThatIsWrong) {
  const auto l = read(std::string(kListen) + " balance leastcon\n balance\n");
  EXPECT_EQ(l->rules(), "unknown-keyword:6");
  EXPECT_EQ(l->findings.list()[0].message, "'balance' has no 'leastcon' here");
  EXPECT_EQ(l->findings.list()[0].help[0], "did you mean 'leastconn'?");
}

TEST(Findings, NameASimilarWordOfAnotherSection) {
  const auto l = read("frontend f\n bind :80\n timeout client 1s\n hash-typ consistent\n");
  EXPECT_EQ(l->rules(), "unknown-keyword:4");
  EXPECT_EQ(l->findings.list()[0].help[0], "'hash-type' is near, and belongs into 'defaults', 'backend' or 'listen'");
}

TEST(Findings, DependOnTheTarget) {
  const std::string text =
      std::string(kListen) + " http-request set-retries 3\n http-request allow if { bytes_in gt 3 }\n";
  EXPECT_EQ(read(text, Version::v3_0)->rules().substr(0, 16), "unknown-action:6");
  EXPECT_EQ(read(text, Version::v3_2)->rules().find("unknown-action"), std::string::npos);
}

TEST(Findings, SayWhatToWriteForAnAddressWithoutPort) {
  const auto l = read("listen l\n bind *\n timeout client 1s\n");
  EXPECT_EQ(l->rules().substr(0, 14), "missing-port:2");
  EXPECT_EQ(l->findings.list()[0].help[0], "write ':80' for every address on port 80");
}

TEST(Findings, KnowWhereASampleFetchIsAvailable) {
  EXPECT_EQ(read(std::string(kListen) + " mode http\n http-request set-header X %[status]\n")->rules(),
            "fetch-not-available:7");
  EXPECT_EQ(read(std::string(kListen) + " mode http\n http-response set-header X %[status]\n")->rules(), "");
}

// What came of an expression is remembered, but not where it was wrong, nor for another place.
TEST(Findings, ComeForEachLineOfTheSameExpression) {
  const std::string head = std::string(kListen) + " mode http\n";
  const auto check = [&](const std::string& expression) {
    const std::string rule = " http-request set-var(txn.a) " + expression + "\n";
    return read(head + rule + rule)->rules();
  };
  EXPECT_EQ(check("path,lower"), "");
  EXPECT_EQ(check("path,louder"), "unknown-converter:7 unknown-converter:8");
  EXPECT_EQ(check("status"), "fetch-not-available:7 fetch-not-available:8");
  EXPECT_EQ(check("src]"), "malformed-expression:7 malformed-expression:8");
  EXPECT_EQ(read(head + " http-response set-var(txn.a) status\n http-request set-var(txn.a) status\n")->rules(),
            "fetch-not-available:8");
}

TEST(Findings, KnowAclsFromTheirLineOn) {
  EXPECT_EQ(read(std::string(kListen) + " mode http\n http-request deny if bad\n acl bad path /x\n")->rules(),
            "unknown-acl:7");
}

TEST(Findings, WarnOfRulesThatRunEarlierThanTheyStand) {
  EXPECT_EQ(read(std::string(kListen) +
                 " mode http\n use_backend b if TRUE\n http-request deny if { path /x }\n"
                 "backend b\n mode http\n timeout connect 1s\n timeout server 1s\n server s 192.0.2.1:80\n")
                ->rules(),
            "rule-order:8");
  EXPECT_EQ(read(std::string(kListen) + "backend b\n monitor fail if TRUE\n tcp-request content accept\n")->rules(),
            "ignored-keyword:7 rule-order:8");
  EXPECT_EQ(read("defaults d\n http-request deny\n tcp-request connection accept\n" + std::string(kListen))->rules(),
            "rule-order:3 defaults-rules-not-inheritable:4");
}

TEST(Findings, EveryRuleHasItsPage) {
  const auto pages = rules();
  const auto l = read("foo\nfrontend a :80\n bind *\n acl x pathh\n use_backend b if y\n mode mysql\n bogus\n");
  EXPECT_FALSE(l->findings.empty());
  for (const Diagnostic& d : l->findings.list()) {
    EXPECT_TRUE(std::any_of(pages.begin(), pages.end(), [&](const RuleInfo& r) { return r.name == d.rule; })) << d.rule;
  }
}

TEST(Rules, AreDescribedOnce) {
  std::vector<std::string_view> names;
  for (const RuleInfo& rule : rules()) {
    names.push_back(rule.name);
    EXPECT_FALSE(rule.summary.empty()) << rule.name;
    EXPECT_FALSE(rule.why.empty()) << rule.name;
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace hapax::config
