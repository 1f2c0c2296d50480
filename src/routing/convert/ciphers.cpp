// AES: aes_gcm_enc, aes_gcm_dec (NIST SP 800-38D). Arguments: length of the key in bits; nonce, key and tag in base64,
// as text or in variables. Encryption leaves its tag in the variable that stands for it, which has to exist here.

#include <array>
#include <memory>
#include <optional>
#include <string>

#include <openssl/evp.h>

#include "routing/convert/base64.hpp"
#include "routing/convert/converters.hpp"
#include "routing/evaluate/expression.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

constexpr int kTagSize = 16;

std::optional<std::string> bytes_of(const Arg& arg, Context& c) {
  std::string_view text = arg.text;
  if (arg.kind == Arg::Kind::variable) {
    const auto held = read_variable_text(arg.index, c);
    if (!held) return std::nullopt;
    text = *held;
  }
  std::string bytes;
  if (!base64_decode(text, kBase64, bytes)) return std::nullopt;
  return bytes;
}

unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

const EVP_CIPHER* cipher_of(std::int64_t bits) {
  return bits == 128 ? EVP_aes_128_gcm() : bits == 192 ? EVP_aes_192_gcm() : bits == 256 ? EVP_aes_256_gcm() : nullptr;
}

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

/// Ready to run; null when nonce or key do not fit. Of a key that is too long its beginning counts; one that is too
/// short HAProxy goes on reading in memory that is not its own, here it is none.
CipherContext prepared(const Args& args, Context& c, bool encrypt) {
  CipherContext context(nullptr, EVP_CIPHER_CTX_free);
  const EVP_CIPHER* cipher = cipher_of(args[0].number);
  auto nonce = bytes_of(args[1], c);
  auto key = bytes_of(args[2], c);
  if (cipher == nullptr || !nonce || nonce->empty() || !key ||
      static_cast<std::int64_t>(key->size()) * 8 < args[0].number) {
    return context;
  }
  context.reset(EVP_CIPHER_CTX_new());
  const int direction = encrypt ? 1 : 0;
  const bool good =
      EVP_CipherInit_ex(context.get(), cipher, nullptr, nullptr, nullptr, direction) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_IVLEN, static_cast<int>(nonce->size()), nullptr) == 1 &&
      EVP_CipherInit_ex(context.get(), nullptr, nullptr, raw(*key), raw(*nonce), direction) == 1;
  if (!good) context.reset();
  return context;
}

/// The sample becomes what comes out. False: it did not.
bool run(EVP_CIPHER_CTX* context, Context& c, Sample& s) {
  std::string out(s.text.size() + EVP_MAX_BLOCK_LENGTH, '\0');
  int size = 0;
  int rest = 0;
  const auto* in = reinterpret_cast<const unsigned char*>(s.text.data());
  if (EVP_CipherUpdate(context, raw(out), &size, in, static_cast<int>(s.text.size())) != 1 ||
      EVP_CipherFinal_ex(context, raw(out) + size, &rest) != 1) {
    return false;
  }
  s.set_binary(c.arena.copy({out.data(), static_cast<std::size_t>(size + rest)}));
  return true;
}

bool convert_gcm_enc(const Args& args, Context& c, Sample& s) {
  const CipherContext context = prepared(args, c, true);
  if (context == nullptr || args[3].kind != Arg::Kind::variable || !is_in_scope(args[3].index, c)) return false;
  if (!run(context.get(), c, s)) return false;
  std::string tag(kTagSize, '\0');
  if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, tag.data()) != 1) return false;
  Sample encoded;
  encoded.set_string(c.arena.copy(base64_encode(tag, kBase64)));
  write_variable(args[3].index, c, encoded);
  return true;
}

bool convert_gcm_dec(const Args& args, Context& c, Sample& s) {
  const CipherContext context = prepared(args, c, false);
  auto tag = bytes_of(args[3], c);
  if (context == nullptr || !tag || tag->size() != kTagSize ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, tag->data()) != 1) {
    return false;
  }
  return run(context.get(), c, s);
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::aes_gcm_enc, convert_gcm_enc},
    ConverterEntry{ConverterId::aes_gcm_dec, convert_gcm_dec},
};

}  // namespace

std::span<const ConverterEntry> cipher_converters() { return kEntries; }

}  // namespace hapax::routing
