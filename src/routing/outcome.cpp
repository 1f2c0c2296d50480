#include <hapax/routing/outcome.hpp>

#include <array>

namespace hapax::routing {
namespace {

constexpr std::array<std::string_view, kOutcomes> kNames{
    "served",     "denied",          "redirected",     "returned",       "tarpitted",    "rejected",  "queue-timeout",
    "queue-full", "connect-timeout", "connect-failed", "server-timeout", "server-error", "no-server", "aborted"};

}  // namespace

std::string_view to_string(Outcome outcome) { return kNames[static_cast<std::size_t>(outcome)]; }

}  // namespace hapax::routing
