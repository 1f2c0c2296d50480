// The quick way against the plain one, on short texts of few characters at every place and length.

#include <simulate/trace/item_scanner.hpp>

#include <gtest/gtest.h>

#include <charconv>
#include <string>

#include <hapax/base/random.hpp>
#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {
namespace {

class Texts {
 public:
  std::string next(std::string_view alphabet, std::uint32_t most) {
    std::string text(random_.next32() % (most + 1), ' ');
    for (char& c : text) c = alphabet[random_.next32() % alphabet.size()];
    return text;
  }

 private:
  Xoshiro256 random_{1};
};

TEST(ItemScanner, FindsTheEndOfAnItemAsTheLibraryDoes) {
  Texts texts;
  for (int i = 0; i < 5000; ++i) {
    const std::string text = texts.next("ab/\x01\x7F\x80\xAF\xFF", 40);
    for (std::size_t at = 0; at <= text.size(); ++at) {
      for (const char wanted : {'/', '\xAF', '\x80'}) {
        ASSERT_EQ(end_of_item(text, wanted, at), std::min(text.find(wanted, at), text.size())) << text << " at " << at;
      }
    }
  }
}

TEST(ItemScanner, ReadsDigitsAsTheLibraryDoes) {
  Texts texts;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = texts.next(i % 2 == 0 ? "0123456789" : "0189/:\xB0\x10 ", 30);
    for (std::size_t at = 0; at <= text.size(); ++at) {
      std::uint64_t value = 0;
      std::size_t end = 0;
      const bool found = plain_number(text, at, value, end);
      std::uint64_t expected = 0;
      const char* const first = text.data() + at;
      const auto result = std::from_chars(first, text.data() + text.size(), expected);
      const bool short_enough = result.ptr > first && result.ptr - first <= 18;
      ASSERT_EQ(found, result.ec == std::errc() && short_enough) << text << " at " << at;
      if (!found) continue;
      ASSERT_EQ(value, expected) << text << " at " << at;
      ASSERT_EQ(text.data() + end, result.ptr) << text << " at " << at;
    }
  }
}

TEST(ItemScanner, ReadsAddressesAsTheirReaderDoes) {
  Texts texts;
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = texts.next("0125.", 15);
    std::array<std::uint8_t, 16> bytes{};
    std::size_t end = 0;
    const bool found = plain_ipv4(text, 0, bytes, end) && end == text.size();
    routing::Address address;
    ASSERT_EQ(found, parse_address(text, address)) << text;
    if (found) {
      ASSERT_EQ(bytes, address.bytes) << text;
    }
  }
  for (const char* text : {"255.255.255.255", "0.0.0.0", "1.2.3.4"}) {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t end = 0;
    EXPECT_TRUE(plain_ipv4(text, 0, bytes, end)) << text;
  }
  for (const char* text : {"256.1.1.1", "1.2.3", "1.2.3.", "1..2.3", "0001.2.3.4", ""}) {
    std::array<std::uint8_t, 16> bytes{};
    std::size_t end = 0;
    EXPECT_FALSE(plain_ipv4(text, 0, bytes, end)) << text;
  }
}

}  // namespace
}  // namespace hapax::simulate
