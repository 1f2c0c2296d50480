// `balance uri`: the request target up to the question mark, or as much of it as len, depth, whole and path-only say.
//
// HTTP/1 targets are hashed as the client sent them, so an absolute one keeps its scheme and authority unless
// path-only. Reference: HAProxy configuration manual, `balance uri`.
#include <hapax/routing/router.hpp>

#include "routing/balance/hash_key.hpp"
#include "routing/http/target.hpp"
#include "routing/live/backend.hpp"

namespace hapax::routing {

std::optional<std::string_view> uri_key(const Choice& choice, const Backend& backend) {
  const model::Balance& balance = backend.config->balance;
  std::string_view target = choice.transaction.request.target;
  if (balance.uri_path_only) target = path_and_query(target, backend.target).value_or("");
  if (balance.uri_length > 0) target = target.substr(0, balance.uri_length);
  std::uint32_t slashes = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] == '/') {
      if (balance.uri_depth > 0 && ++slashes == balance.uri_depth + 1) return target.substr(0, i);
    } else if (target[i] == '?' && !balance.uri_whole) {
      return target.substr(0, i);
    }
  }
  return target;
}

}  // namespace hapax::routing
