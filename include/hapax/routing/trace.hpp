// Explanation as a first-class object: what was evaluated on a request's way, for `hapax route`.
#pragma once

#include <string>
#include <string_view>

#include <hapax/model/common.hpp>

namespace hapax::routing {

/// Receives every step of a decision. Passing none costs nothing; passing one never changes a decision.
class Trace {
 public:
  virtual ~Trace() = default;

  /// A rule was evaluated. `rule` is what it is called ("http-request deny"), `why` tells the values that decided.
  virtual void rule(model::Place place, std::string_view rule, bool matched, std::string why) = 0;
  /// The request was answered before any rule saw it, because HAProxy does not take it.
  virtual void refused(std::string_view why) = 0;
  /// Why a server was chosen or passed over, or where the request was queued.
  virtual void server(model::Index server, bool chosen, std::string why) = 0;
};

}  // namespace hapax::routing
