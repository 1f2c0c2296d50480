#include "config/files/error_page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <hapax/syntax/reply.hpp>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

using syntax::ReplyError;
using syntax::ReplyProblem;

constexpr std::uint64_t kDefaultBuffer = 16384;
constexpr std::int64_t kDefaultFields = 101;

// What a buffer holds beside texts, measured on 2.6 to 3.2: for the reply, for each header, and for a body.
constexpr std::uint64_t kReply = 96;
constexpr std::uint64_t kField = 8;
constexpr std::uint64_t kBody = 8;

// HAProxy rounds up to whole pairs of pointers.
constexpr std::uint64_t rounded_buffer(std::uint64_t size) { return (size + 15) / 16 * 16; }

std::size_t most_fields(const Reading& reading) {
  const Directive* const line = last_global(reading.config(), "tune.http.maxhdr");
  const std::int64_t most = line == nullptr ? kDefaultFields : line->integer("number").value_or(kDefaultFields);
  return static_cast<std::size_t>(std::max<std::int64_t>(most, 1) - 1);
}

std::uint64_t bytes_in_buffer(const syntax::Reply& reply) {
  std::uint64_t bytes = kReply + reply.reason.size();
  for (const syntax::ReplyField& field : reply.fields) bytes += kField + field.name.size() + field.value.size();
  return bytes + (reply.body.empty() ? 0 : kBody + reply.body.size());
}

PageFault too_large(std::string message, std::uint64_t needed) {
  return {"error-page-too-large", std::move(message),
          fmt::format("shorten it, or write 'tune.bufsize {}' in the global section, above this line",
                      (needed + kDefaultBuffer - 1) / kDefaultBuffer * kDefaultBuffer)};
}

std::string body_of(std::uint64_t bytes) { return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s"); }

PageFault malformed(const Reading& reading, std::string_view path, std::string_view text, const ReplyError& error) {
  const std::string page = fmt::format("the error page {}", quote(path));
  const auto line = std::count(text.begin(), text.begin() + error.offset, '\n') + 1;
  const std::string place = fmt::format("line {} of {}", line, page);
  const auto fault = [](std::string message, std::string help) {
    return PageFault{"malformed-error-page", std::move(message), std::move(help)};
  };
  switch (error.problem) {
    case ReplyProblem::status_line:
      return fault(page + " does not begin with a status line",
                   "an error page is a whole reply: 'HTTP/1.0 503 Service Unavailable', headers, an empty line, the "
                   "body");
    case ReplyProblem::status:
      return fault(page + " has a status of 1xx, which answers no request",
                   "write the status that clients are to see, such as 503");
    case ReplyProblem::field:
      return fault(place + " is no header",
                   "write 'Name: value' without a blank before the colon, and an empty line "
                   "between the headers and the body");
    case ReplyProblem::too_many_fields:
      return fault(fmt::format("{} has more than {} headers", page, most_fields(reading)),
                   "remove some, or write a larger 'tune.http.maxhdr' in the global section");
    case ReplyProblem::unfinished:
      return fault(page + " has no empty line behind its headers",
                   "end the headers with an empty line, also where no body follows");
    case ReplyProblem::content_length:
      return fault(place + ": Content-Length is not one number", "correct the number, or remove the header");
    case ReplyProblem::transfer_encoding:
      return fault(place + ": Transfer-Encoding names an empty coding, or 'chunked' twice", "remove the header");
    case ReplyProblem::chunked:
      return fault(place + ": Transfer-Encoding says that the body comes in chunks",
                   "remove the header, and write the body as it is");
    case ReplyProblem::wrong_length:
      return fault(
          fmt::format("{}: Content-Length is {}, and the body has {}", place, error.announced, body_of(error.length)),
          fmt::format("write 'Content-Length: {}', or remove the header", error.length));
    case ReplyProblem::unexpected_body:
      return fault(fmt::format("{}: no body may follow, and there are {} of it", place, body_of(error.length)),
                   "remove the body, or correct the status and Content-Length");
  }
  return fault(page + " is no HTTP reply", "");
}

}  // namespace

std::uint64_t buffer_size(const Reading& reading) {
  const Directive* const line = last_global(reading.config(), "tune.bufsize");
  if (line == nullptr) return rounded_buffer(kDefaultBuffer);
  if (const auto bytes = line->size("size")) return rounded_buffer(*bytes);
  const std::int64_t bytes = line->integer("size").value_or(0);
  return rounded_buffer(bytes > 0 ? static_cast<std::uint64_t>(bytes) : kDefaultBuffer);
}

std::optional<PageFault> find_page_fault(const Reading& reading, std::string_view path, std::string_view text) {
  if (text.empty()) return std::nullopt;
  const std::uint64_t buffer = buffer_size(reading);
  const auto reply = syntax::parse_reply(text, reading.target(), most_fields(reading));
  if (!reply) return malformed(reading, path, text, reply.error());
  const std::uint64_t needed = bytes_in_buffer(*reply);
  if (needed <= buffer) return std::nullopt;
  return too_large(fmt::format("the error page {} takes {} bytes of a buffer that has {}", quote(path), needed, buffer),
                   needed);
}

std::optional<PageFault> find_body_fault(const Reading& reading, std::string_view path, std::string_view text) {
  const std::uint64_t buffer = buffer_size(reading);
  if (text.size() <= buffer) return std::nullopt;
  return too_large(fmt::format("the file {} has {} bytes, and a buffer {}", quote(path), text.size(), buffer),
                   text.size());
}

}  // namespace hapax::config
