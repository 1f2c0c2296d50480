#include "tests/fuzz/seeds.hpp"

namespace hapax::syntax {
namespace {

TEST(FuzzSeeds, KeepEveryPromise) { run_fuzz_seeds("syntax"); }

}  // namespace
}  // namespace hapax::syntax
