// A bounded buffer between two sockets. Its bound is what makes back-pressure: a full buffer is not read into, so the
// kernel's window closes and the sender waits.
//
// The memory comes from a pool and goes back as soon as the buffer is empty, so that a connection that idles holds
// none.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace hapax::runtime {

/// Blocks of one size, reused. One per thread; buffers must not outlive it.
class BufferPool {
 public:
  explicit BufferPool(std::size_t block_size) : block_size_(block_size) {}
  [[nodiscard]] std::size_t block_size() const { return block_size_; }
  std::unique_ptr<char[]> take();
  void give_back(std::unique_ptr<char[]> block);

 private:
  static constexpr std::size_t kKept = 256;
  std::size_t block_size_;
  std::vector<std::unique_ptr<char[]>> free_;
};

class Buffer {
 public:
  explicit Buffer(BufferPool& pool) : pool_(pool) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { clear(); }

  [[nodiscard]] std::string_view bytes() const { return {block_.get() + begin_, end_ - begin_}; }
  [[nodiscard]] std::size_t size() const { return end_ - begin_; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::size_t room() const { return pool_.block_size() - size(); }
  [[nodiscard]] std::size_t capacity() const { return pool_.block_size(); }

  /// Where to write to next: all the room there is, in one piece.
  std::span<char> space();
  /// `count` bytes were written to space().
  void wrote(std::size_t count) { end_ += count; }
  /// Drops bytes from the front.
  void drop(std::size_t count);
  /// Appends as much as there is room for; returns how much.
  std::size_t append(std::string_view text);
  void clear();

 private:
  BufferPool& pool_;
  std::unique_ptr<char[]> block_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace hapax::runtime
