// Tracking: tying an entry of a stick table to a connection or a request, and counting on it.
#pragma once

#include <cstdint>
#include <optional>

#include "routing/evaluate/world.hpp"
#include "routing/stick/reading.hpp"

namespace hapax::routing {

/// What counter number `counter` tracks: the request's own, else the connection's. Nothing when it tracks nothing.
std::optional<EntryRef> find_tracked(Context& c, std::uint32_t counter);

/// `track-scN KEY table T`: nothing happens when the counter tracks something already, or the key does not convert.
/// False when the key could not be had.
bool track(Context& c, std::uint32_t counter, model::Index expression, model::Index table);

/// Gives the entries back at the end of a request or a connection.
void untrack(std::vector<Tracked>& tracked, Time now);

/// Once per connection, after the session rules.
void count_session(ConnectionState& session, Time now);
/// Once per request, for what was tracked before its HTTP rules.
void count_request(Context& c);
/// A request that was refused, or a 4xx of the server.
void count_error(Context& c);
/// A 5xx of the server but 501 and 505.
void count_failure(Context& c);
/// Bytes that a transaction moved.
void count_bytes(Context& c, std::uint64_t in, std::uint64_t out);

}  // namespace hapax::routing
