// What is read in the first bytes of a TLS client, beside what HAProxy reads there: client-hellos.tsv, which
// tools/record-client-hellos writes.

#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "routing/fetch/tls.hpp"
#include "tests/paths.hpp"

namespace hapax::routing {
namespace {

std::vector<std::string> cells_of(const std::string& line, char separator) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, separator);) cells.push_back(cell);
  return cells;
}

std::string bytes_of(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::string hex(std::optional<std::string_view> bytes) {
  if (!bytes) return "-";
  std::string digits;
  for (const char c : *bytes) digits += fmt::format("{:02X}", static_cast<unsigned char>(c));
  return digits;
}

// The columns of a version before 3.2; `told` says whether "no groups" is told from nothing.
std::string text_of(const std::optional<ClientHello>& hello, bool told) {
  if (!hello) return "-|-|-|-|-|-";
  const std::int64_t version = std::int64_t{hello->version >> 8} << 16 | (hello->version & 0xFF);
  const bool groups_found = hello->names_groups && (told || *hello->names_groups);
  return fmt::format("{}|{}|{}|{}|{}|{}", hello->type ? fmt::format("{}", *hello->type) : "-",
                     version != 0 ? fmt::format("{}", version) : "-", hello->sni.empty() ? "-" : hello->sni,
                     hello->alpn.empty() ? "-" : hello->alpn[0],
                     groups_found ? fmt::format("{:d}", *hello->names_groups) : "-",
                     hello->ticket ? fmt::format("{}", static_cast<int>(*hello->ticket)) : "-");
}

std::string text_since_3_2(const std::optional<ClientHello>& hello) {
  const std::string lists = !hello ? "-|-|-|-"
                                   : fmt::format("{}|{}|{}|{}", hex(hello->ciphers), hex(hello->groups),
                                                 hex(hello->signatures), hex(hello->key_share_groups));
  return text_of(hello, true) + "|" + lists;
}

TEST(ClientHello, IsReadAsHaproxyReadsIt) {
  std::ifstream table(HAPAX_SOURCE_DIR "/tests/routing/client-hellos.tsv");
  std::size_t rows = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with('#')) continue;
    const std::vector<std::string> cells = cells_of(line, '\t');
    ASSERT_EQ(cells.size(), 5U) << line;
    const std::string bytes = bytes_of(cells[1]);
    const auto hello = parse_client_hello(bytes);
    EXPECT_EQ(text_of(hello, false), cells[2]) << cells[0] << ", HAProxy 2.6";
    EXPECT_EQ(text_of(hello, false), cells[3]) << cells[0] << ", HAProxy 3.0";
    EXPECT_EQ(text_since_3_2(hello), cells[4]) << cells[0] << ", HAProxy 3.2";
    ++rows;
  }
  EXPECT_GT(rows, 50U);
}

// Whatever is cut off, nothing behind the end is read; the address sanitizer sees to that.
TEST(ClientHello, MayEndAnywhere) {
  std::ifstream table(HAPAX_SOURCE_DIR "/tests/routing/client-hellos.tsv");
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with('#')) continue;
    const std::string bytes = bytes_of(cells_of(line, '\t')[1]);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const std::vector<char> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
      const auto hello = parse_client_hello({cut.data(), cut.size()});
      EXPECT_TRUE(!hello || hello->sni.size() < size);
    }
  }
}

}  // namespace
}  // namespace hapax::routing
