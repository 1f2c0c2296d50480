// gzip through zlib, zstd through libzstd; both stream, so memory does not depend on the length of a trace.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

#include <hapax/simulate/input.hpp>

namespace hapax::simulate {
namespace {

constexpr std::size_t kChunk = 1U << 17;

class FileSource final : public ByteSource {
 public:
  FileSource(int fd, std::string name) : fd_(fd), name_(std::move(name)) {
    struct stat status {};
    if (::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode)) size_ = status.st_size;
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override {
    if (fd_ != STDIN_FILENO) ::close(fd_);
  }
  Result<std::size_t> read(char* into, std::size_t size) override {
    for (;;) {
      const ssize_t count = ::read(fd_, into, size);
      if (count >= 0) {
        read_ += count;
        return static_cast<std::size_t>(count);
      }
      if (errno != EINTR)
        return fail(fmt::format("cannot read '{}': {}", name_, std::generic_category().message(errno)));
    }
  }
  [[nodiscard]] double fraction() const override {
    return size_ > 0 ? static_cast<double>(read_) / static_cast<double>(size_) : -1;
  }

 private:
  int fd_;
  std::string name_;
  std::int64_t size_ = 0;  // 0: not a file
  std::int64_t read_ = 0;
};

class Rewound final : public ByteSource {
 public:
  Rewound(std::string head, std::unique_ptr<ByteSource> rest) : head_(std::move(head)), rest_(std::move(rest)) {}
  Result<std::size_t> read(char* into, std::size_t size) override {
    if (at_ == head_.size()) return rest_->read(into, size);
    const std::size_t count = std::min(size, head_.size() - at_);
    std::memcpy(into, head_.data() + at_, count);
    at_ += count;
    return count;
  }
  [[nodiscard]] double fraction() const override { return rest_->fraction(); }

 private:
  std::string head_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, std::string name)
      : packed_(std::move(packed)), name_(std::move(name)) {
    inflateInit2(&stream_, MAX_WBITS + 16);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

  Result<std::size_t> read(char* into, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) {
        auto count = packed_->read(input_.data(), input_.size());
        if (!count) return count;
        if (*count == 0) {
          if (between_parts_) return 0;
          return fail(fmt::format("'{}' ends in the middle of its gzip data", name_));
        }
        stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
        stream_.avail_in = static_cast<uInt>(*count);
      }
      if (between_parts_) inflateReset(&stream_);
      between_parts_ = false;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        between_parts_ = true;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return fail(fmt::format("'{}' is damaged: its gzip data cannot be unpacked", name_));
      }
    }
    return size - stream_.avail_out;
  }
  [[nodiscard]] double fraction() const override { return packed_->fraction(); }

 private:
  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  z_stream stream_{};
  std::array<char, kChunk> input_{};
  bool between_parts_ = false;
};

class ZstdSource final : public ByteSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> packed, std::string name)
      : packed_(std::move(packed)), name_(std::move(name)) {}

  Result<std::size_t> read(char* into, std::size_t size) override {
    ZSTD_outBuffer out{into, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size) {
        auto count = packed_->read(input_.data(), input_.size());
        if (!count) return count;
        if (*count == 0) {
          if (complete_) return 0;
          return fail(fmt::format("'{}' ends in the middle of its zstd data", name_));
        }
        in_ = {input_.data(), *count, 0};
      }
      const std::size_t status = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(status) != 0) {
        return fail(fmt::format("'{}' is damaged: its zstd data cannot be unpacked", name_));
      }
      complete_ = status == 0;
    }
    return out.pos;
  }
  [[nodiscard]] double fraction() const override { return packed_->fraction(); }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  std::unique_ptr<ZSTD_DStream, Free> stream_{ZSTD_createDStream()};
  std::array<char, kChunk> input_{};
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool complete_ = true;
};

}  // namespace

std::unique_ptr<ByteSource> put_back(std::string head, std::unique_ptr<ByteSource> rest) {
  return std::make_unique<Rewound>(std::move(head), std::move(rest));
}

Result<std::unique_ptr<ByteSource>> unpack(std::unique_ptr<ByteSource> packed, std::string name) {
  std::string head(4, '\0');
  std::size_t length = 0;
  while (length < head.size()) {
    const auto count = packed->read(head.data() + length, head.size() - length);
    if (!count) return tl::unexpected(count.error());
    if (*count == 0) break;
    length += *count;
  }
  head.resize(length);
  auto all = put_back(head, std::move(packed));
  if (head.starts_with("\x1f\x8b")) return std::make_unique<GzipSource>(std::move(all), std::move(name));
  if (head == "\x28\xb5\x2f\xfd") return std::make_unique<ZstdSource>(std::move(all), std::move(name));
  return all;
}

Result<std::unique_ptr<ByteSource>> open_source(const std::string& path) {
  if (path == "-") return unpack(std::make_unique<FileSource>(STDIN_FILENO, "standard input"), "standard input");
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail(fmt::format("cannot read '{}': {}", path, std::generic_category().message(errno)));
  auto source = std::make_unique<FileSource>(fd, path);
  struct stat status {};
  if (::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    return fail(fmt::format("cannot read '{}': it is a directory, a trace is one file", path));
  }
  return unpack(std::move(source), path);
}

}  // namespace hapax::simulate
