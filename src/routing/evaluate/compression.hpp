// `compression`: which answers HAProxy compresses, and what their header fields say then. Bodies stay as they are.
//
// Three steps, found by experiments: behind all rules of a request the algorithm is chosen that its Accept-Encoding
// names (accept_compression); an answer as the server gave it decides whether it is compressed (choose_compression);
// behind all rules of the answer its fields are changed (tell_compression), whatever rules have made of them. Answers
// of the proxy's own are never compressed.
//
// Not looked at: the load at which `maxcompcpuusage` and `maxcomprate` switch compression off.
#pragma once

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

void accept_compression(Context& c);
void choose_compression(Context& c);
void tell_compression(Context& c);

}  // namespace hapax::routing
