#include "routing/balance/hash_functions.hpp"

#include <gtest/gtest.h>

namespace hapax::routing {
namespace {

struct Vector {
  std::string_view input;
  std::uint32_t sdbm, djb2, wt6, crc32, mixed;
};

// Compared with the converters of the same names in HAProxy.
constexpr Vector kVectors[] = {
    {"", 0x00000000, 0x00001505, 0xf99a0360, 0x00000000, 0xab4ed927},
    {"a", 0x00000061, 0x0002b606, 0x714bf225, 0xe8b7be43, 0x6d1eff97},
    {"ab", 0x00611841, 0x00597728, 0x12b8a5f9, 0x9e83486d, 0xc7ce573b},
    {"hello", 0x28d19932, 0x0f923099, 0xd2e6e6b7, 0x3610a686, 0x7ae088a6},
    {"/", 0x0000002f, 0x0002b5d4, 0x7073cea5, 0x79d3d2d4, 0x7e3f41d0},
    {"/index.html", 0x33242976, 0xe114b9cf, 0x3101077e, 0xea224b42, 0xfb63160c},
    {"/cart?id=7", 0x64c2e085, 0xdf64a4de, 0xa0b0eb4f, 0x37e3ba29, 0x5c5a4d5c},
    {"192.168.0.1", 0xa3190a74, 0xca90b72b, 0xa9d3c5ba, 0x89879968, 0xe5c2cedf},
    {"The quick brown fox jumps over the lazy dog", 0x8ca77173, 0x34cc38de, 0xe4e7b045, 0x414fa339, 0xf70f1695},
    {"user%201", 0x8d6f4b59, 0xfdeff59c, 0xe424e053, 0xb9a2ff56, 0x8090d135},
    {"bob", 0x30b10b15, 0x0b886278, 0x1aab6f3b, 0xf5cbb140, 0x2eb84968},
    {"\xc3\xa9", 0x00c330a6, 0x00598411, 0xdbb9e1f5, 0x0e048d3e, 0xd6bf4852},
};

TEST(HashFunctions, GiveWhatHaproxyGives) {
  for (const Vector& v : kVectors) {
    EXPECT_EQ(sdbm(v.input), v.sdbm) << v.input;
    EXPECT_EQ(djb2(v.input), v.djb2) << v.input;
    EXPECT_EQ(wt6(v.input), v.wt6) << v.input;
    EXPECT_EQ(crc32(v.input), v.crc32) << v.input;
    EXPECT_EQ(mix(sdbm(v.input)), v.mixed) << v.input;
  }
}

TEST(HashFunctions, MixNumbers) {
  EXPECT_EQ(mix(0), 0xab4ed927);
  EXPECT_EQ(mix(1), 0x348681b6);
  EXPECT_EQ(mix(2), 0xe267b84c);
  EXPECT_EQ(mix(4095), 0xec3bd6fd);
  EXPECT_EQ(mix(4096), 0x49c2008b);
  EXPECT_EQ(mix(0x7f000001), 0x8a1b584b);
  EXPECT_EQ(mix(0xffffffff), 0x7e64c182);
}

TEST(HashFunctions, ReadNumbersUntilTheFirstOtherByte) {
  EXPECT_EQ(number(""), 0U);
  EXPECT_EQ(number("x12"), 0U);
  EXPECT_EQ(number("12abc"), 12U);
  EXPECT_EQ(number("+7"), 7U);
  EXPECT_EQ(number("-3"), 0xfffffffdU);
  EXPECT_EQ(number("4294967297"), 1U);
  EXPECT_EQ(number("9223372036854775807"), 0xffffffffU);
  EXPECT_EQ(number("99999999999999999999"), 0xffffffffU);
  EXPECT_EQ(number("-99999999999999999999"), 0U);
}

TEST(HashFunctions, XxhAsPublished) {
  std::string bytes;
  for (char c = 0; c < 16; ++c) bytes.push_back(c);
  EXPECT_EQ(xxh32("", 0), 0x02cc5d05U);
  EXPECT_EQ(xxh32("a", 0), 0x550d7456U);
  EXPECT_EQ(xxh32(bytes, 0), 0xb72837f4U);
}

}  // namespace
}  // namespace hapax::routing
