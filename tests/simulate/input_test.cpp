#include <zlib.h>
#include <zstd.h>

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <hapax/simulate/input.hpp>

namespace hapax::simulate {
namespace {

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstd(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

// All lines, joined by '|', or the error.
std::string lines_of(std::string packed) {
  auto source = unpack(text_source(std::move(packed)), "t");
  if (!source) return source.error().message;
  LineReader reader(std::move(*source));
  LineReader::Line line;
  std::string all;
  for (;;) {
    const auto more = reader.next(line);
    if (!more) return more.error().message;
    if (!*more) return all;
    all.append(line.text).append("|");
  }
}

TEST(LineReader, GivesEveryLineOnce) {
  EXPECT_EQ(lines_of(""), "");
  EXPECT_EQ(lines_of("a\n\nb\r\nlast"), "a||b|last|");
}

TEST(LineReader, CutsALineThatIsTooLongAndGoesOn) {
  LineReader reader(text_source("x\n" + std::string(5'000'000, 'a') + "\nb\n"));
  LineReader::Line line;
  ASSERT_TRUE(reader.next(line).value_or(false));
  ASSERT_TRUE(reader.next(line).value_or(false));
  EXPECT_TRUE(line.cut);
  EXPECT_EQ(line.text.size(), LineReader::kLongest);
  ASSERT_TRUE(reader.next(line).value_or(false));
  EXPECT_EQ(line.text, "b");
  EXPECT_EQ(line.number, 3U);
  EXPECT_FALSE(line.cut);
  EXPECT_FALSE(reader.next(line).value_or(true));
}

TEST(Unpack, RecognisesGzipAndZstdByTheirFirstBytes) {
  EXPECT_EQ(lines_of(gzip("a\nb\n")), "a|b|");
  EXPECT_EQ(lines_of(zstd("a\nb\n")), "a|b|");
  EXPECT_EQ(lines_of(gzip("a\n") + gzip("b\n")), "a|b|");
  EXPECT_EQ(lines_of(zstd("a\n") + zstd("b\n")), "a|b|");
}

TEST(Unpack, SaysWhereDataIsDamaged) {
  const std::string text(100'000, 'a');
  EXPECT_EQ(lines_of(gzip(text).substr(0, 60)), "'t' ends in the middle of its gzip data");
  EXPECT_EQ(lines_of(zstd(text).substr(0, 15)), "'t' ends in the middle of its zstd data");
  std::string broken = gzip("some text that is packed");
  broken[14] ^= 0x55;
  EXPECT_NE(lines_of(broken).find("'t' is damaged"), std::string::npos);
}

TEST(OpenSource, SaysWhyAFileCannotBeRead) {
  EXPECT_EQ(open_source("/nowhere/t").error().message, "cannot read '/nowhere/t': No such file or directory");
  EXPECT_EQ(open_source("/").error().message, "cannot read '/': it is a directory, a trace is one file");
}

}  // namespace
}  // namespace hapax::simulate
