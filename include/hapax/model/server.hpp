// Servers and how a backend spreads its load over them.
#pragma once

#include <cstdint>
#include <string>

#include <hapax/model/common.hpp>

namespace hapax::model {

/// A network address as configured.
struct Endpoint {
  enum class Family : std::uint8_t { none, ipv4, ipv6, unix_socket, abstract_socket, fd, name, other };
  Family family = Family::none;
  std::string host;  ///< numeric address ("0.0.0.0" for *), socket path, number of an fd, or an unresolved name
  std::uint16_t port = 0;
  std::uint16_t last_port = 0;  ///< end of a port range, else equal to port
  bool port_relative = false;   ///< servers: port = the client's destination port + port_offset
  std::int32_t port_offset = 0;
};

enum class BalanceAlgorithm : std::uint8_t {
  roundrobin,
  static_rr,
  leastconn,
  first,
  random,
  source,
  uri,
  url_param,
  hdr,
  rdp_cookie,
  hash,
  sticky,
  log_hash
};
enum class HashMethod : std::uint8_t { map_based, consistent };
enum class HashFunction : std::uint8_t { sdbm, djb2, wt6, crc32, none };
enum class HashKey : std::uint8_t { id, addr, addr_port, id32, guid };
enum class HashAffinity : std::uint8_t { always, maxconn, maxqueue };

/// `balance` and what goes with it, with the target version's defaults filled in (hash-type consistent without a
/// function is sdbm with avalanche; no balance at all is roundrobin up to 3.2 and random with one draw since 3.3).
struct Balance {
  BalanceAlgorithm algorithm = BalanceAlgorithm::roundrobin;
  std::uint32_t draws = 2;       ///< random
  std::string argument;          ///< url_param, hdr, rdp_cookie: the name
  bool use_domain_only = false;  ///< hdr
  bool uri_whole = false;
  bool uri_path_only = false;
  std::uint32_t uri_length = 0;  ///< 0: no limit
  std::uint32_t uri_depth = 0;   ///< 0: no limit
  Index expression = kNone;      ///< hash, log_hash: into expressions
  HashMethod hash_method = HashMethod::map_based;
  HashFunction hash_function = HashFunction::sdbm;
  bool avalanche = false;
  std::uint32_t balance_factor = 0;  ///< hash-balance-factor; 0: off
  HashAffinity affinity = HashAffinity::always;
  Place place;
};

/// Health check of a server, with the version's defaults filled in.
struct HealthCheck {
  enum class Kind : std::uint8_t {
    none,
    connect,
    http,
    tcp_script,
    mysql,
    pgsql,
    redis,
    smtp,
    ldap,
    ssl_hello,
    spop,
    external
  };
  enum class InitialState : std::uint8_t { up, fully_up, down, fully_down };
  Kind kind = Kind::none;
  Nanoseconds inter = 2'000'000'000;
  Nanoseconds fastinter = kUnset;  ///< kUnset: inter
  Nanoseconds downinter = kUnset;  ///< kUnset: inter
  std::uint32_t rise = 2;
  std::uint32_t fall = 3;
  Endpoint address;  ///< family none: the server's own; its port 0: the server's own
  bool tls = false;
  bool send_proxy = false;
  std::string method = "OPTIONS";  ///< http
  std::string uri = "/";           ///< http
  std::string host;                ///< http: Host header, empty: none
  bool agent = false;
  std::uint16_t agent_port = 0;
  Nanoseconds agent_inter = kUnset;  ///< kUnset: inter
  InitialState initial_state = InitialState::up;
};

enum class OnError : std::uint8_t { fail_check, fastinter, sudden_death, mark_down };
enum class Observe : std::uint8_t { none, layer4, layer7 };

/// One server, after default-server and server-template are applied.
struct Server {
  std::string name;
  Index proxy = kNone;   ///< into proxies
  std::uint32_t id = 0;  ///< numeric id, explicit or assigned
  Endpoint address;
  std::uint32_t weight = 1;   ///< 0..256
  std::int64_t maxconn = 0;   ///< 0: no limit
  std::int64_t minconn = 0;   ///< equal to maxconn unless configured
  std::int64_t maxqueue = 0;  ///< 0: no limit
  Nanoseconds slowstart = 0;
  std::string cookie;  ///< empty: none
  std::string guid;
  HashKey hash_key = HashKey::id;
  bool backup = false;
  bool disabled = false;
  bool non_stick = false;
  bool tls = false;
  bool send_proxy = false;
  bool send_proxy_v2 = false;
  bool shutdown_on_marked_down = false;        ///< on-marked-down shutdown-sessions
  bool shutdown_backups_on_marked_up = false;  ///< on-marked-up shutdown-backup-sessions
  Observe observe = Observe::none;
  OnError on_error = OnError::fail_check;
  std::uint32_t error_limit = 10;
  Index track = kNone;  ///< into servers
  HealthCheck check;
  std::string redirect_prefix;  ///< `redir`
  bool tls_verify = true;       ///< false: `verify none`
  std::string tls_verify_host;  ///< verifyhost; empty: none
  std::string tls_ca_file;
  std::string tls_certificate;  ///< `crt`
  Index tls_sni = kNone;        ///< into expressions: the name sent to the server
  Place place;
};

}  // namespace hapax::model
