// The vocabulary: names of a configuration and what they stand for.
#include <hapax/model/names.hpp>

#include <gtest/gtest.h>

namespace hapax::model {
namespace {

TEST(Names, AliasesAreOneFetch) {
  EXPECT_EQ(find_fetch("hdr"), FetchId::req__hdr);
  EXPECT_EQ(find_fetch("req.hdr"), FetchId::req__hdr);
  EXPECT_EQ(find_fetch("urlp"), find_fetch("url_param"));
  EXPECT_EQ(find_fetch("no.such.fetch"), std::nullopt);
}

TEST(Names, CountersInTheNameAreAnArgument) {
  EXPECT_EQ(find_fetch("sc1_http_req_rate"), FetchId::sc_http_req_rate);
  EXPECT_EQ(implied_counter("sc1_http_req_rate"), 1);
  EXPECT_EQ(implied_counter("sc_http_req_rate"), std::nullopt);
  EXPECT_EQ(find_action("track-sc12"), ActionId::track_sc);
  EXPECT_EQ(implied_counter("track-sc12"), 12);
  EXPECT_EQ(find_action("track-scx"), std::nullopt);
}

TEST(Names, MapsAreFoundByMethodAndResult) {
  EXPECT_EQ(find_converter("map"), ConverterId::map_text);
  EXPECT_EQ(map_match("map"), Match::str);
  EXPECT_EQ(find_converter("map_beg_int"), ConverterId::map_integer);
  EXPECT_EQ(map_match("map_beg_int"), Match::beg);
  EXPECT_EQ(find_converter("map_ip_ip"), ConverterId::map_address);
  EXPECT_EQ(map_match("map_int"), Match::integer);
  EXPECT_EQ(find_converter("map_regm"), ConverterId::map_regm);
  EXPECT_EQ(find_converter("map_len"), std::nullopt);
  EXPECT_EQ(map_match("lower"), std::nullopt);
}

TEST(Names, AclNamesCarryTheirMethod) {
  const auto acl = find_acl("hdr_dom");
  ASSERT_TRUE(acl);
  EXPECT_EQ(acl->fetch, FetchId::req__hdr);
  EXPECT_EQ(acl->match, Match::dom);
  EXPECT_FALSE(find_acl("hdr_cnt"));
  EXPECT_FALSE(find_acl("path"));
}

TEST(Names, RowsTellTypesAndArguments) {
  EXPECT_EQ(to_string(FetchId::req__hdr), "req.hdr");
  EXPECT_EQ(type_of(FetchId::req__hdr_cnt), SampleType::integer);
  EXPECT_EQ(arguments_of(ConverterId::field), "integer text integer?");
  EXPECT_EQ(input_of(ConverterId::iif), SampleType::boolean);
  EXPECT_EQ(default_match(SampleType::address), Match::ip);
  EXPECT_EQ(default_match(SampleType::any), std::nullopt);
}

}  // namespace
}  // namespace hapax::model
