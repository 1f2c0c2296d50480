// The aliases of log-format strings: what `%ci` or `%Tr` stands for in a line about one request.
#pragma once

#include <string>
#include <string_view>

#include <hapax/model/model.hpp>

#include "runtime/session/access_record.hpp"

namespace hapax::runtime {

struct LogContext {
  const model::RoutingModel& model;
  const AccessRecord& record;
  std::string_view host;
  [[nodiscard]] const model::Proxy& frontend() const { return model.proxies[record.frontend]; }
  [[nodiscard]] const routing::Ticket* ticket() const {
    return record.transaction == nullptr ? nullptr : &record.transaction->ticket;
  }
};

/// Appends the text of an alias. False when this runtime does not know it.
bool append_alias(std::string_view name, const LogContext& context, std::string& line);
/// Whether append_alias() knows it.
bool knows_alias(std::string_view name);

}  // namespace hapax::runtime
