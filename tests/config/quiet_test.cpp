// `quiet`, as HAProxy 2.6, 3.0 and 3.2 take it.
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

TEST(Quiet, HidesWhatHaproxyWouldOnlyPrint) {
  const std::string never = " http-request deny if { status 200 }\n";
  const auto origins = [](const std::string& text, Version target) {
    std::string out;
    for (const Diagnostic& d : LoadedText(text, target).findings.list())
      out += d.origin == Origin::haproxy ? "printed " : "hidden ";
    return out;
  };
  EXPECT_EQ(origins("global\n quiet\n" + (kListen + never), Version::v3_0), "hidden ");
  EXPECT_EQ(origins("global\n quiet\n" + (kListen + never), Version::v3_2), "hidden ");
  EXPECT_EQ(origins(kListen + never + "global\n quiet\n", Version::v3_0), "printed ");
  EXPECT_EQ(origins(kListen + never + "global\n quiet\n", Version::v3_2), "hidden ");
  EXPECT_EQ(origins("global\n quiet\n" + std::string(kListen) + " nosuch\n", Version::v3_2), "printed ");
  EXPECT_EQ(check_text("global\n quiet\n zero-warning\n" + (kListen + never)), "acl-never-matches:10 zero-warning:3");
}

}  // namespace
}  // namespace hapax::config
