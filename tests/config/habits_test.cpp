// The help that people get who write what another language has.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

struct Line {
  std::string text;
  std::string help;
};

class Habit : public testing::TestWithParam<Line> {};

TEST_P(Habit, IsAnsweredWithWhatHaproxyHas) {
  const LoadedText l(std::string(kListen) + " acl a path /\n acl b path /\n " + GetParam().text + "\n");
  ASSERT_FALSE(l.findings.list().empty());
  EXPECT_THAT(l.findings.list()[0].help, testing::ElementsAre(GetParam().help));
}

INSTANTIATE_TEST_SUITE_P(
    Lines, Habit,
    testing::Values(Line{"http-request deny if a && b", "leave it out: ACLs that stand side by side must all hold"},
                    Line{"http-request deny if a and b", "leave it out: ACLs that stand side by side must all hold"},
                    Line{"http-request deny if not a", "write '!' before the ACL"},
                    Line{"http-request deny if (a or b) a",
                         "a condition has no parentheses: write each part of an 'or' in full, 'a c or b c'"},
                    Line{"http-request deny if a b)",
                         "a condition has no parentheses: write each part of an 'or' in full, 'a c or b c'"},
                    Line{"include other.cfg", "HAProxy includes no files: name each with '-f FILE', or their folder"},
                    Line{"if a", "a condition stands behind its rule, in the same line"},
                    Line{"}", "remove it: a section has no braces, and ends where the next one begins"},
                    Line{"http-request set-header X %[src_ip]", "write 'src'"},
                    Line{"http-request set-header X %[remote_addr]", "write 'src'"},
                    Line{"http-request set-header X %{src}", "an expression stands in '%[...]'"},
                    Line{"timeout client 30 s", "write '30s', without a blank"},
                    Line{"timeout client 5 min", "write '5m', without a blank"},
                    Line{"timeout client 30 x", "remove it, or put quotes around an argument that holds blanks"},
                    Line{"server s 192.0.2.1 8080", "write ':8080' behind the address, without a blank"},
                    Line{"server s 192.0.2.1:80 weight=5", "write 'weight 5'"},
                    Line{"server s 192.0.2.1:80 maxconn: 5", "write 'maxconn' without a sign behind it"},
                    Line{"stick-table type ip size 1k expire=5m", "write 'expire 5m'"},
                    Line{"mode https", "write 'mode http'; TLS is a matter of the 'bind' line: 'ssl crt FILE'"}));

// One mistake, and not another one in each line of the section.
TEST(Habit, AModeThatMeansRequestsIsTakenForOne) {
  const LoadedText l(std::string(kListen) + " mode https\n http-request deny\n option httplog\n");
  ASSERT_FALSE(l.findings.list().empty());
  EXPECT_EQ(l.findings.list()[0].rule, "unknown-proxy-mode");
  for (const Diagnostic& d : l.findings.list()) {
    EXPECT_NE(d.rule, "needs-http-mode");
    EXPECT_NE(d.rule, "log-format-needs-http");
  }
}

}  // namespace
}  // namespace hapax::config
