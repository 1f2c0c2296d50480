// The counters that a log line shows beside its request.
#pragma once

#include "runtime/session/access_record.hpp"

namespace hapax::runtime {

class Worker;

/// Fills in how many sessions and requests there are, those of `record` included.
void count_load(Worker& worker, AccessRecord& record);

}  // namespace hapax::runtime
