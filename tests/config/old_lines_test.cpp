// Lines of HAProxy 1.x are shown as they are written today.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

const std::string kBase = "listen l\n mode http\n bind :80\n acl a dst_port 80\n ";

const Diagnostic* removed_keyword(const LoadedText& loaded) {
  for (const Diagnostic& d : loaded.findings.list())
    if (d.rule == "removed-keyword") return &d;
  return nullptr;
}

struct Old {
  std::string line;
  std::string today;
  bool safe = true;
};

class OldLine : public testing::TestWithParam<Old> {};

TEST_P(OldLine, IsShownAsItIsWrittenToday) {
  const LoadedText loaded(kBase + GetParam().line + "\n");
  const Diagnostic* const finding = removed_keyword(loaded);
  ASSERT_NE(finding, nullptr);
  EXPECT_THAT(finding->help, testing::ElementsAre("write: " + GetParam().today));
  ASSERT_TRUE(finding->fix);
  EXPECT_EQ(finding->fix->safe, GetParam().safe);
  ASSERT_EQ(finding->fix->edits.size(), 1U);
  EXPECT_EQ(loaded.sources.text(finding->fix->edits[0].span), GetParam().line);
  EXPECT_EQ(finding->fix->edits[0].replacement, GetParam().today);
}

// HAProxy takes what is proposed.
TEST_P(OldLine, BecomesOneThatIsAccepted) {
  for (const Version target : {Version::v2_6, Version::v3_2}) {
    const LoadedText loaded(kBase + GetParam().today + "\n", target);
    EXPECT_FALSE(loaded.findings.rejected()) << in_short(loaded.sources, loaded.findings);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Lines, OldLine,
    testing::Values(Old{"block if a", "http-request deny if a"},
                    Old{"block if { src 192.0.2.1 }", "http-request deny if { src 192.0.2.1 }"},
                    Old{"redispatch", "option redispatch"}, Old{"clitimeout 50000", "timeout client 50000"},
                    Old{"timeout srvtimeout 5s", "timeout server 5s"}, Old{"option forceclose", "option httpclose"},
                    Old{R"(reqadd X-Forwarded-Proto:\ https)", "http-request add-header X-Forwarded-Proto https"},
                    Old{R"(reqadd "X-Proto: https on" if a)", "http-request add-header X-Proto 'https on' if a"},
                    Old{R"(rspadd Strict-Transport-Security:\ max-age=300;\ preload)",
                        "http-response add-header Strict-Transport-Security 'max-age=300; preload'"},
                    Old{R"(reqadd "X-It: it's 5%")", R"(http-request add-header X-It "it's 5%%")"},
                    Old{R"(reqidel ^X-Forwarded-For:.*)", "http-request del-header X-Forwarded-For"},
                    Old{R"(rspidel ^Server: unless a)", "http-response del-header Server unless a"},
                    Old{R"(reqrep ^Host:\ old\.example Host:\ new.example)",
                        R"(http-request replace-header Host '^old\.example' new.example)", false},
                    Old{R"(rspirep ^Location:\ http://(.*) Location:\ https://\1 if a)",
                        R"(http-response replace-header Location (?i)^http://(.*) 'https://\1' if a)", false},
                    Old{R"(reqrep ^([^\ ]*)\ /old/(.*) \1\ /new/\2)",
                        R"(http-request replace-pathq ^/old/(.*) '/new/\1')", false},
                    Old{R"(reqirep ^([^\ :]*)\ /static/(.*)\.(png) \1\ /img/\3/\2 if a)",
                        R"(http-request replace-pathq '(?i)^/static/(.*)\.(png)' '/img/\2/\1' if a)", false}));

// What a person has to look at keeps the name of what came for it.
TEST(OldLines, ThatAreNotUnderstoodAreNotRewritten) {
  for (const char* const line :
       {"reqadd", "reqadd X", "reqrep ^Host: Location:", R"(reqrep ^(.*)\ /a(.*)\ HTTP(.*) \1\ /b\2\ HTTP\3)",
        R"(reqrep ^([^\ ]*)\ /a \1\ /b\1)", "reqdeny ^GET", "reqidel X", R"(reqidel ^X:\ 5)", "reqadd \"X: $HOME\"",
        "rsprep ^(.*)\\ a \\1\\ b"}) {
    const LoadedText loaded(std::string(kListen) + " " + line + "\n");
    const Diagnostic* const finding = removed_keyword(loaded);
    ASSERT_NE(finding, nullptr) << line;
    EXPECT_FALSE(finding->fix) << line;
    EXPECT_THAT(finding->help, testing::ElementsAre(testing::StartsWith(""))) << line;
  }
  const LoadedText defaults("defaults\n mode http\n block if TRUE\n reqadd X:\\ y\n redispatch\n");
  std::size_t with_fix = 0;
  for (const Diagnostic& d : defaults.findings.list())
    if (d.rule == "removed-keyword" && d.fix) ++with_fix;
  EXPECT_EQ(with_fix, 1U);
}

}  // namespace
}  // namespace hapax::config
