#include "routing/http/framing.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr std::uint16_t kNoContent = 204;

void drop_framing(Response& response) {
  remove_header(response.headers, "content-length");
  remove_header(response.headers, "transfer-encoding");
}

bool says_where_it_ends(const Headers& headers) {
  return find_header(headers, "content-length") || find_header(headers, "transfer-encoding");
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number >= 0 ? std::optional(number) : std::nullopt;
}

/// What content-length says, in all its fields.
struct Lengths {
  std::size_t fields = 0;
  std::optional<std::int64_t> first;  ///< nothing when it is no number
  bool agree = true;
};

Lengths lengths_of(const Headers& headers) {
  Lengths lengths;
  HeaderCursor cursor;
  std::string_view value;
  while (next_value(headers, "content-length", false, cursor, value)) {
    const auto number = number_of(value);
    if (lengths.fields++ == 0) lengths.first = number;
    lengths.agree = lengths.agree && number && number == lengths.first;
  }
  return lengths;
}

/// The field that a rule deleted: HAProxy needs one for the server.
void replace_deleted_length(Request& request, std::string_view deleted, Version version) {
  if (deleted.empty()) return;
  if (version >= Version::v3_0) {
    request.headers.push_back({"content-length", "0"});
  } else if (deleted != "0") {
    request.headers.push_back({"transfer-encoding", "chunked"});
  }
}

/// One field is left, with that value; none when it is empty.
void keep_one_length(Headers& headers, std::string_view value) {
  bool first = !value.empty();
  std::erase_if(headers, [&](Header& header) {
    if (!equal_ignoring_case(header.name, "content-length")) return false;
    if (!first) return true;
    header.value = value;
    first = false;
    return false;
  });
}

/// Since 3.0: all fields have to agree, and not to fall below what there is.
bool settle_strictly(Headers& headers, const Lengths& lengths, std::string_view came_with, std::int64_t had) {
  if (!lengths.agree || *lengths.first < had || (came_with.empty() && *lengths.first > 0)) return false;
  if (*lengths.first == had) keep_one_length(headers, came_with);
  return true;
}

/// Before: the first field counts, and one that speaks of a body where there is none goes.
bool settle_leniently(Headers& headers, const Lengths& lengths, std::int64_t had) {
  if (lengths.first && *lengths.first < had) return false;
  if (!lengths.first || (had == 0 && *lengths.first > 0)) {
    remove_header(headers, "content-length");
    if (had > 0) headers.push_back({"transfer-encoding", "chunked"});
    return true;
  }
  std::erase_if(headers, [&](Header& header) {
    if (!equal_ignoring_case(header.name, "content-length")) return false;
    header.value = trim(header.value.substr(0, header.value.find(',')));
    return number_of(header.value) != lengths.first;
  });
  return true;
}

}  // namespace

bool may_have_encoding(const Headers& headers, Version version) {
  return version < Version::v3_0 || find_header(headers, "transfer-encoding").has_value();
}

void drop_framing_of_server(Response& response, std::uint16_t server_status, Version version) {
  if (version >= Version::v3_2 && server_status == kNoContent) drop_framing(response);
}

void drop_framing_at_end(Response& response, Version version) {
  if (version < Version::v3_2 && response.status == kNoContent) drop_framing(response);
}

bool settle_length(Request& request, std::string_view came_with, Version version) {
  Headers& headers = request.headers;
  if (find_header(headers, "transfer-encoding")) return true;
  const Lengths lengths = lengths_of(headers);
  if (lengths.fields == 0) {
    replace_deleted_length(request, came_with, version);
    return true;
  }
  const std::int64_t had = number_of(came_with).value_or(0);
  return version >= Version::v3_0 ? settle_strictly(headers, lengths, came_with, had)
                                  : settle_leniently(headers, lengths, had);
}

void replace_deleted_length(Response& response, std::string_view deleted, std::string_view method, Version version) {
  constexpr std::uint16_t kNotModified = 304;
  const bool has_body = method != "HEAD" && response.status != kNoContent && response.status != kNotModified;
  if (version >= Version::v3_0 || deleted.empty() || !has_body || says_where_it_ends(response.headers)) return;
  response.headers.push_back({"transfer-encoding", "chunked"});
}

}  // namespace hapax::routing
