// Items of a log line in one walk: where one ends, and the plain numbers and addresses that most of them are.
//
// Most items are a few characters long, so what finds their end must not cost more than they do: eight bytes are looked
// at as one number (Mycroft's test for a zero byte, after the wanted character was taken from each), and a number or an
// IPv4 address is computed on the way to its end, without a branch for each digit. What is not plain (signs, blanks,
// numbers of 19 digits or more) is left to the slower readers, which decide whether it is anything at all; a test
// compares both.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace hapax::simulate {

inline constexpr std::uint64_t kEachByte = 0x0101010101010101;

/// Where the next `wanted` stands from `at` on, the end of the line when there is none.
inline std::size_t end_of_item(std::string_view line, char wanted, std::size_t at) {
  if constexpr (std::endian::native == std::endian::little) {
    constexpr int kBlocks = 2;  // what is longer than these the library finds faster
    const std::uint64_t pattern = kEachByte * static_cast<unsigned char>(wanted);
    for (int block = 0; block < kBlocks && at + sizeof pattern <= line.size(); ++block) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, line.data() + at, sizeof bytes);
      const std::uint64_t difference = bytes ^ pattern;
      const std::uint64_t zeros = (difference - kEachByte) & ~difference & (0x80 * kEachByte);
      if (zeros != 0) return at + static_cast<std::size_t>(std::countr_zero(zeros)) / 8;
      at += sizeof bytes;
    }
  }
  return std::min(line.find(wanted, at), line.size());
}

/// Digits from `at` on: their value, and where they end. False where there is none, or more than 18.
inline bool plain_number(std::string_view line, std::size_t at, std::uint64_t& value, std::size_t& end) {
  if constexpr (std::endian::native == std::endian::little) {
    std::uint64_t bytes = 0;
    if (at + sizeof bytes <= line.size()) {
      std::memcpy(&bytes, line.data() + at, sizeof bytes);
      std::uint64_t digits = bytes ^ (kEachByte * '0');
      // A byte above 9 gets its highest bit set.
      const std::uint64_t others = ((digits + 0x76 * kEachByte) | digits) & (0x80 * kEachByte);
      const auto count = static_cast<unsigned>(std::countr_zero(others)) / 8;
      if (count == 0) return false;
      if (count < sizeof bytes) {
        // Zeros go before, then neighbours are joined: digits to pairs, pairs to fours, fours to the whole.
        digits <<= 8 * (sizeof bytes - count);
        digits = (digits * 10 + (digits >> 8U)) & 0x00FF00FF00FF00FF;
        digits = (digits * 100 + (digits >> 16U)) & 0x0000FFFF0000FFFF;
        value = (digits * 10'000 + (digits >> 32U)) & 0xFFFFFFFF;
        end = at + count;
        return true;
      }
    }
  }
  constexpr std::size_t kMostDigits = 18;
  const std::size_t begin = at;
  std::uint64_t sum = 0;
  for (; at < line.size(); ++at) {
    const auto digit = static_cast<unsigned>(line[at]) - '0';
    if (digit > 9) break;
    sum = sum * 10 + digit;
  }
  value = sum;
  end = at;
  return at > begin && at - begin <= kMostDigits;
}

/// Four numbers up to 255 of at most three digits with points between them; and where they end.
inline bool plain_ipv4(std::string_view line, std::size_t at, std::array<std::uint8_t, 16>& bytes, std::size_t& end) {
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0 && (at >= line.size() || line[at++] != '.')) return false;
    std::uint64_t value = 0;
    std::size_t behind = 0;
    if (!plain_number(line, at, value, behind) || behind - at > 3 || value > 255) return false;
    bytes[i] = static_cast<std::uint8_t>(value);
    at = behind;
  }
  end = at;
  return true;
}

}  // namespace hapax::simulate
