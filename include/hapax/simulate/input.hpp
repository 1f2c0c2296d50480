// Traces as bytes and lines: plain, gzip and zstd, from files and from standard input, in constant memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/result.hpp>

namespace hapax::simulate {

/// Bytes, in order, once.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Reads up to `size` bytes into `into`; 0 at the end. The error says what and where.
  virtual Result<std::size_t> read(char* into, std::size_t size) = 0;
  /// How much of it has been read, 0 to 1; negative where that cannot be known.
  [[nodiscard]] virtual double fraction() const { return -1; }
};

/// A text in memory, as it is.
std::unique_ptr<ByteSource> text_source(std::string text);

/// A file, or standard input for "-". gzip and zstd are recognised by their first bytes, whatever the name, and
/// unpacked; several packed parts in one file follow each other.
Result<std::unique_ptr<ByteSource>> open_source(const std::string& path);

/// `head`, then `rest`: for who has looked at the first bytes of `rest`.
std::unique_ptr<ByteSource> put_back(std::string head, std::unique_ptr<ByteSource> rest);

/// Unpacks `packed` as open_source() does.
Result<std::unique_ptr<ByteSource>> unpack(std::unique_ptr<ByteSource> packed, std::string name);

/// Cuts bytes into lines. A line longer than kLongest is given cut off and marked.
class LineReader {
 public:
  static constexpr std::size_t kLongest = 1U << 20;

  explicit LineReader(std::unique_ptr<ByteSource> source);

  struct Line {
    std::string_view text;     ///< without its end; good until the next call
    std::uint64_t number = 0;  ///< from 1
    bool cut = false;          ///< it was longer than kLongest
  };
  /// The next line; false at the end.
  Result<bool> next(Line& line);
  [[nodiscard]] double fraction() const { return source_->fraction(); }

 private:
  Result<bool> fill();

  std::unique_ptr<ByteSource> source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t number_ = 0;
  bool ended_ = false;
  bool skipping_ = false;  ///< inside the rest of a line that was cut
};

/// Bytes that may be read behind the end of the text of a line (simdjson's padding).
inline constexpr std::size_t kReadAhead = 64;

}  // namespace hapax::simulate
