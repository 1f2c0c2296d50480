// Encodings: hexadecimal, base64, percent, numbers within bytes.

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "routing/convert/base64.hpp"
#include "routing/convert/converters.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

void append_hex(std::string& out, char byte) {
  out += kHexDigits[static_cast<unsigned char>(byte) >> 4];
  out += kHexDigits[static_cast<unsigned char>(byte) & 15];
}

bool convert_hex(const Args&, Context& c, Sample& s) {
  char* out = c.arena.allocate(s.text.size() * 2);
  for (std::size_t i = 0; i < s.text.size(); ++i) {
    out[2 * i] = kHexDigits[static_cast<unsigned char>(s.text[i]) >> 4];
    out[2 * i + 1] = kHexDigits[static_cast<unsigned char>(s.text[i]) & 15];
  }
  s.set_string({out, s.text.size() * 2});
  return true;
}

bool convert_base2(const Args&, Context& c, Sample& s) {
  std::string out;
  for (const char byte : s.text) {
    for (int bit = 7; bit >= 0; --bit) out += (static_cast<unsigned char>(byte) >> bit & 1) != 0 ? '1' : '0';
  }
  s.set_string(c.arena.copy(out));
  return true;
}

bool convert_base64(const Args&, Context& c, Sample& s) {
  s.set_string(c.arena.copy(base64_encode(s.text, kBase64)));
  return true;
}

bool convert_ub64enc(const Args&, Context& c, Sample& s) {
  s.set_string(c.arena.copy(base64_encode(s.text, kBase64Url)));
  return true;
}

template <const std::string_view& alphabet>
bool convert_from_base64(const Args&, Context& c, Sample& s) {
  std::string out;
  if (!base64_decode(s.text, alphabet, out)) return false;
  s.set_binary(c.arena.copy(out));
  return true;
}

/// Is one of the two bytes before what stands there in `whole`, within or at its end, an equals sign?
bool follows_equals(std::string_view nothing, std::string_view whole) {
  const std::less<> before;
  const char* const place = nothing.data();
  if (!before(whole.data(), place) || before(whole.data() + whole.size(), place)) return false;
  return place[-1] == '=' || (place - whole.data() > 1 && place[-2] == '=');
}

/// Before 3.2 HAProxy takes an equals sign before an empty value, of a cookie or a parameter, for padding.
bool has_padding_before(std::string_view nothing, const Context& c) {
  if (c.world.model.target >= Version::v3_2 || c.transaction == nullptr) return false;
  const auto in_field = [&](const Header& header) { return follows_equals(nothing, header.value); };
  const Request& request = c.transaction->request;
  const std::vector<Header>& answered = c.transaction->response.headers;
  return follows_equals(nothing, request.target) || follows_equals(nothing, request.body) ||
         std::any_of(request.headers.begin(), request.headers.end(), in_field) ||
         std::any_of(answered.begin(), answered.end(), in_field);
}

bool convert_b64dec(const Args& args, Context& c, Sample& s) {
  return !(s.text.empty() && has_padding_before(s.text, c)) && convert_from_base64<kBase64>(args, c, s);
}

/// The chunks that be2hex, be2dec and le2dec work on. `truncate`: a last one that is too short is left out.
struct Chunks {
  std::size_t size = 1;
  bool truncate = false;
};

bool chunks_of(const Args& args, Chunks& chunks) {
  chunks.size = args[1].given() ? static_cast<std::size_t>(args[1].number) : 1;
  chunks.truncate = args[2].given() && args[2].number != 0;
  return chunks.size >= 1;
}

/// be2hex(SEPARATOR,SIZE,TRUNCATE)
bool convert_be2hex(const Args& args, Context& c, Sample& s) {
  Chunks chunks;
  const bool joined = args[0].text.empty() && args[1].given() && args[1].number < 1;  // then chunks do not matter
  if (!joined && !chunks_of(args, chunks)) return false;
  std::string out;
  for (std::size_t i = 0; i < s.text.size(); i += chunks.size) {
    const std::string_view chunk = s.text.substr(i, chunks.size);
    if (chunks.truncate && chunk.size() < chunks.size) break;
    if (i > 0) out += args[0].text;
    for (const char byte : chunk) append_hex(out, byte);
  }
  s.set_string(c.arena.copy(out));
  return true;
}

/// be2dec, le2dec (SEPARATOR,SIZE,TRUNCATE)
template <bool little>
bool convert_to_decimals(const Args& args, Context& c, Sample& s) {
  Chunks chunks;
  if (!chunks_of(args, chunks) || chunks.size > 8) return false;
  std::string out;
  for (std::size_t i = 0; i < s.text.size(); i += chunks.size) {
    const std::string_view chunk = s.text.substr(i, chunks.size);
    if (chunks.truncate && chunk.size() < chunks.size) break;
    if (i > 0) out += args[0].text;
    std::uint64_t value = 0;
    for (std::size_t j = 0; j < chunk.size(); ++j) {
      const auto byte = static_cast<unsigned char>(chunk[j]);
      value = little ? value | std::uint64_t{byte} << (8 * j) : value << 8 | byte;
    }
    out += std::to_string(value);
  }
  s.set_string(c.arena.copy(out));
  return true;
}

/// A zero ends the text.
bool convert_url_dec(const Args& args, Context& c, Sample& s) {
  const std::string_view encoded = s.text.substr(0, s.text.find('\0'));
  const auto text = percent_decoded(encoded, args[0].given() && args[0].number != 0, c.world.model.target);
  if (!text) return false;
  s.text = c.arena.copy(*text);
  return true;
}

bool convert_url_enc(const Args&, Context& c, Sample& s) {
  std::string out;
  for (const char byte : s.text) {
    if (is_unreserved(byte)) {
      out += byte;
    } else {
      out += '%';
      append_hex(out, byte);
    }
  }
  s.text = c.arena.copy(out);
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::hex, convert_hex},
    ConverterEntry{ConverterId::base2, convert_base2},
    ConverterEntry{ConverterId::base64, convert_base64},
    ConverterEntry{ConverterId::ub64enc, convert_ub64enc},
    ConverterEntry{ConverterId::b64dec, convert_b64dec},
    ConverterEntry{ConverterId::ub64dec, convert_from_base64<kBase64Url>},
    ConverterEntry{ConverterId::be2hex, convert_be2hex},
    ConverterEntry{ConverterId::be2dec, convert_to_decimals<false>},
    ConverterEntry{ConverterId::le2dec, convert_to_decimals<true>},
    ConverterEntry{ConverterId::url_dec, convert_url_dec},
    ConverterEntry{ConverterId::url_enc, convert_url_enc},
};

}  // namespace

std::span<const ConverterEntry> encoding_converters() { return kEntries; }

}  // namespace hapax::routing
