// What a request is hashed by: one source file for each of source, uri, url_param, hdr, rdp-cookie and hash.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "routing/balance/algorithm.hpp"

namespace hapax::routing {

/// `balance source`: a number, not text; the hash function has no part in it. Nothing without an IP address.
std::optional<std::uint32_t> source_hash(const Choice& choice);

// The others: a key to be hashed, empty ones included; nothing when the request has none.
std::optional<std::string_view> uri_key(const Choice& choice, const Backend& backend);
std::optional<std::string_view> url_param_key(const Choice& choice, const Backend& backend);
std::optional<std::string_view> header_key(const Choice& choice, const Backend& backend);
std::optional<std::string_view> rdp_cookie_key(const Choice& choice, const Backend& backend);
std::optional<std::string_view> expression_key(const Choice& choice, const Backend& backend);

/// The value of an RDP cookie at the start of a TCP stream, such as "Cookie: mstshash=user". Nothing when there is
/// none. `name` in any case; empty: whatever it is called.
std::optional<std::string_view> find_rdp_cookie(std::string_view payload, std::string_view name);

}  // namespace hapax::routing
