// A TLS ClientHello, RFC 8446 section 4.1.2, as far as routing asks for it. Reads no byte past the end of what is
// there.

#include "routing/fetch/tls.hpp"

namespace hapax::routing {
namespace {

/// Reads numbers and runs of bytes from the front; false once it ran out.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool number(unsigned bytes, std::uint32_t& value) {
    if (text_.size() < bytes) return false;
    value = 0;
    for (unsigned i = 0; i < bytes; ++i) value = value << 8 | static_cast<unsigned char>(text_[i]);
    text_.remove_prefix(bytes);
    return true;
  }
  /// What follows its own length, a number of `bytes` bytes.
  bool run(unsigned bytes, std::string_view& value) {
    std::uint32_t length = 0;
    if (!number(bytes, length) || text_.size() < length) return false;
    value = text_.substr(0, length);
    text_.remove_prefix(length);
    return true;
  }
  bool skip(std::size_t bytes) {
    if (text_.size() < bytes) return false;
    text_.remove_prefix(bytes);
    return true;
  }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string_view text_;
};

std::string_view server_name(std::string_view extensions) {
  Reader reader(extensions);
  std::uint32_t type = 0;
  std::string_view data;
  while (reader.number(2, type) && reader.run(2, data)) {
    if (type != 0) continue;
    std::string_view list;
    std::string_view name;
    std::uint32_t kind = 0;
    if (!Reader(data).run(2, list)) return {};
    Reader names(list);
    while (names.number(1, kind) && names.run(2, name)) {
      if (kind == 0) return name;
    }
  }
  return {};
}

}  // namespace

std::optional<ClientHello> parse_client_hello(std::string_view payload) {
  Reader record(payload);
  std::uint32_t value = 0;
  if (!record.number(1, value) || value != 22) return std::nullopt;
  std::string_view handshake;
  if (!record.skip(2) || !record.run(2, handshake)) return std::nullopt;
  Reader hello(handshake);
  ClientHello result;
  if (!hello.number(1, value)) return std::nullopt;
  result.type = static_cast<std::uint8_t>(value);
  std::string_view body;
  if (!hello.run(3, body)) return result;
  Reader reader(body);
  std::string_view ignored;
  std::string_view extensions;
  if (!reader.number(2, value)) return result;
  result.version = static_cast<std::uint16_t>(value);
  // Random, session, ciphers, compression, extensions.
  if (!reader.skip(32) || !reader.run(1, ignored) || !reader.run(2, ignored) || !reader.run(1, ignored)) return result;
  if (reader.run(2, extensions)) result.sni = server_name(extensions);
  return result;
}

}  // namespace hapax::routing
