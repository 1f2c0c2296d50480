#include <hapax/base/heap.hpp>

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace hapax {

#ifdef __GLIBC__

namespace {

constexpr std::size_t kWorthIt = std::size_t{16} << 20;

// Whole huge pages within [begin, end).
// NOLINTBEGIN(performance-no-int-to-ptr)
void put_on_huge_pages(std::uintptr_t begin, std::uintptr_t end) {
  constexpr std::uintptr_t kHugePage = std::size_t{2} << 20;
  const std::uintptr_t first = (begin + kHugePage - 1) & ~(kHugePage - 1);
  if (end > first) ::madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
}
// NOLINTEND(performance-no-int-to-ptr)

}  // namespace

void expect_allocations(std::size_t bytes) {
  constexpr std::size_t kMost = std::size_t{1} << 30;
  if (bytes < kWorthIt) return;
  // NOLINTBEGIN(concurrency-mt-unsafe)
  const int amount = static_cast<int>(std::min(bytes, kMost));
  mallopt(M_MMAP_THRESHOLD, amount);
  mallopt(M_TRIM_THRESHOLD, amount);
  mallopt(M_TOP_PAD, amount);
  const auto begin = reinterpret_cast<std::uintptr_t>(::sbrk(0));
  // More than the heap has left, so that it grows now, by what M_TOP_PAD says. Volatile, or the compiler sees that
  // nothing comes of it.
  void* volatile const block = std::malloc(std::size_t{1} << 20);
  std::free(block);
  put_on_huge_pages(begin, reinterpret_cast<std::uintptr_t>(::sbrk(0)));
  mallopt(M_TOP_PAD, 1 << 20);
  // NOLINTEND(concurrency-mt-unsafe)
}

void expect_allocations_of_thread(std::size_t bytes) {
  // glibc gives a thread at most 64 MiB at a time. What is freed here stays with it, because of M_TRIM_THRESHOLD.
  constexpr std::size_t kMost = std::size_t{48} << 20;
  if (bytes < kWorthIt) return;
  const std::size_t amount = std::min(bytes, kMost);
  void* volatile const block = std::malloc(amount);
  const auto begin = reinterpret_cast<std::uintptr_t>(block);
  if (block != nullptr) put_on_huge_pages(begin, begin + amount);
  std::free(block);
}

#else

void expect_allocations(std::size_t) {}
void expect_allocations_of_thread(std::size_t) {}

#endif

}  // namespace hapax
