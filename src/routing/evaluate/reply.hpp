// Answers that the proxy makes itself, from what rules and `http-error` lines give for them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <hapax/model/proxy.hpp>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

struct ReplyHeader {
  std::string_view name;
  model::Index format = model::kNone;
};

/// What an answer is put together from.
struct ReplyParts {
  std::uint16_t status = 0;
  std::string_view content_type;     ///< empty: text/plain
  model::Index body = model::kNone;  ///< a format
  std::span<const ReplyHeader> headers;
};

/// Makes the transaction's answer of it. False: HAProxy breaks the connection.
bool compose_reply(const ReplyParts& parts, Context& c);

/// Makes the transaction's answer of the page that `owner` has for that status, or else the request's frontend, or
/// HAProxy. False: HAProxy breaks the connection.
bool answer_with_page(std::uint16_t status, const model::Proxy& owner, Context& c);

/// The page that asks the client for user and password: 401, or 407 of whoever asks a proxy.
void ask_for_login(std::string_view realm, const model::Proxy& owner, Context& c);

}  // namespace hapax::routing
