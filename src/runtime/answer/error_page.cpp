// Statuses, phrases and headers are those that HAProxy's clients see, some of which differ from the RFC's ("Bad
// request", "Request Time-out"); the sentences in the bodies are ours.
#include "runtime/answer/error_page.hpp"

#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "runtime/http1/writer.hpp"

namespace hapax::runtime {
namespace {

struct OwnPage {
  std::uint16_t status;
  std::string_view reason;
  std::string_view sentence;
  bool close;  ///< the connection cannot go on: what came on it was not understood
};

constexpr std::array kPages{
    OwnPage{400, "Bad request", "The request could not be understood.", true},
    OwnPage{403, "Forbidden", "A rule of this site refuses the request.", false},
    OwnPage{408, "Request Time-out", "The request did not come in time.", true},
    OwnPage{413, "Payload Too Large", "The request is larger than this site takes.", false},
    OwnPage{422, "Unprocessable Content", "The request's transfer coding is not supported.", true},
    OwnPage{431, "Request Header Fields Too Large", "The request's headers are larger than this site takes.", false},
    OwnPage{500, "Internal Server Error", "Something went wrong inside.", false},
    OwnPage{502, "Bad Gateway", "The server's answer was invalid or broke off.", false},
    OwnPage{503, "Service Unavailable", "No server can take the request now.", false},
    OwnPage{504, "Gateway Time-out", "The server did not answer in time.", false},
};

std::string make_page(const OwnPage& page) {
  const std::string body =
      fmt::format("<html><body><h1>{} {}</h1>\n{}\n</body></html>\n", page.status, page.reason, page.sentence);
  return fmt::format(
      "HTTP/1.1 {} {}\r\nContent-length: {}\r\nCache-Control: no-cache\r\n{}Content-Type: text/html\r\n\r\n{}",
      page.status, page.reason, body.size(), page.close ? "Connection: close\r\n" : "", body);
}

const std::map<std::uint16_t, std::string>& own_pages() {
  static const std::map<std::uint16_t, std::string> kOwn = [] {
    std::map<std::uint16_t, std::string> made;
    for (const OwnPage& page : kPages) made.emplace(page.status, make_page(page));
    for (const std::uint16_t status : {401, 404, 405, 407, 410, 414, 418, 421, 425, 429, 501}) {
      const std::uint16_t code = status;
      made.emplace(code, make_page({code, http1::reason_of(code), "The request was refused.", false}));
    }
    return made;
  }();
  return kOwn;
}

}  // namespace

std::string_view error_page(std::uint16_t status, const model::Proxy& frontend, const model::Proxy* backend) {
  for (const model::Proxy* proxy : {backend, &frontend}) {
    if (proxy == nullptr) continue;
    for (const model::ErrorPage& page : proxy->error_pages) {
      if (page.status == status) return page.content;
    }
  }
  const auto at = own_pages().find(status);
  return at != own_pages().end() ? at->second : own_pages().at(500);
}

}  // namespace hapax::runtime
