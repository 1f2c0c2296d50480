// hapax lint as a user types it: what goes where, and with which status.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/ran.hpp"

namespace hapax::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// Has one error (path-pattern-without-slash) and one warning with a safe fix (cidr-host-bits).
constexpr const char* kText = R"(frontend www
    bind :80
    mode http
    timeout client 5s
    timeout http-request 5s
    http-request deny unless { src 10.1.2.3/8 }
    use_backend app if { path_beg api/ }

backend app
    mode http
    timeout connect 5s
    timeout server 5s
    server a1 192.0.2.11:80
)";

class LintCommand : public testing::Test {
 protected:
  LintCommand() {
    std::string pattern = testing::TempDir() + "hapax-lint-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    write("haproxy.cfg", kText);
  }
  ~LintCommand() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name = "haproxy.cfg") const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  [[nodiscard]] std::string read(const std::string& name = "haproxy.cfg") const {
    std::ifstream file(path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // Runs `hapax lint` with these words; out_ and err_ hold what it said.
  int lint(std::vector<std::string> words) {
    words.insert(words.begin(), "lint");
    Ran ran = run_hapax(words);
    out_ = std::move(ran.out);
    err_ = std::move(ran.err);
    return ran.status;
  }

  std::string folder_, out_, err_;
};

TEST_F(LintCommand, FindingsGoToStandardOutputAndTheSummaryToStandardError) {
  EXPECT_EQ(lint({path()}), 1);
  EXPECT_THAT(out_, HasSubstr("= rule: path-pattern-without-slash"));
  EXPECT_THAT(err_, HasSubstr("1 error, 1 warning; --fix repairs 1; --fix --unsafe-fixes repairs 1; HAProxy 3.2 would "
                              "accept it all the same"));
}

TEST_F(LintCommand, StatusFollowsFailOn) {
  EXPECT_EQ(lint({path(), "--ignore", "path-pattern-without-slash"}), 0);
  EXPECT_EQ(lint({path(), "--ignore", "path-pattern-without-slash", "--fail-on", "warning"}), 1);
  EXPECT_EQ(lint({path(), "--exit-zero"}), 0);
}

TEST_F(LintCommand, SelectLeavesOnlyWhatIsNamed) {
  EXPECT_EQ(lint({path(), "--select", "cidr-host-bits"}), 0);
  EXPECT_THAT(out_, HasSubstr("cidr-host-bits"));
  EXPECT_THAT(out_, Not(HasSubstr("path-pattern-without-slash")));
}

TEST_F(LintCommand, AMisspeltRuleIsAnsweredWithTheNearest) {
  EXPECT_EQ(lint({path(), "--ignore", "cidr-host-bit"}), 2);
  EXPECT_THAT(err_, HasSubstr("unknown rule 'cidr-host-bit'; did you mean 'cidr-host-bits'?"));
}

TEST_F(LintCommand, AnUnreadableFileIsAnErrorOfItsOwn) {
  EXPECT_EQ(lint({path("none.cfg")}), 2);
  EXPECT_THAT(out_, IsEmpty());
  EXPECT_EQ(err_, "hapax: cannot read '" + path("none.cfg") + "': no such file or directory\n");
}

TEST_F(LintCommand, JsonNamesTheVerdict) {
  EXPECT_EQ(lint({path(), "--format", "json", "--target", "2.6"}), 1);
  EXPECT_THAT(out_, StartsWith(R"({"version":1,"target":"2.6","configurations":[{"files":[")"));
  EXPECT_THAT(out_, HasSubstr(R"("verdict":"accept")"));
}

TEST_F(LintCommand, FixRepairsWhatIsSafe) {
  EXPECT_EQ(lint({path(), "--fix"}), 1);
  EXPECT_THAT(read(), HasSubstr("src 10.0.0.0/8"));
  EXPECT_THAT(read(), HasSubstr("path_beg api/"));
}

TEST_F(LintCommand, UnsafeFixesRepairTheRest) {
  EXPECT_EQ(lint({path(), "--fix", "--unsafe-fixes"}), 0);
  EXPECT_THAT(read(), HasSubstr("path_beg /api/"));
}

TEST_F(LintCommand, DiffChangesNothing) {
  EXPECT_EQ(lint({path(), "--diff"}), 1);
  EXPECT_THAT(out_, HasSubstr("-    http-request deny unless { src 10.1.2.3/8 }\n"
                              "+    http-request deny unless { src 10.0.0.0/8 }\n"));
  EXPECT_EQ(read(), kText);
}

TEST_F(LintCommand, ABaselineHidesWhatWasThereBefore) {
  EXPECT_EQ(lint({path(), "--baseline", path("known")}), 0);
  EXPECT_EQ(lint({path(), "--baseline", path("known")}), 0);
  EXPECT_THAT(out_, IsEmpty());
  write("haproxy.cfg", std::string("# moved by a line\n") + kText + "    server a2 192.0.2.12\n");
  EXPECT_EQ(lint({path(), "--baseline", path("known"), "--fail-on", "warning"}), 1);
  EXPECT_THAT(out_, HasSubstr("server-port-implicit"));
  EXPECT_THAT(out_, Not(HasSubstr("cidr-host-bits")));
}

TEST_F(LintCommand, SettingsOfTheTeamAreFoundUpward) {
  write("hapax.toml",
        "target = '2.6'\n[lint]\nseverity = { cidr-host-bits = 'error', path-pattern-without-slash = 'off' }\n");
  EXPECT_EQ(lint({path(), "--format", "json"}), 1);
  EXPECT_THAT(out_, HasSubstr(R"("target":"2.6")"));
  EXPECT_THAT(out_, HasSubstr(R"("rule":"cidr-host-bits","origin":"hapax","severity":"error")"));
  EXPECT_THAT(out_, Not(HasSubstr("path-pattern-without-slash")));
}

TEST_F(LintCommand, ACommentSilencesTheNextLine) {
  std::string text = kText;
  text.insert(text.find("    use_backend"), "    # hapax: ignore=path-pattern-without-slash it is only an example\n");
  write("haproxy.cfg", text);
  EXPECT_EQ(lint({path()}), 0);
  EXPECT_THAT(out_, Not(HasSubstr("path-pattern-without-slash")));
}

TEST_F(LintCommand, SaysWhichLinesAnswersAboutTrafficLeaveOut) {
  write("haproxy.cfg", std::string(kText) + "    filter trace\n");
  EXPECT_EQ(lint({path(), "--select", "not-modelled"}), 0);
  EXPECT_THAT(out_, HasSubstr("info: answers about traffic leave this out: filter trace"));
  EXPECT_THAT(out_, HasSubstr("haproxy.cfg:14"));
}

TEST_F(LintCommand, WhatARuleSaysAgainAndAgainIsCutShort) {
  std::string text = "frontend www\n    bind 127.0.0.1:8080\n    mode http\n";
  for (int i = 0; i < 25; ++i) text += "    acl host-" + std::to_string(i) + " hdr(host) -i shop.example\n";
  write("many.cfg", text + "    use_backend nowhere if { path /a }\n    use_backend nowhere if { path /b }\n");
  const auto count = [this](std::string_view rule) {
    std::size_t found = 0;
    for (std::size_t at = out_.find(rule); at != std::string::npos; at = out_.find(rule, at + 1)) ++found;
    return found;
  };
  lint({path("many.cfg")});
  EXPECT_EQ(count("rule: unused-acl"), 20U);
  EXPECT_THAT(err_, HasSubstr("5 more findings of 'unused-acl' are not shown; '--max-per-rule 0' shows all"));
  lint({path("many.cfg"), "--max-per-rule", "0"});
  EXPECT_EQ(count("rule: unused-acl"), 25U);
  EXPECT_THAT(err_, Not(HasSubstr("not shown")));
  // Errors are never left out.
  lint({path("many.cfg"), "--max-per-rule", "1"});
  EXPECT_EQ(count("rule: unknown-backend"), 2U);
  lint({path("many.cfg"), "--max-per-rule", "1", "--format", "checkstyle"});
  EXPECT_EQ(count("unused-acl"), 25U);
}

}  // namespace
}  // namespace hapax::cli
