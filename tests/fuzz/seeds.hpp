// The body of a fuzzer, run on the seeds of a folder: an input that once broke a promise becomes a seed.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/paths.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace hapax {

/// Runs the fuzzer that is linked in on every file of tests/fuzz/seeds/`folder`.
inline void run_fuzz_seeds(const std::string& folder) {
  std::size_t seeds = 0;
  for (const auto& entry : std::filesystem::directory_iterator(HAPAX_SOURCE_DIR "/tests/fuzz/seeds/" + folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    SCOPED_TRACE(entry.path());
    EXPECT_EQ(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), 0);
    ++seeds;
  }
  EXPECT_GT(seeds, 0U);
}

}  // namespace hapax
