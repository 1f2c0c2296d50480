// Header fields: finding them, walking over their comma-separated values, changing them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include <hapax/routing/message.hpp>

namespace hapax::routing {

using Headers = std::vector<Header>;

/// Where the first value of `text` ends: at a comma outside double quotes, or at its end.
std::size_t value_end(std::string_view text);

/// Where a walk over values stands.
struct HeaderCursor {
  std::size_t index = 0;  ///< header to be looked at next
  bool inside = false;    ///< `rest` of the header before it comes first
  std::string_view rest;
};

/// The next value of the headers of one name (any name when empty), blanks around it removed; false at the end. An
/// empty header has one empty value. `full`: a header is one value, commas or not.
bool next_value(const Headers& headers, std::string_view name, bool full, HeaderCursor& cursor,
                std::string_view& value);

/// Value number `occurrence` (1 is the first, -1 the last) of the headers of that name.
std::optional<std::string_view> header_value(const Headers& headers, std::string_view name, std::int64_t occurrence,
                                             bool full);

/// The value of the first header of that name, whole; nothing when there is none.
std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

/// Whether one of the comma-separated values of the headers of that name is `wanted`, in any case.
bool has_value(const Headers& headers, std::string_view name, std::string_view wanted);

void remove_header(Headers& headers, std::string_view name);

/// Takes the first value of the first header of that name away, and the header with it where it has no other.
void remove_first_value(Headers& headers, std::string_view name);

}  // namespace hapax::routing
