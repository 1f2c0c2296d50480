#include "routing/evaluate/forwarding.hpp"

#include <algorithm>
#include <string>

#include "routing/evaluate/forwarded.hpp"
#include "routing/fetch/fetches.hpp"
#include "routing/http/headers.hpp"
#include "routing/pattern/parse.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// Is the address within the network as written? False for an empty one.
bool lies_in(const Address& address, const std::string& network) {
  model::PatternSet set;
  set.method = model::Match::ip;
  model::Pattern pattern;
  if (network.empty() || !parse_network(network, pattern)) return false;
  set.patterns.push_back(pattern);
  Sample sample;
  return sample.set_address(address) && Patterns(set, {}).find(sample) != nullptr;
}

/// What `option forwardfor` and `option originalto` say, in a frontend or a backend.
struct Wish {
  bool if_none = false;
  std::string_view header;
};

void add_address(Context& c, const Wish& wish, const Address& address) {
  Headers& headers = c.transaction->request.headers;
  if (wish.if_none && find_header(headers, wish.header)) return;
  Sample sample;
  if (!sample.set_address(address) || !cast(sample, SampleType::string, c.arena)) return;
  headers.push_back({wish.header, sample.text});
}

}  // namespace

void add_forwarding_headers(Context& c) {
  const model::Proxy& frontend = c.world.model.proxies[c.connection().frontend];
  const model::Proxy& backend = c.world.model.proxies[c.transaction->ticket.backend];
  std::string_view id;
  // The identifier is made here at the latest, whether or not anybody asks for it.
  if (unique_id(c, id) && !frontend.unique_id_header.empty()) {
    c.transaction->request.headers.push_back({frontend.unique_id_header, id});
  }
  if (!backend.forwarded.empty()) add_forwarded(backend, c);
  // The backend's header name goes before the frontend's; `if-none` counts when all who ask for the header say so.
  if ((frontend.forward_for || backend.forward_for) && !lies_in(c.source(), frontend.forward_for_except) &&
      !lies_in(c.source(), backend.forward_for_except)) {
    const model::Proxy& chosen = backend.forward_for ? backend : frontend;
    const bool if_none = (!frontend.forward_for || frontend.forward_for_if_none) &&
                         (!backend.forward_for || backend.forward_for_if_none);
    add_address(c, {if_none, chosen.forward_for_header}, c.source());
  }
  if ((frontend.original_to || backend.original_to) && !lies_in(c.destination(), frontend.original_to_except) &&
      !lies_in(c.destination(), backend.original_to_except)) {
    const model::Proxy& chosen = backend.original_to ? backend : frontend;
    add_address(c, {chosen.original_to_if_none, chosen.original_to_header}, c.destination());
  }
}

}  // namespace hapax::routing
