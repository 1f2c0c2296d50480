// Sample fetches: one function each, gathered from the files of this folder into one table.
#pragma once

#include <span>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

struct FetchEntry {
  model::FetchId id;
  FetchFunction function;
};

/// The function of every fetch; null for one that no file defines (a test makes sure that there is none).
FetchFunction fetch_function(model::FetchId id);

std::span<const FetchEntry> constant_fetches();
std::span<const FetchEntry> connection_fetches();
std::span<const FetchEntry> request_fetches();
std::span<const FetchEntry> header_fetches();
std::span<const FetchEntry> payload_fetches();
std::span<const FetchEntry> authentication_fetches();
std::span<const FetchEntry> proxy_fetches();
std::span<const FetchEntry> counter_fetches();

/// `unique-id`: made at its first use, the same for the rest of the transaction.
bool unique_id(Context& context, std::string_view& out);

}  // namespace hapax::routing
