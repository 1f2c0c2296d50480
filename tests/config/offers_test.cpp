// Names that are nearly right: what is offered in their place, and where it would be written.

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

struct Line {
  std::string text;
  std::string word;     ///< in the text
  std::string offered;  ///< instead of it
};

class Offer : public testing::TestWithParam<Line> {};

TEST_P(Offer, IsTheNearestNameInThePlaceOfTheWord) {
  const LoadedText l(std::string(kListen) + " acl is_image path_end .png\n " + GetParam().text + "\nbackend images\n" +
                     "peers mesh\n");
  const auto& findings = l.findings.list();
  const auto found =
      std::find_if(findings.begin(), findings.end(), [](const Diagnostic& d) { return d.fix.has_value(); });
  ASSERT_NE(found, findings.end());
  EXPECT_THAT(found->help, testing::Contains("did you mean '" + GetParam().offered + "'?"));
  EXPECT_FALSE(found->fix->safe);  // it is a guess
  ASSERT_EQ(found->fix->edits.size(), 1U);
  EXPECT_EQ(l.sources.text(found->fix->edits[0].span), GetParam().word);
  EXPECT_EQ(found->fix->edits[0].replacement, GetParam().offered);
}

INSTANTIATE_TEST_SUITE_P(
    Names, Offer,
    testing::Values(Line{"optoin httplog", "optoin", "option"}, Line{"timeout cleint 5s", "cleint", "client"},
                    Line{"use_backend imagse if is_image", "imagse", "images"},
                    Line{"use_backend images if is_imgae", "is_imgae", "is_image"},
                    Line{"http-request set-hedaer X y", "set-hedaer", "set-header"},
                    Line{"http-request sett-var(txn.x) src", "sett-var", "set-var"},
                    Line{"http-request set-header X %[req.hrd(host)]", "req.hrd", "req.hdr"},
                    Line{"http-request set-header X %[src,ipmsk(24)]", "ipmsk", "ipmask"},
                    Line{"server s 192.0.2.1:80 chekc", "chekc", "check"},
                    Line{"server s 192.0.2.1:80 ssl verify nonne", "nonne", "none"},
                    Line{"stick-table type ip size 1k store http_req_rat(10s)", "http_req_rat", "http_req_rate"},
                    Line{"stick-table type ip size 1k peers mehs", "mehs", "mesh"}, Line{"mode htpp", "htpp", "http"},
                    Line{".alrt", ".alrt", ".alert"}));

// What stands in the file is then not the word.
TEST(Offers, WriteNothingWhereQuotesMadeTheWord) {
  const LoadedText l(std::string(kListen) + " opto\"in\" httplog\n");
  ASSERT_FALSE(l.findings.list().empty());
  EXPECT_THAT(l.findings.list()[0].help, testing::ElementsAre("did you mean 'option'?"));
  EXPECT_FALSE(l.findings.list()[0].fix.has_value());
}

}  // namespace
}  // namespace hapax::config
