// The access log: one line for each request or TCP session, to every `log` target of its frontend.
#pragma once

#include <memory>

#include <hapax/model/model.hpp>
#include <hapax/runtime/proxy.hpp>

#include "runtime/session/access_record.hpp"

namespace hapax::runtime {

/// Safe to use from all threads.
class AccessLog {
 public:
  virtual ~AccessLog() = default;
  virtual void write(const AccessRecord& record) = 0;
};

/// Null when no proxy logs anywhere.
std::unique_ptr<AccessLog> make_access_log(const model::RoutingModel& model, const Settings& settings);

}  // namespace hapax::runtime
