// Whether a cache on the way might keep an answer, as HAProxy judges it for `cookie ... nocache`.
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/base/version.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::routing {

/// The client's request, whatever rules made of it.
struct Asked {
  std::string_view method;
  bool privately = false;  ///< an Authorization or no-store was seen, or it was found before that nothing is kept
};

/// An answer to GET or HEAD, unless it was asked for privately, of a status that caches keep by default, that says how
/// long it is good (max-age, s-maxage, Expires) or how to ask again (ETag, Last-Modified), and does not forbid it; to
/// any method and of any status, where Cache-Control says "public" behind what forbids it. `status` is the server's,
/// whatever rules made of it.
bool is_cacheable(const Asked& asked, std::uint16_t status, const Response& response, Version version);

}  // namespace hapax::routing
