#include "routing/evaluate/body_wait.hpp"

#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr std::string_view kExpect = "expect";

/// By the fields with which it came.
bool has_body(const Context& c) {
  const Headers& headers = c.transaction->request.headers;
  if (find_header(headers, "transfer-encoding")) return true;
  const std::string_view length =
      c.state->length_touched ? c.state->came_with : find_header(headers, "content-length").value_or("");
  return !length.empty() && length != "0";
}

}  // namespace

void invite_body(Context& c) {
  Request& request = c.transaction->request;
  if (c.transaction->body_invited || (request.major == 1 && request.minor == 0)) return;
  const auto wish = header_value(request.headers, kExpect, 1, false);
  if (!wish || !equal_ignoring_case(*wish, "100-continue") || !has_body(c)) return;
  remove_first_value(request.headers, kExpect);
  c.transaction->body_invited = true;
  c.begin_edition();
}

}  // namespace hapax::routing
