// Finding one value in a JSON text without making a tree of it.
#pragma once

#include <optional>
#include <string_view>

namespace hapax::routing {

/// A value as it stands in the text.
struct JsonValue {
  enum class Kind { string, number, boolean, null, array, object };
  Kind kind = Kind::null;
  /// Of a string what stands between its quotes, escapes and all; of a number all the text from its first byte on.
  std::string_view text;
};

/// The value at `path` ("$.store.book[0].title"; a backslash takes the next byte of a name as it is). Nothing: there is
/// none, or what stands before it is no JSON.
std::optional<JsonValue> find_json(std::string_view text, std::string_view path);

/// The length of the number that `text` begins with.
std::size_t json_number_length(std::string_view text);

}  // namespace hapax::routing
