// Which names a format string can make.
#pragma once

#include <string_view>

#include <hapax/model/model.hpp>

namespace hapax::graph {

/// False only when no request whatever can make `format` come out as `name`.
bool may_come_out_as(const model::RoutingModel& model, model::Index format, std::string_view name);

}  // namespace hapax::graph
