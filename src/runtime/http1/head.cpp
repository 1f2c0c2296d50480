// The head of an HTTP/1 message, RFC 9112 sections 2 to 5, read in one pass over memory that may be changed.
//
// Idea: the empty line has been found before, so no state has to survive between two reads; what is left is a plain
// top-down reader. Alternatives that lost are in src/runtime/README.md.
#include "runtime/http1/head.hpp"

#include <algorithm>
#include <cstring>

#include "runtime/http1/characters.hpp"

namespace hapax::runtime::http1 {
namespace {

/// Reads a head line by line. Lines end in LF or CR LF.
class Lines {
 public:
  explicit Lines(std::span<char> text) : at_(text.data()), end_(text.data() + text.size()) {}

  /// The next line without its end; `ok` turns false when there is none.
  std::string_view next() {
    char* newline = static_cast<char*>(std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_)));
    if (newline == nullptr) {
      ok = false;
      return {};
    }
    char* line_end = newline > at_ && newline[-1] == '\r' ? newline - 1 : newline;
    const std::string_view line(at_, static_cast<std::size_t>(line_end - at_));
    at_ = newline + 1;
    return line;
  }

  /// A line that starts with a blank continues the one before (obs-fold): its line end becomes blanks.
  [[nodiscard]] bool folded() const { return at_ < end_ && is_blank(*at_); }
  std::string_view join(std::string_view line) {
    char* first = at_ - 1;
    while (first > line.data() && (*first == '\n' || *first == '\r')) *first-- = ' ';
    const std::string_view rest = next();
    return {line.data(), static_cast<std::size_t>(rest.data() + rest.size() - line.data())};
  }

  bool ok = true;

 private:
  char* at_;
  char* end_;
};

bool parse_version(std::string_view text, std::uint8_t& major, std::uint8_t& minor) {
  if (text.size() != 8 || text.substr(0, 5) != "HTTP/" || !is_digit(text[5]) || text[6] != '.' || !is_digit(text[7])) {
    return false;
  }
  major = static_cast<std::uint8_t>(text[5] - '0');
  minor = static_cast<std::uint8_t>(text[7] - '0');
  // Whatever is newer is spoken to as 1.1, the newest that this connection can be.
  if (major > 1 || (major == 1 && minor > 1)) major = minor = 1;
  return true;
}

/// Takes a run of characters of one class from the front of `line`, and the blanks behind it.
template <class Belongs>
std::string_view take(std::string_view& line, Belongs belongs) {
  std::size_t length = 0;
  while (length < line.size() && belongs(line[length])) ++length;
  const std::string_view taken = line.substr(0, length);
  line.remove_prefix(length);
  return taken;
}

bool skip_blanks(std::string_view& line) { return !take(line, is_blank).empty(); }

bool parse_request_line(std::string_view line, routing::Request& request) {
  request.method = take(line, is_token);
  if (request.method.empty() || !skip_blanks(line)) return false;
  request.target = take(line, is_target);
  if (request.target.empty() || !skip_blanks(line)) return false;
  return parse_version(line, request.major, request.minor);
}

bool parse_status_line(std::string_view line, routing::Response& response, ResponseVersion& version) {
  if (!parse_version(line.substr(0, 8), version.major, version.minor)) return false;
  line.remove_prefix(8);
  if (!skip_blanks(line)) return false;
  if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, is_digit)) return false;
  response.status = static_cast<std::uint16_t>((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
  line.remove_prefix(3);
  if (response.status < 100 || (!line.empty() && !is_blank(line[0]))) return false;
  skip_blanks(line);
  response.reason = line;
  return line.find('\0') == std::string_view::npos && line.find('\r') == std::string_view::npos;
}

bool parse_field(std::string_view line, routing::Header& field) {
  field.name = take(line, is_token);
  if (field.name.empty() || line.empty() || line[0] != ':') return false;
  field.value = trim_blanks(line.substr(1));
  return field.value.find('\0') == std::string_view::npos && field.value.find('\r') == std::string_view::npos;
}

void lower_in_place(std::string_view text, std::span<char> memory) {
  char* at = memory.data() + (text.data() - memory.data());
  for (std::size_t i = 0; i < text.size(); ++i) at[i] = to_lower(at[i]);
}

HeadError parse_fields(Lines& lines, std::span<char> memory, const Limits& limits,
                       std::vector<routing::Header>& fields) {
  fields.clear();
  // A blank right behind the start line would fold into it.
  if (lines.folded()) return HeadError::bad;
  for (;;) {
    std::string_view line = lines.next();
    if (!lines.ok) return HeadError::bad;
    if (line.empty()) return HeadError::none;
    while (lines.folded()) line = lines.join(line);
    routing::Header field;
    if (!parse_field(line, field)) return HeadError::bad;
    if (fields.size() == limits.headers) return HeadError::too_many_headers;
    lower_in_place(field.name, memory);
    fields.push_back(field);
  }
}

}  // namespace

std::size_t find_head_end(std::string_view bytes, std::size_t& scanned) {
  std::size_t at = scanned > 3 ? scanned - 3 : 0;
  while ((at = bytes.find('\n', at)) != std::string_view::npos) {
    const std::string_view rest = bytes.substr(at + 1, 2);
    if (rest.starts_with('\n')) return at + 2;
    if (rest == "\r\n") return at + 3;
    ++at;
  }
  scanned = bytes.size();
  return 0;
}

std::size_t count_leading_newlines(std::string_view bytes) {
  return std::min(bytes.find_first_not_of("\r\n"), bytes.size());
}

bool may_become_request(std::string_view bytes) {
  const std::size_t newline = bytes.find('\n');
  if (newline != std::string_view::npos) {
    std::string_view line = bytes.substr(0, newline);
    if (line.ends_with('\r')) line.remove_suffix(1);
    routing::Request request;
    return parse_request_line(line, request);
  }
  if (take(bytes, is_token).empty()) return bytes.empty();
  if (bytes.empty()) return true;
  if (!skip_blanks(bytes)) return false;
  take(bytes, is_target);
  return bytes.empty() || is_blank(bytes[0]);
}

HeadError parse_request_head(std::span<char> head, const Limits& limits, routing::Request& request) {
  Lines lines(head);
  if (!parse_request_line(lines.next(), request)) return HeadError::bad;
  return parse_fields(lines, head, limits, request.headers);
}

HeadError parse_response_head(std::span<char> head, const Limits& limits, routing::Response& response,
                              ResponseVersion& version) {
  Lines lines(head);
  if (!parse_status_line(lines.next(), response, version)) return HeadError::bad;
  return parse_fields(lines, head, limits, response.headers);
}

HeadError parse_fields(std::span<char> text, const Limits& limits, std::vector<routing::Header>& fields) {
  Lines lines(text);
  return parse_fields(lines, text, limits, fields);
}

}  // namespace hapax::runtime::http1
