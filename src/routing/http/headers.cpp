#include "routing/http/headers.hpp"

#include <algorithm>

#include "routing/sample/text.hpp"

namespace hapax::routing {

std::size_t value_end(std::string_view text) {
  if (text.find(',') == std::string_view::npos) return text.size();  // most headers hold one value
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      return i;
    }
  }
  return text.size();
}

bool next_value(const Headers& headers, std::string_view name, bool full, HeaderCursor& cursor,
                std::string_view& value) {
  if (!cursor.inside) {
    std::size_t& at = cursor.index;
    while (at < headers.size() && !name.empty() && !equal_ignoring_case(headers[at].name, name)) ++at;
    if (at >= headers.size()) return false;
    cursor.rest = headers[at++].value;
    if (full) {
      value = trim(cursor.rest);
      return true;
    }
  }
  const std::size_t end = value_end(cursor.rest);
  value = trim(cursor.rest.substr(0, end));
  cursor.inside = end < cursor.rest.size();
  if (cursor.inside) cursor.rest.remove_prefix(end + 1);
  return true;
}

std::optional<std::string_view> header_value(const Headers& headers, std::string_view name, std::int64_t occurrence,
                                             bool full) {
  HeaderCursor cursor;
  std::string_view value;
  if (occurrence >= 0) {
    for (std::int64_t i = 0; next_value(headers, name, full, cursor, value);) {
      if (++i >= occurrence) return value;
    }
    return std::nullopt;
  }
  // From the end: HAProxy remembers the last ten values.
  constexpr std::int64_t kHistory = 10;
  if (-occurrence > kHistory) return std::nullopt;
  std::string_view history[kHistory];
  std::int64_t count = 0;
  while (next_value(headers, name, full, cursor, value)) history[count++ % kHistory] = value;
  if (count < -occurrence) return std::nullopt;
  return history[(count + occurrence) % kHistory];
}

std::optional<std::string_view> find_header(const Headers& headers, std::string_view name) {
  for (const Header& header : headers) {
    if (equal_ignoring_case(header.name, name)) return header.value;
  }
  return std::nullopt;
}

bool has_value(const Headers& headers, std::string_view name, std::string_view wanted) {
  HeaderCursor cursor;
  std::string_view value;
  while (next_value(headers, name, false, cursor, value)) {
    if (equal_ignoring_case(value, wanted)) return true;
  }
  return false;
}

void remove_header(Headers& headers, std::string_view name) {
  std::erase_if(headers, [&](const Header& header) { return equal_ignoring_case(header.name, name); });
}

void remove_first_value(Headers& headers, std::string_view name) {
  const auto header = std::find_if(headers.begin(), headers.end(),
                                   [&](const Header& one) { return equal_ignoring_case(one.name, name); });
  if (header == headers.end()) return;
  const std::size_t end = value_end(header->value);
  if (end == header->value.size()) {
    headers.erase(header);
  } else {
    header->value = trim(header->value.substr(end + 1));
  }
}

}  // namespace hapax::routing
