// Traces: requests in the order of time, read one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/result.hpp>
#include <hapax/routing/message.hpp>
#include <hapax/routing/time.hpp>
#include <hapax/simulate/input.hpp>

namespace hapax::simulate {

/// One request of a trace. All text is good until the next request is read, or as long as the reader where it says so.
struct TraceRequest {
  std::uint64_t line = 0;  ///< where it stands, from 1
  /// Not null: the request, in place of `request`; it, its text and the frontend's name are good as long as the reader.
  const routing::Request* standing = nullptr;
  routing::Time t = 0;          ///< when its headers are complete at the proxy
  std::string_view connection;  ///< lines of one client connection share it; empty: a connection of its own
  bool only_if_idle = false;    ///< while that connection is busy, this request has one of its own
  std::string_view frontend;    ///< empty: the trace does not say
  routing::Address source;
  routing::Address peer;  ///< of the connection itself, where another proxy says whose it is; no family: `source`
  routing::Request request;
  bool tls = false;  ///< what follows is of it
  std::string_view sni;
  std::string_view alpn;  ///< the protocol agreed on; where TLS passes by, the first that the client offers
  std::string_view tls_version;
  std::string_view tls_cipher;
  routing::Time service = -1;   ///< what the server takes; negative: the trace does not say
  routing::Time patience = -1;  ///< how long the client waits for its answer; negative: the trace does not say
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  bool has_response = false;
  routing::Response response;  ///< the server's answer, where the trace gives one

  // What a log says became of it, to compare a replay with; empty and negative: the trace does not say.
  std::string_view logged_backend;
  std::string_view logged_server;
  std::string_view termination;
  std::int32_t logged_status = -1;
  routing::Time logged_queue = -1;
  routing::Time logged_total = -1;

  /// What is asked.
  [[nodiscard]] const routing::Request& asked() const { return standing != nullptr ? *standing : request; }

  /// What is known of its TLS, in texts that live in `arena`; TLS 1.3 where the trace names no version.
  [[nodiscard]] routing::TlsInfo tls_info(routing::Arena& arena) const;
};

/// A line that could not be read.
struct DamagedLine {
  std::uint64_t line = 0;
  std::string why;
};

/// The damaged lines of a trace: all are counted, the first few are kept.
struct Damage {
  static constexpr std::size_t kKept = 20;
  std::uint64_t count = 0;
  std::vector<DamagedLine> first;

  void add(std::uint64_t line, std::string why) {
    ++count;
    if (first.size() < kKept) first.push_back({line, std::move(why)});
  }
  /// Those of the same trace that somebody else found.
  void add(const Damage& other);
};

/// Reads a trace. Damaged lines are skipped and counted.
class TraceReader {
 public:
  virtual ~TraceReader() = default;
  /// The next request; false at the end. An Error only when the bytes themselves cannot be read.
  virtual Result<bool> next(TraceRequest& request) = 0;
  [[nodiscard]] virtual const Damage& damage() const = 0;
  /// How much of the trace has been read, 0 to 1; negative where that cannot be known.
  [[nodiscard]] virtual double fraction() const { return -1; }
};

/// The native form: JSON Lines, one request a line, only `t` is required. A line whose `t` runs backwards or makes no
/// sense is damaged.
std::unique_ptr<TraceReader> read_native(std::unique_ptr<ByteSource> source);

/// Reads an address such as "192.0.2.7", "2001:db8::1" or "192.0.2.7:4711" / "[2001:db8::1]:4711"; false for others.
bool parse_address(std::string_view text, routing::Address& address);

}  // namespace hapax::simulate
