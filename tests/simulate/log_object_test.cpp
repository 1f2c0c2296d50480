#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <simulate/trace/log_object.hpp>

namespace hapax::simulate {
namespace {

using Read = bool (*)(std::string_view, std::string&, std::vector<LogMember>&);

// "name=value|...", or "damaged".
std::string members(Read read, std::string_view line) {
  std::string made;
  made.reserve(3 * line.size());
  const char* const place = made.data();
  std::vector<LogMember> found;
  if (!read(line, made, found)) return "damaged";
  EXPECT_EQ(made.data(), place) << "views into it would hang in the air";
  std::string text;
  for (const LogMember& member : found) text += fmt::format("{}={}|", member.name, member.value);
  return text;
}

std::string json(std::string_view line) { return members(read_json_members, line); }
std::string cbor(std::string_view line) { return members(read_cbor_members, line); }

TEST(LogObject, ReadsJson) {
  EXPECT_EQ(json(R"({"st": 200, "t": -1, "r": "GET / HTTP/1.1", "hs": null, "tls": false})"),
            "st=200|t=-1|r=GET / HTTP/1.1|hs=|tls=false|");
  EXPECT_EQ(json("{}"), "");
  EXPECT_EQ(json(" { \"a\" :1 , \"b\":2 } "), "a=1|b=2|") << "written anew on its way";
}

TEST(LogObject, TakesEscapesForBytes) {
  EXPECT_EQ(json(R"({"ua": "x\"y\\z\u00C3\u00A9\t\/"})"), "ua=x\"y\\z\xC3\xA9\t/|");
  EXPECT_EQ(json("{\"ua\": \"\xC3\xA9\xFF\"}"), "ua=\xC3\xA9\xFF|") << "3.0 writes what comes";
  EXPECT_EQ(json(R"({"a\n": "\u0041\u20AC"})"), "a\n=A?|");
}

TEST(LogObject, RefusesWhatIsNoFlatObject) {
  for (const std::string_view line :
       {"", "{", "[]", "{\"a\"}", "{\"a\":}", "{\"a\": x}", "{\"a\": {}}", "{\"a\": [1]}", "{\"a\": [[\"b\"]]}",
        "{\"a\": [\"b\"", "{\"a\": 1", "{\"a\": \"b", "{\"a\": \"b\\", "{\"a\": \"\\u00\"}", "{\"a\": \"\\u00xx\"}",
        "{\"a\": 1} x", "{\"a\": 1,}", "{a: 1}", "{\"a\": 1.5}"}) {
    EXPECT_EQ(json(line), "damaged") << line;
  }
}

TEST(LogObject, ReadsCbor) {
  EXPECT_EQ(
      cbor("BF6474696D65781A32382F4E6F762F323032363A31333A35333A3330202B3030303066636C69656E74693132372E302E302E31"
           "64706F727419E4C462737418C86268727F617B66612E74657374617DFF616EF663737263693132372E302E302E3164626F6F6CF4"
           "61727F77474554202F6F6B3F613D2532326220485454502F312E31FF62546120FF"),
      "time=28/Nov/2026:13:53:30 +0000|client=127.0.0.1|port=58564|st=200|hr={a.test}|n=|src=127.0.0.1|bool=false|"
      "r=GET /ok?a=%22b HTTP/1.1|Ta=-1|");
  EXPECT_EQ(cbor("BFFF"), "");
}

TEST(LogObject, ReadsListsOfCapturedHeaders) {
  EXPECT_EQ(json(R"({"a": ["v\"1", "-", ""], "b": ["x"]})"), "a={v\"1||}|b={x}|");
  EXPECT_EQ(cbor("BF61619F617661 2DFF6162F6FF"), "damaged");
  EXPECT_EQ(cbor("BF61619F6176612D60FF6162F6FF"), "a={v||}|b=|");
}

TEST(LogObject, RefusesWhatIsNoFlatMap) {
  for (const std::string_view line :
       {"", "B", "BF", "BFF", "xx", "BF6161", "BF616101", "BF6161818101FF", "BF6161BFFFFF", "01", "8101",
        "BF6161FB3FF8000000000000FF", "BFFF00", "BF61617BFFFFFFFFFFFFFFFF"}) {
    EXPECT_EQ(cbor(line), "damaged") << line;
  }
  std::string deep = "BF6161";
  for (int i = 0; i < 400'000; ++i) deep += "81";
  EXPECT_EQ(cbor(deep), "damaged");
}

TEST(LogObject, NumbersOfCborMayBeLongerThanTheirDigits) {
  std::string line = "BF";
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    line += "601BFFFFFFFFFFFFFFFF60F4";
    expected += "=18446744073709551615|=false|";
  }
  EXPECT_EQ(cbor(line + "FF"), expected);
}

}  // namespace
}  // namespace hapax::simulate
