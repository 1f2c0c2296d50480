// What files of patterns and maps hold. Each was given to HAProxy 2.6, 3.0 and 3.2, which say the same unless a version
// is named.
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

// Findings about lines from line 7 on, and the message of the last of them.
struct Found {
  std::string rules;
  std::string message;
};

Found check(const std::string& lines, const std::string& content, Version target = Version::v3_2) {
  SourceSet sources;
  Diagnostics findings;
  TextFiles files;
  files.texts["f"] = content;
  const FileId file = sources.add("haproxy.cfg", kListen + lines);
  LoadOptions options;
  options.target = target;
  options.files = &files;
  (void)load(sources, std::span(&file, 1), options, findings);
  return {in_short(sources, findings), findings.empty() ? "" : findings.list().back().message};
}

bool takes(const std::string& criterion, const std::string& content) {
  const std::string rules = check(" http-request deny if { " + criterion + " -f f }\n", content).rules;
  EXPECT_TRUE(rules.empty() || rules == "invalid-pattern:7" || rules == "invalid-regex:7") << criterion << ' ' << rules;
  return rules.empty();
}

bool map_takes(const std::string& call, const std::string& content) {
  return check(" http-request set-header x %[" + call + "]\n", content).rules.empty();
}

TEST(PatternFiles, OfAddressesHoldAddressesNetworksAndNames) {
  for (const char* const fine : {"", "10.0.0.1", " 10.0.0.1\r\n", "#x\n\n::1/64", "10.0.0.0/255.0.0.0", "10", "10.1",
                                 "localhost", "LOCALHOST", "www.example.org", "localhost/8"})
    EXPECT_TRUE(takes("src", fine)) << fine;
  for (const char* const wrong : {"10.0.0.1 ", "10.0.0.1 # x", "  # x", "::1/129", "10.0.0.0/33", "10.0.0.1/", "bogus",
                                  "10.0.0.1,10.0.0.2", "256.1.1.1", "10.0.0.0/8x", "1.2.3.4:80", "*.example.org"})
    EXPECT_FALSE(takes("src", wrong)) << wrong;
  EXPECT_FALSE(takes("src -n", "localhost"));
  EXPECT_FALSE(takes("src -n", "10.1"));
  EXPECT_FALSE(takes("req.hdr(x) -m ip", "bogus"));
}

TEST(PatternFiles, OfNumbersHoldRangesButNoOperators) {
  for (const char* const fine : {"5", "400:", "-5", "5:6", "99999999999", "--5"}) EXPECT_TRUE(takes("dst_port", fine));
  for (const char* const wrong : {"ge 400", "5 ", "5:3", "1.5", "0x10", "+5", ":", "-", "5:-3", "99999999999999999999"})
    EXPECT_FALSE(takes("dst_port", wrong)) << wrong;
  EXPECT_FALSE(takes("path -m len", "ge 5"));
}

TEST(PatternFiles, OfBytesAndExpressionsHoldThose) {
  EXPECT_TRUE(takes("path -m bin", "0a\n0A"));
  EXPECT_FALSE(takes("path -m bin", "0a1"));
  EXPECT_FALSE(takes("path -m bin", "zz"));
  EXPECT_TRUE(takes("path_reg", "a b"));
  EXPECT_FALSE(takes("path_reg -i", " (a"));
  EXPECT_TRUE(takes("path", "(a\n0a1")) << "any text is a string";
  EXPECT_TRUE(takes("src -M", "10.0.0.1 x"));
  EXPECT_FALSE(takes("src -M", "x 10.0.0.1"));
}

TEST(Maps, HoldKeysAndValuesOfTheirConverter) {
  EXPECT_TRUE(map_takes("src,map_ip(f)", "10.0.0.1 a\n10.0.0.0/8 a b\n10.0.0.2"));
  EXPECT_FALSE(map_takes("src,map_ip(f)", "localhost a")) << "names are not looked up here";
  for (const char* const part : {"10.0.0 a", "10/8 a", "10.0.0/24 a"}) EXPECT_FALSE(map_takes("src,map_ip(f)", part));
  EXPECT_FALSE(map_takes("dst_port,map_int(f)", "80 one\nabc two"));
  EXPECT_FALSE(map_takes("path,map_regm(f)", "(a 1"));
  for (const char* const fine :
       {"a", "a ", "a 5", "a -5", "a  5 ", "a +5", "# x", "a\t5", "a -", "a 99999999999999999999"})
    EXPECT_TRUE(map_takes("path,map_str_int(f)", fine)) << fine;
  for (const char* const wrong : {"a 5x", "a 0x10", "a 10.0.0.1", "a 5 6", "  # x"})
    EXPECT_FALSE(map_takes("path,map_str_int(f)", wrong)) << wrong;
  for (const char* const fine : {"a 10.0.0.1", "a 10.0.0.1 ", "a ::1", "a 10.0.0.0/8"})
    EXPECT_TRUE(map_takes("path,map_str_ip(f)", fine)) << fine;
  for (const char* const wrong : {"a", "a 5", "a 10", "a localhost"})
    EXPECT_FALSE(map_takes("path,map_str_ip(f)", wrong)) << wrong;
}

TEST(PatternFiles, AreReportedOnceWithTheLineAndHowMuchElseIsWrong) {
  const Found found = check(" http-request deny if { src -f f }\n", "10.0.0.1\nbogus\n\nx\ny\n");
  EXPECT_EQ(found.rules, "invalid-pattern:7");
  EXPECT_EQ(found.message,
            "'bogus' is not an IP address or network, in line 2 of 'f'; 2 more of its lines are wrong too");
}

TEST(PatternFiles, AreListsOrMapsButNotBoth) {
  const std::string deny = " http-request deny if { path -f f }\n";
  const std::string map = " http-request set-header x %[path,map(f)]\n";
  EXPECT_EQ(check(deny + map, "a b").rules, "pattern-file-kind:8");
  EXPECT_EQ(check(map + deny, "a b").rules, "pattern-file-kind:8");
  EXPECT_EQ(check(map + " http-request deny if { path -M -f f }\n", "a b").rules, "");
  EXPECT_EQ(check(deny + " http-request set-map(f) a b\n", "a b").rules, "") << "actions take the file as it is";
  const std::string other_name = " http-request set-header x %[path,map(opt@f)]\n";
  EXPECT_EQ(check(deny + other_name, "a b", Version::v3_0).rules, "pattern-file-kind:8");
  const std::string no_file =
      " http-request deny if { path -f virt@f }\n http-request set-header x %[path,map(virt@f)]\n";
  EXPECT_EQ(check(no_file, "", Version::v3_0).rules, "");
  EXPECT_EQ(check(no_file, "", Version::v3_2).rules, "pattern-file-kind:8");
}

TEST(PatternFiles, DoNotNameTheGroupsOfUsers) {
  const std::string users =
      "userlist u\n group g users a\n user a password x\nlisten m\n mode http\n bind :81\n"
      " timeout client 1s\n timeout connect 1s\n timeout server 1s\n";
  EXPECT_EQ(check(users + " http-request deny if { http_auth_group(u) g }\n", "").rules, "");
  EXPECT_EQ(check(users + " http-request deny if { http_auth_group(u) -f f }\n", "g").rules, "acl-without-group:16");
  EXPECT_EQ(check(users + " http-request deny if { http_auth_group(u) -m found }\n", "").rules, "acl-without-group:16");
}

}  // namespace
}  // namespace hapax::config
