// Persistence: what sends a request to a certain server before the algorithm is asked, and what makes the client come
// back to it.
#pragma once

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// `force-persist` and `ignore-persist`: the first rule of either kind that matches decides.
void apply_persist_rules(Context& context);

/// use-server, then (HTTP) the cookie.
void apply_server_rules(Context& context);
void find_cookie_server(Context& context);
/// What Cookie headers hold for `capture cookie` and for persistence. Once for each request.
void read_cookies(Context& context);
/// `persist rdp-cookie`, then the stick rules.
void find_rdp_cookie_server(Context& context);
void apply_stick_rules(Context& context);

/// `stick store-response`; then all that is to be stored is stored under the server that answered.
void store_stick_entries(Context& context);
/// Nothing of it is stored, for want of an answer or of a server that may be remembered.
void give_up_stores(TransactionState& state);
/// The server's own cookie rewritten or removed, the proxy's added.
void set_response_cookie(Context& context);

}  // namespace hapax::routing
