#include "tests/cli/ran.hpp"

#include <cstdio>

#include <gtest/gtest.h>

#include "cli/frame/dispatch.hpp"

namespace hapax::cli {

Ran run_hapax(const std::vector<std::string>& words) {
  std::vector<const char*> pointers;
  pointers.reserve(words.size());
  for (const std::string& word : words) pointers.push_back(word.c_str());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Ran ran;
  ran.status = dispatch(pointers);
  std::fflush(stdout);
  ran.out = ::testing::internal::GetCapturedStdout();
  ran.err = ::testing::internal::GetCapturedStderr();
  return ran;
}

}  // namespace hapax::cli
