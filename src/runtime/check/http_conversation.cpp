#include "runtime/check/http_conversation.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "runtime/http1/characters.hpp"
#include "runtime/http1/framing.hpp"
#include "runtime/http1/head.hpp"

namespace hapax::runtime {
namespace {

using Kind = model::CheckStep::Kind;

std::string make_request(std::string_view method, std::string_view uri, std::string_view version,
                         const std::vector<std::string>& headers, std::string_view body) {
  std::string text = fmt::format("{} {} {}\r\n", method, uri, version.empty() ? "HTTP/1.0" : version);
  for (const std::string& header : headers) text += header + "\r\n";
  if (!body.empty()) text += fmt::format("content-length: {}\r\n", body.size());
  text += "connection: close\r\n\r\n";
  return text.append(body);
}

std::string first_request(const model::HealthCheck& check, std::span<const model::CheckStep> steps) {
  for (const model::CheckStep& step : steps) {
    if (step.kind != Kind::send_http) continue;
    return make_request(step.method.empty() ? "OPTIONS" : step.method, step.uri.empty() ? "/" : step.uri, step.version,
                        step.headers, step.text);
  }
  std::vector<std::string> headers;
  if (!check.host.empty()) headers.push_back("host: " + check.host);
  return make_request(check.method, check.uri, check.host.empty() ? "" : "HTTP/1.1", headers, "");
}

/// A body may be chunked, and an answer that is only searched needs no framing: what came is what is looked at.
bool body_complete(const http1::Framing& framing, std::string_view body) {
  switch (framing.kind) {
    case http1::BodyKind::none:
      return true;
    case http1::BodyKind::length:
      return body.size() >= framing.length;
    case http1::BodyKind::chunked:
      return body.ends_with("0\r\n\r\n");
    case http1::BodyKind::until_close:
      return false;
  }
  return false;
}

}  // namespace

bool status_listed(std::string_view list, std::uint16_t status) {
  bool found = false;
  http1::for_each_element(list, [&](std::string_view element) {
    unsigned first = 0;
    const char* end = element.data() + element.size();
    auto [rest, error] = std::from_chars(element.data(), end, first);
    unsigned last = first;
    if (error == std::errc{} && rest != end && *rest == '-') std::from_chars(rest + 1, end, last);
    found |= error == std::errc{} && status >= first && status <= last;
  });
  return found;
}

HttpConversation::HttpConversation(const model::HealthCheck& check, std::span<const model::CheckStep> steps,
                                   bool disable_on_404)
    : steps_(steps), disable_on_404_(disable_on_404), request_(first_request(check, steps)) {
  wants_body_ = std::any_of(steps.begin(), steps.end(), [](const auto& s) { return s.kind == Kind::expect_string; });
}

CheckVerdict HttpConversation::answer(std::string_view bytes, bool ended) {
  std::size_t scanned = 0;
  const std::size_t length = http1::find_head_end(bytes, scanned);
  if (length == 0) return ended ? CheckVerdict::failed : CheckVerdict::undecided;
  std::string head(bytes.substr(0, length));
  routing::Response response;
  http1::ResponseVersion version;
  if (http1::parse_response_head(head, http1::Limits{}, response, version) != http1::HeadError::none) {
    return CheckVerdict::failed;
  }
  const std::string_view body = bytes.substr(length);
  if (wants_body_ && !ended && !body_complete(http1::frame_response(response, version, "GET"), body)) {
    return CheckVerdict::undecided;
  }
  return judge(response.status, body);
}

CheckVerdict HttpConversation::judge(std::uint16_t status, std::string_view body) const {
  if (disable_on_404_ && status == 404) return CheckVerdict::conditional;
  bool expected = false;
  for (const model::CheckStep& step : steps_) {
    bool holds = true;
    if (step.kind == Kind::expect_status) {
      holds = status_listed(step.text, status);
    } else if (step.kind == Kind::expect_string) {
      holds = body.find(step.text) != std::string_view::npos;
    } else {
      continue;
    }
    expected = true;
    if (holds == step.negated) return CheckVerdict::failed;
  }
  if (expected) return CheckVerdict::passed;
  return status >= 200 && status < 400 ? CheckVerdict::passed : CheckVerdict::failed;
}

}  // namespace hapax::runtime
