#include <cstring>

#include <hapax/routing/message.hpp>

namespace hapax::routing {

char* Arena::allocate(std::size_t size) {
  if (size > kBlock) {
    large_.push_back(std::make_unique<char[]>(size));
    return large_.back().get();
  }
  if (block_ == 0 || used_ + size > kBlock) {
    if (block_ == blocks_.size()) blocks_.push_back(std::make_unique<char[]>(kBlock));
    ++block_;
    used_ = 0;
  }
  char* result = blocks_[block_ - 1].get() + used_;
  used_ += size;
  return result;
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  char* result = allocate(text.size());
  std::memcpy(result, text.data(), text.size());
  return {result, text.size()};
}

}  // namespace hapax::routing
