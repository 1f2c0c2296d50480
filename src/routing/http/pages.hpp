// Answers that the proxy makes itself.
#pragma once

#include <cstdint>
#include <string_view>

#include <hapax/model/proxy.hpp>
#include <hapax/routing/message.hpp>

namespace hapax::routing {

/// "Forbidden" for 403; "Other" for a status without a name.
std::string_view reason_of(std::uint16_t status);

/// Does the proxy have a page of its own for this status?
bool has_default_page(std::uint16_t status);

/// The proxy's errorfile or http-error for that status; null: it has none.
const model::ErrorPage* find_page(std::uint16_t status, const model::Proxy& proxy);

/// Fills in `response` with HAProxy's own page for that status.
void default_page(Response& response, std::uint16_t status, Arena& arena);

/// Fills in `response` from a whole message: status line, headers, empty line, body. The text must outlive it. `status`
/// is what the transaction ends with, whatever the status line says.
void parse_page(Response& response, std::uint16_t status, std::string_view message);

/// content-length of the body, and content-type when it has one.
void describe_body(Response& response, std::string_view content_type, Arena& arena);

}  // namespace hapax::routing
