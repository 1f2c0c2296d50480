// Where in the life of a connection something is evaluated: what fetches may be used there.
#pragma once

#include <cstdint>

#include <hapax/config/config.hpp>

namespace hapax::config {

/// A set of FetchPoint. A fetch may be used when it shares a point with the place.
using Points = std::uint32_t;

/// All of them.
inline constexpr Points kEverywhere = (1U << 22) - 1;
/// Beside the points of an ACL: it looks at bytes below HTTP, which proxies in mode http do not show.
inline constexpr Points kBelowHttp = 1U << 31;

constexpr Points point(FetchPoint p) { return 1U << static_cast<unsigned>(p); }

/// The points of a rule set in a section: its frontend's, its backend's, or both (listen, defaults).
Points points_of(RuleSet set, const Section& section);

/// The points of the condition or format of a directive that is no rule set: use_backend, redirect, log-format ...
Points points_of(std::string_view directive, const Section& section);

/// Whether a fetch looks at raw bytes or at a TLS hello, which proxies in mode http do not show.
bool is_below_http(std::string_view fetch);

/// "frontend http-request header rule": the first point of a set, for messages.
std::string_view point_name(Points points);

}  // namespace hapax::config
