// Hashes and digests. A 32-bit hash with the argument 1 is mixed once more (`avalanche`).

#include <array>
#include <string>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <xxhash.h>

#include "routing/balance/hash_functions.hpp"
#include "routing/convert/base64.hpp"
#include "routing/convert/converters.hpp"
#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

/// The reflected CRC-32 with Castagnoli's polynomial.
std::uint32_t crc32c(std::string_view data) {
  std::uint32_t crc = ~std::uint32_t{0};
  for (const char byte : data) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0x82F63B78U : crc >> 1;
  }
  return ~crc;
}

template <std::uint32_t (*function)(std::string_view)>
bool convert_hash(const Args& args, Context&, Sample& s) {
  std::uint32_t value = function(s.text);
  if (args[0].given() && args[0].number != 0) value = mix(value);
  s.set_integer(value);
  return true;
}

bool convert_xxh32(const Args& args, Context&, Sample& s) {
  s.set_integer(XXH32(s.text.data(), s.text.size(), static_cast<std::uint32_t>(args[0].given() ? args[0].number : 0)));
  return true;
}
bool convert_xxh64(const Args& args, Context&, Sample& s) {
  const auto seed = static_cast<std::uint64_t>(args[0].given() ? args[0].number : 0);
  s.set_integer(static_cast<std::int64_t>(XXH64(s.text.data(), s.text.size(), seed)));
  return true;
}
bool convert_xxh3(const Args& args, Context&, Sample& s) {
  const auto seed = static_cast<std::uint64_t>(args[0].given() ? args[0].number : 0);
  s.set_integer(static_cast<std::int64_t>(XXH3_64bits_withSeed(s.text.data(), s.text.size(), seed)));
  return true;
}

bool digest(const EVP_MD* method, Context& c, Sample& s) {
  if (method == nullptr) return false;
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_Digest(s.text.data(), s.text.size(), out, &size, method, nullptr) != 1) return false;
  s.set_binary(c.arena.copy({reinterpret_cast<const char*>(out), size}));
  return true;
}

bool convert_sha1(const Args&, Context& c, Sample& s) { return digest(EVP_sha1(), c, s); }

bool convert_sha2(const Args& args, Context& c, Sample& s) {
  switch (args[0].given() ? args[0].number : 256) {
    case 224:
      return digest(EVP_sha224(), c, s);
    case 256:
      return digest(EVP_sha256(), c, s);
    case 384:
      return digest(EVP_sha384(), c, s);
    case 512:
      return digest(EVP_sha512(), c, s);
    default:
      return false;
  }
}

bool convert_digest(const Args& args, Context& c, Sample& s) {
  return digest(EVP_get_digestbyname(std::string(args[0].text).c_str()), c, s);
}

/// hmac(DIGEST,KEY): the key in base64.
bool convert_hmac(const Args& args, Context& c, Sample& s) {
  const EVP_MD* method = EVP_get_digestbyname(std::string(args[0].text).c_str());
  std::string_view encoded = args[1].text;
  if (args[1].kind == Arg::Kind::variable) {
    const auto held = read_variable_text(args[1].index, c);
    if (!held) return false;
    encoded = *held;
  }
  std::string key;
  if (method == nullptr || !base64_decode(encoded, kBase64, key)) return false;
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (HMAC(method, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(s.text.data()),
           s.text.size(), out, &size) == nullptr) {
    return false;
  }
  s.set_binary(c.arena.copy({reinterpret_cast<const char*>(out), size}));
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::crc32, convert_hash<crc32>}, ConverterEntry{ConverterId::crc32c, convert_hash<crc32c>},
    ConverterEntry{ConverterId::djb2, convert_hash<djb2>},   ConverterEntry{ConverterId::sdbm, convert_hash<sdbm>},
    ConverterEntry{ConverterId::wt6, convert_hash<wt6>},     ConverterEntry{ConverterId::xxh32, convert_xxh32},
    ConverterEntry{ConverterId::xxh64, convert_xxh64},       ConverterEntry{ConverterId::xxh3, convert_xxh3},
    ConverterEntry{ConverterId::sha1, convert_sha1},         ConverterEntry{ConverterId::sha2, convert_sha2},
    ConverterEntry{ConverterId::digest, convert_digest},     ConverterEntry{ConverterId::hmac, convert_hmac},
};

}  // namespace

std::span<const ConverterEntry> hash_converters() { return kEntries; }

}  // namespace hapax::routing
