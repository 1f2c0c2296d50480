// A TLS ClientHello, RFC 8446 section 4.1.2, as far as routing asks for it. Reads no byte past the end of what is
// there.

#include "routing/fetch/tls.hpp"

#include <algorithm>
#include <set>

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

 private:
  std::string_view text_;
};

constexpr std::size_t kHeader = 4;  // of an extension or a key share: what it is and how long

std::size_t number_at(std::string_view text) {
  return std::size_t{static_cast<unsigned char>(text[0])} << 8 | static_cast<unsigned char>(text[1]);
}

std::string_view server_name(std::string_view data) {
  std::string_view list;
  std::string_view name;
  std::uint32_t kind = 0;
  if (!Reader(data).run(2, list)) return {};
  Reader names(list);
  while (names.number(1, kind) && names.run(2, name)) {
    if (kind == 0) return name;
  }
  return {};
}

// HAProxy does not look at the length of the list.
std::vector<std::string_view> protocols_of(std::string_view data) {
  Reader reader(data);
  std::vector<std::string_view> protocols;
  if (!reader.skip(2)) return protocols;
  for (std::string_view name; reader.run(1, name);) protocols.push_back(name);
  return protocols;
}

std::optional<std::string_view> list_of(std::string_view data) {
  std::string_view list;
  if (!Reader(data).run(2, list) || list.empty()) return std::nullopt;
  return list;
}

// A key that is longer than the list ends it; its group counts all the same.
std::optional<std::string> key_share_groups(std::string_view data) {
  auto list = list_of(data);
  if (!list) return std::nullopt;
  std::string groups;
  while (list->size() >= kHeader) {
    groups += list->substr(0, 2);
    list->remove_prefix(std::min(list->size(), kHeader + number_at(list->substr(2))));
  }
  return groups;
}

// The first extension of each kind counts. False: one of them is longer than all that is left.
bool read_extensions(std::string_view rest, ClientHello& hello) {
  enum Kind : std::size_t { names = 0, groups = 10, signatures = 13, protocols = 16, ticket = 35, key_shares = 51 };
  std::set<std::size_t> seen;
  while (rest.size() >= kHeader) {
    const std::size_t kind = number_at(rest);
    const std::size_t length = number_at(rest.substr(2));
    rest.remove_prefix(kHeader);
    if (length > rest.size()) return false;
    const std::string_view data = rest.substr(0, length);
    rest.remove_prefix(length);
    if (kind == names && hello.sni.empty()) hello.sni = server_name(data);
    if (!seen.insert(kind).second) continue;
    if (kind == groups) hello.names_groups = true;
    if (kind == groups) hello.groups = list_of(data);
    if (kind == signatures) hello.signatures = list_of(data);
    if (kind == protocols) hello.alpn = protocols_of(data);
    if (kind == ticket) hello.ticket = data.empty() ? ClientHello::Ticket::empty : ClientHello::Ticket::given;
    if (kind == key_shares) hello.key_share_groups = key_share_groups(data);
  }
  return true;
}

}  // namespace

std::optional<ClientHello> parse_client_hello(std::string_view payload) {
  constexpr std::uint32_t kHandshake = 22;
  constexpr std::uint32_t kClientHello = 1;
  constexpr std::uint16_t kTls10 = 0x0301;
  constexpr std::size_t kRecordHeader = 5;
  Reader record(payload);
  std::uint32_t value = 0;
  if (!record.number(1, value) || value != kHandshake) return std::nullopt;
  std::string_view handshake;
  if (!record.number(1, value) || value < 3 || !record.skip(1) || !record.run(2, handshake)) return std::nullopt;
  Reader hello(handshake);
  ClientHello result;
  // A message of which not all has come has no type. It may go on in the next record.
  std::string_view message;
  if (Reader whole(payload.substr(kRecordHeader)); whole.number(1, value) && whole.run(3, message))
    result.type = static_cast<std::uint8_t>(value);
  if (!hello.skip(1)) return std::nullopt;
  // HAProxy tells the version of a message that goes on in the next record as well.
  if (Reader beginning = hello; beginning.skip(3) && beginning.number(2, value)) {
    result.version = static_cast<std::uint16_t>(value);
  }
  std::string_view body;
  if (result.type != kClientHello || result.version < kTls10 || !hello.run(3, body)) return result;
  Reader reader(body);
  std::string_view part;
  // Version, random, session.
  if (!reader.skip(2 + 32) || !reader.run(1, part) || !reader.run(2, part) || part.size() < 2) return result;
  result.ciphers = part;
  // Compression methods, of which there is one at least.
  if (!reader.run(1, part) || part.empty() || !reader.run(2, part)) return result;
  if (!read_extensions(part, result)) return result;
  if (!result.names_groups) result.names_groups = false;
  if (!result.ticket) result.ticket = ClientHello::Ticket::none;
  return result;
}

}  // namespace hapax::routing
