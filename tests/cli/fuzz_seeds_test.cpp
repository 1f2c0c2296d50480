#include "tests/fuzz/seeds.hpp"

namespace hapax::cli {
namespace {

TEST(FuzzSeeds, KeepEveryPromise) { run_fuzz_seeds("readers"); }

}  // namespace
}  // namespace hapax::cli
