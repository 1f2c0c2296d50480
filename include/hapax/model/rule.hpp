// Rules of every kind, in the order in which they are evaluated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <hapax/model/common.hpp>
#include <hapax/model/names.hpp>

namespace hapax::model {

/// The lists of rules that a proxy has; each is evaluated in order at its own point on a request's way.
enum class RuleSet : std::uint8_t {
  tcp_request_connection,
  tcp_request_session,
  tcp_request_content,
  http_request,
  redirect,  ///< `redirect` lines, after http-request
  tcp_response_content,
  http_response,
  http_after_response,
  stats_http_request,  ///< who may see the page of statistics
};
inline constexpr std::size_t kRuleSets = 9;

/// One rule: an action with its arguments under a condition. names.hpp says which arguments an action has, in order.
struct Rule {
  ActionId action{};
  Range arguments;          ///< into arguments
  Index condition = kNone;  ///< into conditions; kNone: always
  Place place;
  std::string text;  ///< the directive without its condition, for people
};

/// `use_backend NAME if ...`: a fixed proxy, or a name made at run time.
struct BackendRule {
  Index backend = kNone;    ///< into proxies
  Index format = kNone;     ///< into formats when the name is made at run time
  Index condition = kNone;  ///< into conditions
  Place place;
  std::string text;
};

/// `use-server NAME if ...`.
struct ServerRule {
  Index server = kNone;  ///< into servers
  Index format = kNone;  ///< into formats when the name is made at run time
  Index condition = kNone;
  Place place;
  std::string text;
};

/// `force-persist` and `ignore-persist`, in the order written.
struct PersistRule {
  bool force = false;
  Index condition = kNone;
  Place place;
  std::string text;
};

/// `stick match`, `store-request` and `store-response`; `stick on` matches and stores with one key and one condition.
struct StickRule {
  enum class Kind : std::uint8_t { match, store_request, store_response, on };
  Kind kind = Kind::match;
  Index expression = kNone;
  Index table = kNone;  ///< into stick_tables
  Index condition = kNone;
  Place place;
  std::string text;
};

/// One kind of data that a stick table stores.
struct StoredData {
  std::string name;         ///< "http_req_rate", "gpc0", "gpc", ...
  Nanoseconds period = 0;   ///< rates
  std::uint32_t count = 1;  ///< arrays: gpc, gpt, gpc_rate
};

struct StickTable {
  enum class Key : std::uint8_t { ip, ipv6, integer, string, binary };
  std::string name;  ///< of the proxy or of the peers section's table
  Key key = Key::ip;
  std::uint32_t key_length = 0;  ///< string, binary: longest key in bytes
  std::uint64_t size = 0;
  Nanoseconds expire = kUnset;  ///< kUnset: never
  bool nopurge = false;
  bool server_key_is_address = false;  ///< srvkey addr
  std::vector<StoredData> data;
  Place place;
};

}  // namespace hapax::model
