// Any trace, by its name.
#pragma once

#include <memory>
#include <string>

#include <hapax/base/result.hpp>
#include <hapax/model/model.hpp>
#include <hapax/simulate/log_trace.hpp>
#include <hapax/simulate/trace.hpp>

namespace hapax::simulate {

struct OpenedTrace {
  std::unique_ptr<TraceReader> reader;
  const LogReader* log = nullptr;  ///< `reader` where it reads a log; null for the native form
};

/// The trace in a file, packed or plain; "-" is standard input. One whose first character is a brace is native, any
/// other a log of the model's proxies or of a well-known form.
Result<OpenedTrace> open_trace(const std::string& path, const model::RoutingModel& model);

}  // namespace hapax::simulate
