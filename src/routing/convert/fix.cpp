// FIX (Financial Information eXchange): TAG=VALUE, each ended by a byte 1. Where a message ends too early there is no
// sample at all.

#include <array>
#include <optional>

#include <fmt/format.h>

#include "routing/convert/converters.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

constexpr char kEndOfField = '\1';
constexpr std::uint32_t kMsgType = 35;
constexpr std::uint32_t kCheckSum = 10;

struct Field {
  std::string_view tag;
  std::string_view value;
};

/// Takes the next field off `rest`; false: it has no end.
bool take_field(std::string_view& rest, Field& field) {
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) return false;
  const std::size_t end = rest.find(kEndOfField, equals + 1);
  if (end == std::string_view::npos) return false;
  field = {rest.substr(0, equals), rest.substr(equals + 1, end - equals - 1)};
  rest.remove_prefix(end + 1);
  return true;
}

/// Digits that make 32 bits that wrap; 0 for anything else, which no tag is.
std::uint32_t number(std::string_view text) {
  std::uint32_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return 0;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value;
}

bool is_version(std::string_view text) {
  constexpr std::string_view kVersions[] = {"FIX.4.0", "FIX.4.1", "FIX.4.2", "FIX.4.3", "FIX.4.4", "FIXT.1.1"};
  for (const std::string_view version : kVersions) {
    if (text == version) return true;
  }
  return false;
}

/// Nothing when more bytes are needed to tell.
std::optional<bool> is_valid(std::string_view message) {
  constexpr std::size_t kShortest = 26;  // 8=FIX.4.4|9=5|35=0|10=000|
  if (message.size() < kShortest) return std::nullopt;
  std::string_view rest = message;
  Field field;
  if (!take_field(rest, field)) return std::nullopt;
  if (field.tag != "8" || !is_version(field.value)) return false;
  if (!take_field(rest, field)) return std::nullopt;
  if (field.tag != "9") return false;
  const std::uint32_t body_length = number(field.value);
  const std::size_t body = message.size() - rest.size();
  for (bool first = true;; first = false) {
    const std::size_t at = message.size() - rest.size();
    if (!take_field(rest, field)) return std::nullopt;
    const std::uint32_t tag = number(field.tag);
    if (tag == 0 || (first && tag != kMsgType)) return false;
    if (tag != kCheckSum) continue;
    std::uint8_t sum = 0;
    for (const char byte : message.substr(0, at))
      sum = static_cast<std::uint8_t>(sum + static_cast<unsigned char>(byte));
    return at - body == body_length && field.value == fmt::format("{:03}", sum);
  }
}

bool convert_is_valid(const Args&, Context&, Sample& s) {
  const auto valid = is_valid(s.text);
  if (valid) s.set_boolean(*valid);
  return valid.has_value();
}

std::uint32_t tag_of(std::string_view name) {
  constexpr std::pair<std::string_view, std::uint32_t> kNames[] = {
      {"BeginString", 8},   {"BodyLength", 9},    {"MsgType", kMsgType},
      {"SenderCompID", 49}, {"TargetCompID", 56}, {"CheckSum", kCheckSum},
  };
  for (const auto& [known, tag] : kNames) {
    if (equal_ignoring_case(known, name)) return tag;
  }
  return number(name);
}

/// fix_tag_value(TAG), its name or number: the first of that tag, unless it is empty. What is no field ends the search.
bool convert_tag_value(const Args& args, Context&, Sample& s) {
  const std::uint32_t wanted = tag_of(args[0].text);
  std::string_view rest = s.text;
  for (Field field; take_field(rest, field);) {
    const std::uint32_t tag = number(field.tag);
    if (tag == 0) return false;
    if (tag != wanted) continue;
    s.set_binary(field.value);
    return !field.value.empty();
  }
  return false;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::fix_is_valid, convert_is_valid},
    ConverterEntry{ConverterId::fix_tag_value, convert_tag_value},
};

}  // namespace

std::span<const ConverterEntry> fix_converters() { return kEntries; }

}  // namespace hapax::routing
