#include "routing/evaluate/reply.hpp"

#include <vector>

#include <fmt/format.h>

#include "routing/evaluate/expression.hpp"
#include "routing/http/pages.hpp"

namespace hapax::routing {

bool compose_reply(const ReplyParts& parts, Context& c) {
  // The server's answer has gone when the formats are put together, if there was one. A body does without what they ask
  // of it; a header field that does ask breaks the connection.
  c.answer_is_gone = true;
  // Its status is known to the formats.
  c.transaction->response.set_status(parts.status);
  Response made;
  std::string_view content_type;
  if (parts.body != model::kNone) {
    const bool as_it_is = c.world.model.target >= Version::v3_2;
    made.body = format_text(parts.body, c, as_it_is ? FormatUse::plain_text : FormatUse::header);
    if (!made.body.empty()) content_type = parts.content_type.empty() ? "text/plain" : parts.content_type;
  }
  made.status = parts.status;
  made.reason = reason_of(parts.status);
  c.missed_answer = false;
  for (const ReplyHeader& header : parts.headers) {
    const std::string_view value = format_text(header.format, c);
    if (!value.empty()) made.headers.push_back({header.name, value});
  }
  c.answer_is_gone = false;
  describe_body(made, content_type, c.arena);
  c.transaction->response = std::move(made);
  return !c.missed_answer;
}

bool answer_with_page(std::uint16_t status, const model::Proxy& owner, Context& c) {
  const model::ErrorPage* page = find_page(status, owner);
  if (page == nullptr) page = find_page(status, c.world.model.proxies[c.connection().frontend]);
  Response& response = c.transaction->response;
  if (page == nullptr) {
    default_page(response, status, c.arena);
  } else if (!page->composed) {
    parse_page(response, status, page->content);
  } else {
    std::vector<ReplyHeader> headers;
    for (const model::PageHeader& header : page->headers) headers.push_back({header.name, header.value});
    const bool sent = compose_reply({status, page->content_type, page->body, headers}, c);
    response.is_error_page = true;
    return sent;
  }
  return true;
}

void ask_for_login(std::string_view realm, const model::Proxy& owner, Context& c) {
  const bool as_proxy = c.state->asks_a_proxy;
  answer_with_page(as_proxy ? 407 : 401, owner, c);
  c.transaction->response.headers.push_back(
      {as_proxy ? "proxy-authenticate" : "www-authenticate", c.arena.copy(fmt::format("Basic realm=\"{}\"", realm))});
}

}  // namespace hapax::routing
