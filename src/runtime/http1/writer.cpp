#include "runtime/http1/writer.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "runtime/http1/characters.hpp"

namespace hapax::runtime::http1 {
namespace {

/// Appends to a fixed space; once something does not fit, `fits` stays false.
class Text {
 public:
  explicit Text(std::span<char> space) : at_(space.data()), end_(space.data() + space.size()), begin_(at_) {}

  void add(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(end_ - at_)) {
      fits = false;
      return;
    }
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  void add(char c) { add(std::string_view(&c, 1)); }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }
  bool fits = true;

 private:
  char* at_;
  char* end_;
  char* begin_;
};

void add_field(Text& text, std::string_view name, std::string_view value) {
  for (const char c : name) text.add(to_lower(c));
  text.add(": ");
  text.add(value);
  text.add("\r\n");
}

bool is_hop_token(std::string_view element) {
  return equals_lower(element, "close") || equals_lower(element, "keep-alive");
}

/// The field without the tokens that are about the other side's connection; nothing when nothing remains.
void add_connection_field(Text& text, std::string_view value) {
  bool mixed = false;
  bool other = false;
  for_each_element(value, [&](std::string_view e) { (is_hop_token(e) ? mixed : other) = true; });
  if (!other) return;
  if (!mixed) return add_field(text, "connection", value);
  std::string_view separator = "connection: ";
  for_each_element(value, [&](std::string_view element) {
    if (is_hop_token(element)) return;
    text.add(std::exchange(separator, ", "));
    text.add(element);
  });
  text.add("\r\n");
}

bool finish_head(Text& text, const std::vector<routing::Header>& headers, Persistence persistence) {
  for (const routing::Header& header : headers) {
    if (equals_lower(header.name, "connection")) {
      add_connection_field(text, header.value);
    } else {
      add_field(text, header.name, header.value);
    }
  }
  if (persistence == Persistence::close) text.add("connection: close\r\n");
  if (persistence == Persistence::keep_alive) text.add("connection: keep-alive\r\n");
  text.add("\r\n");
  return text.fits;
}

using Reason = std::pair<std::uint16_t, std::string_view>;
// The phrases of RFC 9110 and its companions, with HAProxy's spelling where logs and tests show it.
constexpr std::array<Reason, 39> kReasons{{
    {100, "Continue"},
    {101, "Switching Protocols"},
    {102, "Processing"},
    {103, "Early Hints"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {413, "Payload Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {418, "I'm a teapot"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {425, "Too Early"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Time-out"},
}};

}  // namespace

bool write_request_head(const routing::Request& request, Persistence persistence, Buffer& to) {
  Text text(to.space());
  text.add(request.method);
  text.add(' ');
  text.add(request.target);
  text.add(request.minor == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
  if (!finish_head(text, request.headers, persistence)) return false;
  to.wrote(text.size());
  return true;
}

bool write_response_head(const routing::Response& response, const ResponseVersion& version, Persistence persistence,
                         Buffer& to) {
  Text text(to.space());
  const std::string_view reason = response.reason.empty() ? reason_of(response.status) : response.reason;
  text.add(version.minor == 0 ? "HTTP/1.0 " : "HTTP/1.1 ");
  const fmt::format_int status(response.status);
  text.add(std::string_view(status.data(), status.size()));
  text.add(' ');
  text.add(reason);
  text.add("\r\n");
  if (!finish_head(text, response.headers, persistence)) return false;
  to.wrote(text.size());
  return true;
}

std::string_view reason_of(std::uint16_t status) {
  const auto* at =
      std::lower_bound(kReasons.begin(), kReasons.end(), status, [](const Reason& r, int s) { return r.first < s; });
  return at != kReasons.end() && at->first == status ? at->second : "Unknown";
}

}  // namespace hapax::runtime::http1
