#include "cli/frame/heap.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace hapax::cli {

#ifdef __GLIBC__

void expect_allocations(std::size_t bytes) {
  constexpr std::size_t kWorthIt = std::size_t{16} << 20;
  constexpr std::size_t kMost = std::size_t{1} << 30;
  constexpr std::uintptr_t kHugePage = std::size_t{2} << 20;
  if (bytes < kWorthIt) return;
  // Called before there are other threads.
  // NOLINTBEGIN(concurrency-mt-unsafe,performance-no-int-to-ptr)
  const int amount = static_cast<int>(std::min(bytes, kMost));
  mallopt(M_MMAP_THRESHOLD, amount);
  mallopt(M_TRIM_THRESHOLD, amount);
  mallopt(M_TOP_PAD, amount);
  const auto begin = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  // More than the heap has left, so that it grows now, by what M_TOP_PAD says. Volatile, or the compiler sees that
  // nothing comes of it.
  void* volatile const block = std::malloc(std::size_t{1} << 20);
  std::free(block);
  const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  mallopt(M_TOP_PAD, 1 << 20);
  const std::uintptr_t first = (begin + kHugePage - 1) & ~(kHugePage - 1);
  if (end > first) ::madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
  // NOLINTEND(concurrency-mt-unsafe,performance-no-int-to-ptr)
}

#else

void expect_allocations(std::size_t) {}

#endif

}  // namespace hapax::cli
