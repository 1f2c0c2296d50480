#include "routing/actions/rewriting.hpp"

#include "routing/evaluate/reply.hpp"
#include "routing/http/reception.hpp"

namespace hapax::routing {

bool overflows(const Context& c) {
  const std::size_t bytes = c.world.model.buffer_size;
  return c.response ? !fits_buffer(c.transaction->response, bytes) : !fits_buffer(c.transaction->request, bytes);
}

Ruling fail_to_rewrite(Context& c) {
  if (c.response ? !c.state->strict_answer : !c.state->strict) return {};
  const model::Index backend = c.transaction->ticket.backend;
  const bool of_backend = c.response && backend != model::kNone;
  c.transaction->has_response = true;
  const bool knows_when = c.world.model.target >= Version::v3_0;
  c.note_end('P', !knows_when ? '-' : c.response ? 'H' : 'R', Version::v2_6);
  answer_with_page(500, of_backend ? c.world.model.proxies[backend] : c.rules_proxy(), c);
  Ruling refused = end_with(Outcome::denied);
  refused.is_error = false;
  return refused;
}

}  // namespace hapax::routing
