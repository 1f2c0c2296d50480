#include "routing/evaluate/known_ways.hpp"

#include "routing/live/live_state.hpp"

namespace hapax::routing {
namespace {

/// Steps whose outcome may differ from one request of a form to the next, or that leave something behind.
constexpr std::uint32_t kOfItsOwn = kAnswerSteps | kPersistRules | kServerRules | kRdpCookie | kServerRedirects;

}  // namespace

bool KnownWays::may_learn(model::Index frontend, model::Index backend) const {
  if (world_.program.stick_counters > 0) return false;
  // A unique-id-format may draw random numbers.
  if (world_.model.proxies[frontend].unique_id_format != model::kNone) return false;
  if (((world_.steps[frontend] | world_.steps[backend]) & kOfItsOwn) != 0) return false;
  return !world_.live.hashes(backend);
}

void KnownWays::learn(const Transaction& transaction) {
  const std::uint32_t form = transaction.request.form;
  const model::Index frontend = transaction.connection->frontend;
  if (form == 0 || !may_learn(frontend, transaction.ticket.backend)) return;
  std::vector<model::Index>& ways = by_frontend_[frontend];
  if (ways.size() <= form) ways.resize(form + 1, model::kNone);
  ways[form] = transaction.ticket.backend;
}

}  // namespace hapax::routing
