// Lines that are one object: what a format with `%{+json}o` or `%{+cbor}o` writes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hapax::simulate {

/// One member: its value as the plain text of the item, without quotes and escapes; empty for `null`, and "{a|b}" for a
/// list.
struct LogMember {
  std::string_view name;
  std::string_view value;
};

/// The members of a JSON object in their order. False for anything else, also for one with objects in it and for
/// one that is cut off. Bytes that are no UTF-8 are kept, which HAProxy 3.0 writes as they come. Texts are views
/// into `line`, or into `made`, which must have room for three times as many bytes as the line has.
bool read_json_members(std::string_view line, std::string& made, std::vector<LogMember>& members);

/// The same for a CBOR map in hexadecimal digits. All texts are views into `made`.
bool read_cbor_members(std::string_view line, std::string& made, std::vector<LogMember>& members);

}  // namespace hapax::simulate
