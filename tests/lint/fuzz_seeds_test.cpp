#include "tests/fuzz/seeds.hpp"

namespace hapax::lint {
namespace {

TEST(FuzzSeeds, KeepEveryPromise) { run_fuzz_seeds("config"); }

}  // namespace
}  // namespace hapax::lint
