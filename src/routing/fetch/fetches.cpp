#include "routing/fetch/fetches.hpp"

#include <array>

namespace hapax::routing {
namespace {

using Table = std::array<FetchFunction, static_cast<std::size_t>(model::FetchId::count)>;

Table gather() {
  Table table{};
  for (const auto entries : {constant_fetches(), connection_fetches(), request_fetches(), header_fetches(),
                             payload_fetches(), authentication_fetches(), proxy_fetches(), counter_fetches()}) {
    for (const FetchEntry& entry : entries) table[static_cast<std::size_t>(entry.id)] = entry.function;
  }
  return table;
}

}  // namespace

FetchFunction fetch_function(model::FetchId id) {
  static const Table kTable = gather();
  return kTable[static_cast<std::size_t>(id)];
}

}  // namespace hapax::routing
