// The header fields that say where a message's body ends, and answers that have none: those with status 204, and
// those that switch protocols.
//
// Since 3.2 the fields go when a server's answer has such a status, whatever rules make of it, and stay where a rule
// gives the status to another answer. Before, they go at the end from whatever has that status then.
#pragma once

#include <string_view>

#include <hapax/base/version.hpp>
#include <hapax/routing/message.hpp>

#include "routing/http/headers.hpp"

namespace hapax::routing {

/// Since 3.0 the encoding that a rule gives to a message that came without one is dropped.
bool may_have_encoding(const Headers& headers, Version version);

/// On the answer as the server gave it, and again (`server_status` is the one that it gave) behind all rules.
void drop_framing_of_server(Response& response, std::uint16_t server_status, Version version);

/// On any answer, behind all rules.
void drop_framing_at_end(Response& response, Version version);

/// On a request whose content-length rules changed, as it goes to the server; it `came_with` that one, or without when
/// empty. What says nothing else is tidied; one that was deleted is replaced, for HAProxy needs one. False: HAProxy
/// answers with status 500 instead. Not looked at: where the field says more than the body has, the server waits in
/// vain.
bool settle_length(Request& request, std::string_view came_with, Version version);

/// The same for a request that came in chunks.
bool settle_encoded(Request& request, Version version);

/// What a server's answer came with, and what became of it.
struct AnswerFraming {
  bool in_chunks = false;
  bool touched = false;        ///< a rule changed content-length
  std::string_view came_with;  ///< the length that it had before that; empty: none
  std::uint16_t server_status = 0;
  std::string_view method;           ///< that it answers
  std::string_view client_method{};  ///< before rules changed it
  bool compressed = false;           ///< which makes chunks of it, of a length of their own
  bool of_service = false;           ///< it is the proxy's own, and there as a whole
};

/// The same for a server's answer. False: HAProxy breaks the connection. Where a rule makes the length greater, the
/// client waits in vain. Before 3.0 chunks take the place of a length that was deleted, and come where a rule gives
/// another status to an answer that has no body; since then it goes without.
bool settle_answer(Response& response, const AnswerFraming& framing, Version version);

/// Did rules leave a server's answer a length below that of its body?
bool is_cut(const Response& response, const AnswerFraming& framing);

/// The same as settle_answer() for the proxy's own answer to that method, where the last rules changed its length.
bool settle_own_answer(Response& response, std::string_view method, Version version);

}  // namespace hapax::routing
