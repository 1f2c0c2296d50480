// What stick tables store.
#pragma once

#include <string_view>

#include <hapax/config/config.hpp>

namespace hapax::config {

/// Whether one of the `store` words of a table names this data: "bytes_in_rate" of "store gpc0,bytes_in_rate(1s)".
bool table_stores(const Directive& table, std::string_view data);

}  // namespace hapax::config
