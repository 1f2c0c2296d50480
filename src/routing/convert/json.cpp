// json: text made fit to stand in a JSON string. json_query: a member of a JSON text.

#include <array>
#include <bit>
#include <cstdlib>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "routing/convert/converters.hpp"
#include "routing/convert/json_path.hpp"
#include "routing/convert/json_query.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

enum class Utf8 : std::uint8_t { good, overlong, bad };

/// The character at `i`, and `i` moved behind it. Sequences of up to six bytes are read, as before RFC 3629. Bad is
/// what four hexadecimal digits cannot say, surrogates, U+FFFE, U+FFFF, and a sequence that breaks off: what is there
/// of it is passed over.
Utf8 next_character(std::string_view text, std::size_t& i, std::uint32_t& character) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(i++);
  character = first;
  if (first < 0x80) return Utf8::good;
  const auto length = static_cast<unsigned>(std::countl_one(first));
  if (length < 2 || length > 6) return Utf8::bad;
  std::uint64_t value = first & (0x7FU >> length);
  unsigned read = 1;
  for (; read < length && i < text.size() && (byte(i) & 0xC0U) == 0x80; ++read)
    value = value << 6 | (byte(i++) & 0x3FU);
  constexpr std::array<std::uint32_t, 7> kSmallest = {0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};
  if (read < length || value > 0xFFFD || (value >= 0xD800 && value <= 0xDFFF)) return Utf8::bad;
  character = static_cast<std::uint32_t>(value);
  return value < kSmallest[length] ? Utf8::overlong : Utf8::good;
}

void append_escaped(std::string& out, std::uint32_t c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '/':
      out += "\\/";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (c >= 32 && c < 127) {
    out += static_cast<char>(c);
  } else {
    out += fmt::format("\\u{:04x}", c & 0xFFFF);
  }
}

/// json([ascii|utf8|utf8s|utf8p|utf8ps]): what is no UTF-8 ends the sample, or is left out (s); what is longer than
/// need be counts as such, or not (p). For ascii every byte stands for itself.
bool convert_json(const Args& args, Context& c, Sample& s) {
  const std::string_view mode = args[0].given() && !args[0].text.empty() ? args[0].text : std::string_view("ascii");
  const bool leaves_out = mode.ends_with('s');
  const bool permissive = mode.find('p') != std::string_view::npos;
  std::string out;
  for (std::size_t i = 0; i < s.text.size();) {
    if (mode == "ascii") {
      append_escaped(out, static_cast<unsigned char>(s.text[i++]));
      continue;
    }
    std::uint32_t character = 0;
    const Utf8 read = next_character(s.text, i, character);
    if (read == Utf8::good || (read == Utf8::overlong && permissive)) {
      append_escaped(out, character);
    } else if (!leaves_out) {
      return false;
    }
  }
  s.text = c.arena.copy(out);
  return true;
}

/// The text of a string with its escapes undone. There are fewer than JSON has: no `\\/`, of `\\u` only the first 256
/// characters, as bytes, and since 3.2 not the first one. Nothing for another.
std::optional<std::string> unescaped(std::string_view text, bool zeros) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    if (++i == text.size()) return std::nullopt;
    if (text[i] == 'u') {
      if (i + 4 >= text.size() || text[i + 1] != '0' || text[i + 2] != '0') return std::nullopt;
      const int high = hex_value(text[i + 3]);
      const int low = hex_value(text[i + 4]);
      if (high < 0 || low < 0 || (high + low == 0 && !zeros)) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 4;
      continue;
    }
    constexpr std::string_view kNames = "bfnrt\"\\";
    constexpr std::string_view kBytes = "\b\f\n\r\t\"\\";
    const auto which = kNames.find(text[i]);
    if (which == std::string_view::npos) return std::nullopt;
    out += kBytes[which];
  }
  return out;
}

/// A number as people write it in C: 0x1f, 017, and everything behind the digits left out. Nothing beyond 2^53, which a
/// double cannot hold.
std::optional<std::int64_t> as_integer(std::string_view text) {
  constexpr std::size_t kLongest = 32;
  constexpr std::int64_t kMost = (std::int64_t{1} << 53) - 1;
  const std::string copy(text.substr(0, kLongest));
  const std::int64_t value = std::strtoll(copy.c_str(), nullptr, 0);
  return value >= -kMost && value <= kMost ? std::optional(value) : std::nullopt;
}

}  // namespace

bool json_query(std::string_view path, bool as_number, Context& c, Sample& s) {
  const auto found = find_json(s.text, path);
  if (!found) return false;
  switch (found->kind) {
    case JsonValue::Kind::string: {
      const auto text = unescaped(found->text, c.world.model.target < Version::v3_2);
      if (text) s.set_string(c.arena.copy(*text));
      return text.has_value();
    }
    case JsonValue::Kind::boolean:
      s.set_boolean(found->text == "true");
      return true;
    case JsonValue::Kind::array:
      s.set_string(found->text);
      return c.world.model.target >= Version::v2_8;
    case JsonValue::Kind::number: {
      if (as_number) {
        const auto value = as_integer(found->text);
        if (value) s.set_integer(*value);
        return value.has_value();
      }
      const std::string text(found->text.substr(0, json_number_length(found->text)));
      s.set_string(c.arena.copy(fmt::format("{:g}", std::strtod(text.c_str(), nullptr))));
      return true;
    }
    default:
      return false;
  }
}

namespace {

bool convert_json_query(const Args& args, Context& c, Sample& s) {
  return json_query(args[0].text, args[1].text == "int", c, s);
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::json, convert_json},
    ConverterEntry{ConverterId::json_query, convert_json_query},
};

}  // namespace

std::span<const ConverterEntry> json_converters() { return kEntries; }

}  // namespace hapax::routing
