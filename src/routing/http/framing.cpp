#include "routing/http/framing.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

#include "routing/http/headers.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

constexpr std::uint16_t kNoContent = 204;
constexpr std::string_view kLength = "content-length";
constexpr std::string_view kEncoding = "transfer-encoding";

void drop_framing(Response& response) {
  remove_header(response.headers, kLength);
  remove_header(response.headers, kEncoding);
}

bool is_without_framing(std::uint16_t status) { return status == kSwitchingProtocols || status == kNoContent; }

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
  while (next_value(headers, kLength, false, cursor, value)) {
    const auto number = number_of(value);
    if (lengths.fields++ == 0) lengths.first = number;
    lengths.agree = lengths.agree && number && number == lengths.first;
  }
  return lengths;
}

std::string_view first_length(const Headers& headers) {
  HeaderCursor cursor;
  std::string_view value;
  next_value(headers, kLength, false, cursor, value);
  return value;
}

/// Adds the field of chunks unless it is there, once and at the end.
void say_chunked(Headers& headers) {
  unsigned chunked = 0;
  bool at_end = false;
  HeaderCursor cursor;
  std::string_view coding;
  while (next_value(headers, kEncoding, false, cursor, coding)) {
    at_end = equal_ignoring_case(coding, "chunked");
    if (at_end) ++chunked;
  }
  if (chunked != 1 || !at_end) headers.push_back({kEncoding, "chunked"});
}

/// Before 3.0, of a request that came in chunks: their field is added where a rule took it away or put something else
/// there, unless a length has come instead, which must not fall below what there is.
bool settle_encoded_leniently(Request& request, const Lengths& lengths) {
  Headers& headers = request.headers;
  const auto had = static_cast<std::int64_t>(request.body.size());
  const bool encoded = find_header(headers, kEncoding).has_value();
  if (lengths.first && (*lengths.first < had || (encoded && had > 0 && *lengths.first == had))) return false;
  if (!lengths.first) remove_header(headers, kLength);
  if (encoded || !lengths.first) say_chunked(headers);
  return true;
}

bool knows_chunks(const Request& request) { return request.major > 1 || request.minor > 0; }

/// The field that a rule deleted: HAProxy needs one for the server.
void replace_deleted_length(Request& request, std::string_view deleted, Version version) {
  if (deleted.empty()) return;
  if (version >= Version::v3_0) {
    request.headers.push_back({kLength, "0"});
  } else if (deleted != "0" && knows_chunks(request)) {
    request.headers.push_back({kEncoding, "chunked"});
  }
}

/// One field of that name is left, with that value; none when it is empty.
void keep_one(Headers& headers, std::string_view name, std::string_view value) {
  bool first = !value.empty();
  std::erase_if(headers, [&](Header& header) {
    if (!equal_ignoring_case(header.name, name)) return false;
    if (!first) return true;
    header.value = value;
    first = false;
    return false;
  });
}

/// Since 3.0: all fields have to agree, and not to fall below what there is.
bool settle_strictly(Headers& headers, const Lengths& lengths, std::string_view came_with, std::int64_t had) {
  if (!lengths.agree || *lengths.first < had || (came_with.empty() && *lengths.first > 0)) return false;
  if (*lengths.first == had) keep_one(headers, kLength, came_with);
  return true;
}

bool has_no_body(std::uint16_t status) {
  constexpr std::uint16_t kNotModified = 304;
  return is_without_framing(status) || status == kNotModified;
}

bool may_have_body(std::uint16_t status, std::string_view method) { return method != "HEAD" && !has_no_body(status); }

/// Before: fields go whose values are no numbers, or not what the fields before say; `of_nothing`: more than 0 is no
/// number. What is said first counts, even where its field goes.
std::optional<std::int64_t> keep_lengths(Headers& headers, bool of_nothing = false) {
  std::optional<std::int64_t> length;
  std::erase_if(headers, [&](Header& header) {
    if (!equal_ignoring_case(header.name, kLength)) return false;
    const Headers field = {header};
    HeaderCursor cursor;
    std::string_view value;
    while (next_value(field, kLength, false, cursor, value)) {
      const auto number = number_of(value);
      if (!number || (of_nothing && *number > 0) || (length && number != length)) return true;
      length = number;
    }
    header.value = value;
    return false;
  });
  return length;
}

bool settle_leniently(Request& request, std::int64_t had) {
  const auto length = keep_lengths(request.headers, had == 0);
  if (length && *length < had) return false;
  if (!length && had > 0 && knows_chunks(request)) request.headers.push_back({kEncoding, "chunked"});
  return true;
}

bool settle_answer_leniently(Response& response, const AnswerFraming& framing) {
  if (!find_header(response.headers, kLength)) return true;
  const auto length = keep_lengths(response.headers);
  if (!length) return true;
  if (!framing.came_with.empty()) {
    const bool has_body = may_have_body(framing.server_status, framing.method);
    return !has_body || *length >= number_of(framing.came_with).value_or(0);
  }
  const auto had = static_cast<std::int64_t>(response.body.size());
  return !framing.compressed && (had == 0 || *length > had || (framing.of_service && *length == had));
}

/// An answer that came without a length has none, but for the 0 that a rule may give to one without content. Since 3.2
/// each field has to be a number, and those that stay have to agree.
bool settle_length_of_rules(Response& response, Version version) {
  bool good = true;
  bool said = false;
  std::erase_if(response.headers, [&](Header& header) {
    if (!equal_ignoring_case(header.name, kLength)) return false;
    const Lengths lengths = lengths_of({header});
    header.value = first_length({header});
    good = good && lengths.agree && (!said || lengths.first == 0);
    const bool stays = !said && is_without_framing(response.status) && lengths.first == 0;
    said = said || stays;
    return !stays;
  });
  return good || version < Version::v3_2;
}

bool settle_answer_strictly(Response& response, const AnswerFraming& framing, Version version) {
  Headers& headers = response.headers;
  const Lengths lengths = lengths_of(headers);
  if (lengths.fields == 0) return true;
  if (framing.came_with.empty()) return settle_length_of_rules(response, version);
  keep_one(headers, kLength, first_length(headers));
  return lengths.agree;
}

}  // namespace

bool may_have_encoding(const Headers& headers, Version version) {
  return version < Version::v3_0 || find_header(headers, kEncoding).has_value();
}

void drop_framing_of_server(Response& response, std::uint16_t server_status, Version version) {
  if (version >= Version::v3_2 && is_without_framing(server_status)) drop_framing(response);
}

void drop_framing_at_end(Response& response, Version version) {
  if (!is_without_framing(response.status)) return;
  if (version < Version::v3_2) return drop_framing(response);
  remove_header(response.headers, kEncoding);
}

bool settle_length(Request& request, std::string_view came_with, Version version) {
  Headers& headers = request.headers;
  if (find_header(headers, kEncoding)) return true;
  const Lengths lengths = lengths_of(headers);
  if (lengths.fields == 0) {
    replace_deleted_length(request, came_with, version);
    return true;
  }
  const std::int64_t had = number_of(came_with).value_or(0);
  return version >= Version::v3_0 ? settle_strictly(headers, lengths, came_with, had) : settle_leniently(request, had);
}

bool settle_encoded(Request& request, Version version) {
  const Lengths lengths = lengths_of(request.headers);
  if (version < Version::v3_0) return settle_encoded_leniently(request, lengths);
  if (version >= Version::v3_2 && !lengths.agree) return false;
  remove_header(request.headers, kLength);
  if (find_header(request.headers, kEncoding)) {
    keep_one(request.headers, kEncoding, "chunked");
  } else {
    request.headers.push_back({kLength, "0"});
  }
  return true;
}

bool settle_answer(Response& response, const AnswerFraming& framing, Version version) {
  if (framing.touched) {
    const bool settled = version < Version::v3_0 ? settle_answer_leniently(response, framing)
                                                 : settle_answer_strictly(response, framing, version);
    if (!settled) return false;
  }
  Headers& headers = response.headers;
  const bool in_chunks = framing.in_chunks || framing.compressed;
  const bool encoded = find_header(headers, kEncoding).has_value();
  const bool unmade_switch = framing.server_status == kSwitchingProtocols && response.status != kSwitchingProtocols;
  if (version >= Version::v3_0 && unmade_switch) {
    drop_framing(response);
    say_chunked(headers);
    return true;
  }
  if (version >= Version::v3_0) {
    if (in_chunks && encoded) keep_one(headers, kEncoding, "chunked");
    return true;
  }
  if (!may_have_body(response.status, framing.client_method)) return true;
  const bool loses_end = in_chunks || !framing.came_with.empty() || has_no_body(framing.server_status);
  if ((in_chunks && encoded) || (loses_end && !find_header(headers, kLength))) say_chunked(headers);
  return true;
}

bool is_cut(const Response& response, const AnswerFraming& framing) {
  if (!framing.touched || framing.compressed || !may_have_body(framing.server_status, framing.method)) return false;
  const auto came_with = number_of(framing.came_with);
  const auto left = lengths_of(response.headers).first;
  return came_with && left && *left < *came_with;
}

bool settle_own_answer(Response& response, std::string_view method, Version version) {
  Headers& headers = response.headers;
  if (version >= Version::v3_0) {
    const bool agree = lengths_of(headers).agree;
    keep_one(headers, kLength, first_length(headers));
    return agree;
  }
  const auto length = keep_lengths(headers);
  if (!may_have_body(response.status, method)) return true;
  if (!length) say_chunked(headers);
  return !length || *length >= static_cast<std::int64_t>(response.body.size());
}

}  // namespace hapax::routing
