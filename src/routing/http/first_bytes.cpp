// The head of a request at the beginning of a stream, as `req.proto_http` looks for it in TCP mode: complete, up to its
// empty line, and without anything that the parser refuses. Its version may be any, or none.
#include "routing/http/first_bytes.hpp"

#include <algorithm>
#include <optional>

#include "routing/http/reception.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

/// The text up to the end of its line, which is taken off; nothing when the line has not come as a whole.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// The text up to a blank; it and the blanks behind it are taken off.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return word;
}

bool is_version(std::string_view text) {
  return text.empty() || text.find_first_not_of("HTPRS/.0123456789") == std::string_view::npos;
}

}  // namespace

bool begins_with_request(std::string_view bytes, Version version) {
  bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
  auto line = take_line(bytes);
  if (!line) return false;
  Request request;
  request.method = take_word(*line);
  request.target = take_word(*line);
  if (request.method.empty() || request.target.empty() || !is_version(*line)) return false;
  while ((line = take_line(bytes)) && !line->empty()) {
    const auto colon = line->find(':');
    if (colon == std::string_view::npos) return false;
    request.headers.push_back({line->substr(0, colon), trim(line->substr(colon + 1))});
  }
  return line && parsing_error(request, version, false).status == 0;
}

}  // namespace hapax::routing
