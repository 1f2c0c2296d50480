#include "runtime/net/buffer.hpp"

#include <algorithm>

namespace hapax::runtime {

std::unique_ptr<char[]> BufferPool::take() {
  if (free_.empty()) return std::unique_ptr<char[]>(new char[block_size_]);
  std::unique_ptr<char[]> block = std::move(free_.back());
  free_.pop_back();
  return block;
}

void BufferPool::give_back(std::unique_ptr<char[]> block) {
  if (free_.size() < kKept) free_.push_back(std::move(block));
}

std::span<char> Buffer::space() {
  if (block_ == nullptr) block_ = pool_.take();
  if (begin_ > 0) {
    std::memmove(block_.get(), block_.get() + begin_, size());
    end_ -= begin_;
    begin_ = 0;
  }
  return {block_.get() + end_, pool_.block_size() - end_};
}

void Buffer::drop(std::size_t count) {
  begin_ += count;
  if (empty()) clear();
}

std::size_t Buffer::append(std::string_view text) {
  const std::size_t count = std::min(text.size(), room());
  if (count == 0) return 0;
  if (block_ == nullptr || count > pool_.block_size() - end_) space();
  std::memcpy(block_.get() + end_, text.data(), count);
  end_ += count;
  return count;
}

void Buffer::clear() {
  begin_ = end_ = 0;
  if (block_ != nullptr) pool_.give_back(std::move(block_));
}

}  // namespace hapax::runtime
