// A client's connection and its requests as routing sees them: plain data that simulate and runtime fill in, and that
// rules read and rewrite.
//
// All text is std::string_view. Who fills in a message keeps its text alive until the transaction ends; what rules make
// lives in the transaction's Arena.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace hapax::routing {

/// The status by which a server agrees to another protocol: an answer, though it is below 200.
inline constexpr std::uint16_t kSwitchingProtocols = 101;

/// Text made while a transaction runs. reset() keeps the memory for the next one.
class Arena {
 public:
  /// A copy of `text` that lives until reset().
  std::string_view copy(std::string_view text);
  /// `size` bytes to write to, alive until reset().
  char* allocate(std::size_t size);
  void reset() {
    if (!large_.empty()) large_.clear();
    block_ = 0;
    used_ = kBlock;
  }

 private:
  static constexpr std::size_t kBlock = 4096;
  std::vector<std::unique_ptr<char[]>> blocks_;  ///< kBlock bytes each
  std::vector<std::unique_ptr<char[]>> large_;
  std::size_t block_ = 0;  ///< blocks in use
  std::size_t used_ = kBlock;
};

/// The address of a peer. Bytes in network order; IPv4 uses the first four.
struct Address {
  enum class Family : std::uint8_t { none, ipv4, ipv6, unix_socket };
  Family family = Family::none;
  std::uint16_t port = 0;
  std::array<std::uint8_t, 16> bytes{};
  friend bool operator==(const Address&, const Address&) = default;
};

/// One header field. Names keep the case in which they came; comparison ignores it.
struct Header {
  std::string_view name;
  std::string_view value;
};

/// What TLS told about a client's connection. Absent where the connection is not encrypted.
struct TlsInfo {
  std::string_view sni;
  std::string_view alpn;
  std::string_view version = "TLSv1.3";  ///< unless somebody knows better
  std::string_view cipher;
};

/// What stays the same for all requests of a client's connection.
struct ClientConnection {
  std::uint32_t frontend = 0;  ///< model::Index into proxies
  std::uint32_t bind = ~0U;    ///< model::Index into binds; ~0: unknown
  Address source;              ///< as `src` sees it (PROXY protocol and set-src included)
  Address destination;
  Address peer;  ///< of the TCP connection itself
  std::optional<TlsInfo> tls;
};

/// A request as HAProxy holds it. `target` is the request target as the client sent it: origin form, absolute form,
/// authority form or "*".
struct Request {
  std::string_view method;
  std::string_view target;
  std::uint8_t major = 1;
  std::uint8_t minor = 1;
  std::vector<Header> headers;
  std::string_view body;  ///< what is buffered of it
  bool body_complete = true;
  /// When it is not 0, all requests with this number came with the same method, target, headers and body, so that what
  /// was found out about one need not be found out again. Small numbers: memory grows with the greatest one.
  std::uint32_t form = 0;
  std::string_view payload;  ///< TCP mode: the first bytes of the client's stream
  /// Nobody tells which host it named, as in a log that leaves it out: for caches all such requests name the same one.
  bool host_unknown = false;
};

/// An answer, of a server or of the proxy itself.
struct Response {
  std::uint16_t status = 200;
  /// What the transaction ends with where a page has another status on its first line: an errorfile for 503 that says
  /// 200 is a 503 in logs and counters. 0: `status` itself.
  std::uint16_t nominal_status = 0;
  std::string_view reason;
  std::vector<Header> headers;
  std::string_view body;
  bool is_error_page = false;  ///< the body is a page of the proxy, not a text that a rule gives

  void set_status(std::uint16_t number) {
    status = number;
    nominal_status = 0;
  }
  [[nodiscard]] std::uint16_t transaction_status() const { return nominal_status != 0 ? nominal_status : status; }
};

}  // namespace hapax::routing
