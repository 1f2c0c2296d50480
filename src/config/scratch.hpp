// Lists that are built while a line is read and then copied to where they stay: one vector for all of them, so that
// nothing is allocated line by line. Lists nest (a server's options have arguments), so the vector is used as a stack.
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace hapax::config {

/// One list at the top of the stack, from its making to its end. Only the list made last may be added to.
template <class T>
class ScratchList {
 public:
  explicit ScratchList(std::vector<T>& stack) : stack_(stack), first_(stack.size()) {}
  ~ScratchList() { stack_.resize(first_); }
  ScratchList(const ScratchList&) = delete;
  ScratchList& operator=(const ScratchList&) = delete;

  void push_back(T value) { stack_.push_back(std::move(value)); }
  [[nodiscard]] std::span<const T> items() const { return std::span<const T>(stack_).subspan(first_); }

 private:
  std::vector<T>& stack_;
  std::size_t first_;
};

}  // namespace hapax::config
