// The heap of a process that is about to fill it.
#pragma once

#include <cstddef>

namespace hapax {

/// Says that about so many bytes will be allocated in small pieces and kept: the heap is extended at once and put onto
/// huge pages where the system has them. A page fault for each 4 KiB costs a fifth of the time in which a large
/// configuration is read. Address space only: what is not used takes no memory. Does nothing for small amounts, nor
/// with another C library than glibc. To be called before there are other threads.
void expect_allocations(std::size_t bytes);

/// The same for what the calling thread allocates, once expect_allocations() has been called.
void expect_allocations_of_thread(std::size_t bytes);

}  // namespace hapax
