// `balance hash EXPR`: whatever a sample expression gives, in binary form: text as it is, a number as 8 bytes, an
// address as 4 or 16. With `hash-type ... none` the key is read as a decimal number; releases before 3.2.26 gave it the
// binary form of an integer sample, which always reads as 0. Reference: HAProxy configuration manual, `balance hash`.
#include "routing/balance/hash_key.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

std::optional<std::string_view> expression_key(const Choice& choice, const Backend& backend) {
  const model::Balance& balance = backend.config->balance;
  const bool as_text = balance.hash_function == model::HashFunction::none && backend.target >= Version::v3_2;
  return (*choice.expression_key)(balance.expression, choice.transaction, as_text, choice.now);
}

}  // namespace hapax::routing
