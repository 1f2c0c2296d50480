// Through which frontend, and which of its addresses, a request comes in.
#pragma once

#include <cstdint>
#include <string>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::cli {

/// What is known of where a request goes to.
struct Destination {
  bool tls = false;
  std::string host;           ///< empty: unknown
  std::uint16_t port = 0;     ///< 0: unknown
  bool port_written = false;  ///< true: a frontend that does not listen there will not do
};

struct Entrance {
  model::Index frontend = model::kNone;  ///< into proxies
  model::Index bind = model::kNone;      ///< into binds; kNone: it has none
};

/// The frontend of that name. The Error names the nearest one.
Result<Entrance> entrance_by_name(const model::RoutingModel& model, std::string_view name, const Destination& to);

/// The only frontend that such a request can come in through: by scheme and port, by the host where that is an address.
/// The Error lists those that could be meant.
Result<Entrance> entrance_by_address(const model::RoutingModel& model, const Destination& to);

/// The address on which the client finds it, for `dst` and `dst_port`.
routing::Address local_address(const model::RoutingModel& model, const Entrance& entrance, const Destination& to);

}  // namespace hapax::cli
