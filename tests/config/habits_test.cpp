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
    testing::Values(
        Line{"http-request deny if a && b", "leave it out: ACLs that stand side by side must all hold"},
        Line{"http-request deny if a and b", "leave it out: ACLs that stand side by side must all hold"},
        Line{"http-request deny if not a", "write '!' before the ACL"},
        Line{"http-request set-status 404", "it is one of 'http-response' or 'http-after-response'"},
        Line{"http-request deni", "did you mean 'deny'?"},
        Line{"http-request deny if ssl_fc", "write '{ ssl_fc }': a sample fetch stands in braces"},
        Line{"http-request deny if !req.hdr(x) a", "write '{ req.hdr(x) }': a sample fetch stands in braces"},
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
        Line{"timeout client 10 seconds", "write '10s', without a blank"},
        Line{"server s 192.0.2.1:80 check inter 2 sec", "write '2s', without a blank"},
        Line{"stick-table type ip size 1 k", "write '1k', without a blank"},
        Line{"maxconn 2k", "write '2000': numbers have no units"},
        Line{"server s 192.0.2.1:80 maxconn 3M", "write '3000000': numbers have no units"},
        Line{"server s 192.0.2.1:80 ssl verify none sni app.example", "a fixed text is written 'str(app.example)'"},
        Line{"option persist off", "write 'no option persist'"},
        Line{"option persist yes", "remove it: an option is on where its line stands"},
        Line{"acl c req.hdr_cnt(host) >= 2", "write 'ge'"}, Line{"acl c req.hdr_cnt(host) >2", "write 'gt 2'"},
        Line{"acl c req.hdr(host) -m regex x", "write '-m reg'"},
        Line{"http-request deny if { hour gt 5 }", "write 'date,ltime(%H)'"},
        Line{"bind :443 ssl crt x alpn h2 http/1.1", "names of ALPN are one word with commas: 'alpn h2,http/1.1'"},
        Line{"server s 192.0.2.1:80 tls", "write 'ssl'"},
        Line{"server s 192.0.2.1 8080", "write ':8080' behind the address, without a blank"},
        Line{"server s 192.0.2.1:80 weight=5", "write 'weight 5'"},
        Line{"server s 192.0.2.1:80 maxconn: 5", "write 'maxconn' without a sign behind it"},
        Line{"stick-table type ip size 1k expire=5m", "write 'expire 5m'"},
        Line{"mode https", "write 'mode http'; TLS is a matter of the 'bind' line: 'ssl crt FILE'"}));

TEST(Habit, AValueWithBlanksLacksItsQuotes) {
  const auto help = [](const std::string& line) {
    const LoadedText l(std::string(kListen) + " " + line + "\n");
    return l.findings.list().empty() ? std::vector<std::string>() : l.findings.list()[0].help;
  };
  const std::string condition = "remove it, or write 'if' before what must hold";
  EXPECT_THAT(help("http-response set-header Strict-Transport-Security max-age=300; preload if TRUE"),
              testing::ElementsAre("a value that holds blanks stands in quotes: \"max-age=300; preload\"", condition));
  EXPECT_THAT(
      help("http-response set-header Content-Security-Policy default-src 'self'; img-src *"),
      testing::ElementsAre("a value that holds blanks stands in quotes: \"default-src 'self'; img-src *\"", condition));
  EXPECT_THAT(help("http-request set-header X \"a\" b"),
              testing::ElementsAre("a value that holds blanks stands in quotes", condition));
  EXPECT_THAT(help("log-format %ci %cp %r"),
              testing::ElementsAre("remove it; a value that holds blanks stands in quotes: \"%ci %cp %r\""));
  EXPECT_THAT(help("http-request return status 200 content-type text/plain string hello world"),
              testing::Contains("a value that holds blanks stands in quotes: \"hello world\""));
  EXPECT_THAT(help("use_backend b c"), testing::ElementsAre(condition));
  EXPECT_THAT(help("tcp-request content accept b"), testing::ElementsAre(condition));
  EXPECT_THAT(help("server s 192.0.2.1:80 cookie a b"), testing::Not(testing::Contains(testing::HasSubstr("quotes"))));
}

// The ACL stands there, and its error is said already.
TEST(Habit, AnAclWhoseLineWasRefusedIsNotDeclaredAgain) {
  const LoadedText l(std::string(kListen) + " acl a no.such.fetch x\n http-request deny if a\n");
  ASSERT_EQ(l.findings.list().size(), 2U);
  const Diagnostic& unknown = l.findings.list()[1];
  EXPECT_EQ(unknown.message, "ACL 'a' is not known here: its own line was refused");
  EXPECT_THAT(unknown.help, testing::ElementsAre("mend that line"));
  ASSERT_EQ(unknown.related.size(), 1U);
  EXPECT_EQ(l.sources.text(unknown.related[0].span), "acl a no.such.fetch x");
}

TEST(Habit, ABackendWithoutANameIsMissed) {
  const LoadedText l(std::string(kListen) + " use_backend if { path / }\n");
  ASSERT_FALSE(l.findings.list().empty());
  EXPECT_THAT(l.findings.list().back().help, testing::ElementsAre("write the backend's name before 'if'"));
}

TEST(Habit, WhatIsGoneIsNamedWithWhatCameForIt) {
  const LoadedText l("global\n nbproc 4\n" + std::string(kListen) + " reqadd X:\\ y\n reqrep a b\n");
  ASSERT_EQ(l.findings.list().size(), 3U);
  EXPECT_THAT(l.findings.list()[0].help,
              testing::ElementsAre("remove the line; threads are used by themselves ('nbthread' sets how many)"));
  EXPECT_THAT(l.findings.list()[1].help, testing::ElementsAre("write: http-request add-header X y"));
  EXPECT_THAT(l.findings.list()[2].help, testing::ElementsAre("now: http-request replace-header or replace-path"));
}

// One mistake, and not another one in each line of the section.
TEST(Habit, AModeThatMeansRequestsIsTakenForOne) {
  for (const std::string mode : {"https", "htp", "hhtp", "htttp"}) {
    const LoadedText l(std::string(kListen) + " mode " + mode + "\n http-request deny\n option httplog\n");
    ASSERT_FALSE(l.findings.list().empty());
    EXPECT_EQ(l.findings.list()[0].rule, "unknown-proxy-mode");
    for (const Diagnostic& d : l.findings.list()) {
      EXPECT_NE(d.rule, "needs-http-mode") << mode;
      EXPECT_NE(d.rule, "log-format-needs-http") << mode;
    }
  }
}

}  // namespace
}  // namespace hapax::config
