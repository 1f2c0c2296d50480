#include "routing/http/pages.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

struct Status {
  std::uint16_t code;
  std::string_view reason;
  std::string_view explanation;  ///< of the default page; empty: there is none
  std::size_t size = 0;          ///< of HAProxy's page, for rules that ask for it (405 and 501: since 3.2)
};

// Names: RFC 9110 and the IANA registry.
constexpr std::array kStatuses = {
    Status{100, "Continue", ""},
    Status{101, "Switching Protocols", ""},
    Status{102, "Processing", ""},
    Status{103, "Early Hints", ""},
    Status{200, "OK", "It is ready.", 58},
    Status{201, "Created", ""},
    Status{202, "Accepted", ""},
    Status{203, "Non-Authoritative Information", ""},
    Status{204, "No Content", ""},
    Status{205, "Reset Content", ""},
    Status{206, "Partial Content", ""},
    Status{207, "Multi-Status", ""},
    Status{300, "Multiple Choices", ""},
    Status{301, "Moved Permanently", ""},
    Status{302, "Found", ""},
    Status{303, "See Other", ""},
    Status{304, "Not Modified", ""},
    Status{305, "Use Proxy", ""},
    Status{307, "Temporary Redirect", ""},
    Status{308, "Permanent Redirect", ""},
    Status{400, "Bad Request", "The request could not be understood.", 90},
    Status{401, "Unauthorized", "A valid user name and password are needed.", 112},
    Status{402, "Payment Required", ""},
    Status{403, "Forbidden", "The rules do not allow this request.", 93},
    Status{404, "Not Found", "Nothing is at this address.", 83},
    Status{405, "Method Not Allowed", "This method cannot be used here.", 147},
    Status{406, "Not Acceptable", ""},
    Status{407, "Proxy Authentication Required", "The proxy needs a user name and password.", 112},
    Status{408, "Request Timeout", "The request did not arrive in time.", 110},
    Status{409, "Conflict", ""},
    Status{410, "Gone", "What was here is gone for good.", 114},
    Status{411, "Length Required", ""},
    Status{412, "Precondition Failed", ""},
    Status{413, "Payload Too Large", "The request is too large.", 106},
    Status{414, "URI Too Long", "The address is too long.", 110},
    Status{415, "Unsupported Media Type", ""},
    Status{416, "Range Not Satisfiable", ""},
    Status{417, "Expectation Failed", ""},
    Status{418, "I'm a teapot", ""},
    Status{421, "Misdirected Request", "The request was sent to the wrong server.", 104},
    Status{422, "Unprocessable Content", "The request cannot be processed.", 116},
    Status{423, "Locked", ""},
    Status{424, "Failed Dependency", ""},
    Status{425, "Too Early", "The request came too early.", 80},
    Status{426, "Upgrade Required", ""},
    Status{428, "Precondition Required", ""},
    Status{429, "Too Many Requests", "Too many requests came in a short time.", 117},
    Status{431, "Request Header Fields Too Large", "The request's head is too large.", 105},
    Status{451, "Unavailable For Legal Reasons", ""},
    Status{500, "Internal Server Error", "The proxy failed.", 97},
    Status{501, "Not Implemented", "The server does not know how to do that.", 135},
    Status{502, "Bad Gateway", "The server's answer was invalid or incomplete.", 107},
    Status{503, "Service Unavailable", "No server can take this request now.", 107},
    Status{504, "Gateway Timeout", "The server did not answer in time.", 92},
    Status{505, "HTTP Version Not Supported", ""},
    Status{506, "Variant Also Negotiates", ""},
    Status{507, "Insufficient Storage", ""},
    Status{508, "Loop Detected", ""},
    Status{510, "Not Extended", ""},
    Status{511, "Network Authentication Required", ""},
};

const Status* find(std::uint16_t code) {
  const auto found = std::lower_bound(kStatuses.begin(), kStatuses.end(), code,
                                      [](const Status& status, std::uint16_t wanted) { return status.code < wanted; });
  return found != kStatuses.end() && found->code == code ? &*found : nullptr;
}

/// The text up to the end of its line, which is taken off.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::string_view reason_of(std::uint16_t status) {
  const Status* found = find(status);
  return found == nullptr ? "Other" : found->reason;
}

bool has_default_page(std::uint16_t status) {
  const Status* found = find(status);
  return found != nullptr && !found->explanation.empty();
}

void parse_page(Response& response, std::uint16_t status, std::string_view message) {
  response = {};
  response.nominal_status = status;
  response.is_error_page = true;
  const std::string_view line = take_line(message);
  const auto space = line.find(' ');
  std::string_view rest = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
  response.status = 0;
  while (!rest.empty() && is_digit(rest.front())) {
    response.status = static_cast<std::uint16_t>(response.status * 10 + (rest.front() - '0'));
    rest.remove_prefix(1);
  }
  response.reason = trim(rest);
  while (!message.empty()) {
    const std::string_view header = take_line(message);
    if (header.empty()) break;
    const auto colon = header.find(':');
    if (colon == std::string_view::npos) continue;
    response.headers.push_back({header.substr(0, colon), trim(header.substr(colon + 1))});
  }
  response.body = message;
}

void describe_body(Response& response, std::string_view content_type, Arena& arena) {
  response.headers.push_back({"content-length", decimal(static_cast<std::int64_t>(response.body.size()), arena)});
  if (!content_type.empty()) response.headers.push_back({"content-type", content_type});
}

const model::ErrorPage* find_page(std::uint16_t status, const model::Proxy& proxy) {
  const auto found = std::find_if(proxy.error_pages.begin(), proxy.error_pages.end(),
                                  [&](const model::ErrorPage& page) { return page.status == status; });
  return found == proxy.error_pages.end() ? nullptr : &*found;
}

void default_page(Response& response, std::uint16_t status, Arena& arena) {
  response = {};
  response.status = status;
  response.reason = reason_of(status);
  response.is_error_page = true;
  const Status* known = find(status);
  std::string page = fmt::format("<html><body><h1>{} {}</h1>\n{}\n</body></html>\n", status, response.reason,
                                 known == nullptr ? std::string_view{} : known->explanation);
  if (known != nullptr && page.size() < known->size) page.append(known->size - page.size(), '\n');
  response.body = arena.copy(page);
  response.headers.push_back({"content-length", decimal(static_cast<std::int64_t>(response.body.size()), arena)});
  response.headers.push_back({"cache-control", "no-cache"});
  if (status == 400 || status == 408) response.headers.push_back({"connection", "close"});
  response.headers.push_back({"content-type", "text/html"});
}

}  // namespace hapax::routing
