// What changes while traffic flows, and the context in which an expression or a rule is evaluated.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/routing/router.hpp>

#include "routing/cache/cache.hpp"
#include "routing/evaluate/variables.hpp"
#include "routing/http/reception.hpp"
#include "routing/http/target.hpp"
#include "routing/pattern/patterns.hpp"
#include "routing/program/disturbance.hpp"
#include "routing/program/lasting.hpp"
#include "routing/program/program.hpp"
#include "routing/program/screen.hpp"
#include "routing/program/steps.hpp"
#include "routing/stick/stick_table.hpp"

namespace hapax::routing {

class LiveState;

/// A stick table's entry that `track-scN` chose.
struct Tracked {
  StickTable* table = nullptr;
  StickEntry* entry = nullptr;
};

/// What a client's connection keeps between its requests.
class ConnectionState {
 public:
  ClientConnection* connection = nullptr;
  Variables variables;
  std::vector<Tracked> tracked;
  std::uint32_t requests = 0;
  bool made_on_demand = false;  ///< by decide(), for one transaction only
  bool proxied = false;         ///< another proxy said for whom it comes
  Address source;               ///< those of the connection itself: only its first rules may change them
  Address destination;
};

/// What a request keeps from decide() to finish().
class TransactionState {
 public:
  /// A `stick store` that waits for the answer.
  struct Store {
    StickTable* table = nullptr;
    std::string key;
    bool of_answer = false;
  };
  /// What the Cookie header said to persistence.
  /// `unused`: something else had chosen a server.
  enum class CookieFound : std::uint8_t { none, unknown, valid, down, expired, old, unused };
  /// What became of the cookie in the answer; of the server's own that was seen, deleted or rewritten.
  enum class CookieGiven : std::uint8_t { none, inserted, updated, present, deleted, rewritten };

  Variables txn;
  Variables message;           ///< scope req
  Variables response_message;  ///< scope res
  std::vector<Tracked> tracked;
  std::vector<std::string_view> captures;
  std::vector<std::string_view> response_captures;
  /// What stands in a slot for `text`: an empty one is not the same as nothing, which has no data.
  static std::string_view captured(std::string_view text, std::size_t length) {
    return text.empty() ? std::string_view("") : text.substr(0, length);
  }
  std::string_view first_target;  ///< as the client sent it, before any rewrite, as far as it is kept; null: not at all
  std::string_view first_method;
  bool target_names_host = false;  ///< the target came, or a rule made it, with an authority
  bool upgrade_asked = false;      ///< the client asked for another protocol
  bool asks_a_proxy = false;       ///< by `option http-use-proxy-header`: its credentials are those for a proxy
  bool never_ends = false;         ///< HAProxy goes on counting its connection
  std::vector<Store> stores;
  CookieFound cookie = CookieFound::none;
  CookieGiven cookie_given = CookieGiven::none;
  std::int64_t cookie_first = 0;  ///< seconds since 1970: when the client's cookie was first given; 0: unknown
  std::int64_t cookie_last = 0;   ///< and when it was last renewed
  std::string_view unique_id;
  bool unique_id_made = false;
  bool ignore_persist = false;
  bool no_retry = false;                  ///< http-request disable-l7-retry
  bool strict = true;                     ///< http-request strict-mode
  bool strict_answer = true;              ///< the same of the answer's rules
  bool hinted = false;                    ///< http-request early-hint
  bool cookies_read = false;              ///< for captures and persistence
  bool length_touched = false;            ///< a rule changed content-length of the message that is looked at
  std::string_view came_with;             ///< the length that it had before that; empty: none
  bool answer_encoded = false;            ///< the answer came with an encoding, or may get one
  bool answer_in_chunks = false;          ///< it came with an encoding
  std::string_view accepted_compression;  ///< of the algorithms, the one that the client accepts; empty: none
  std::string_view compression;           ///< the one that the answer is compressed by; empty: none
  bool refused = false;                   ///< by deny or tarpit
  std::array<char, 2> ended{'-', '-'};    ///< who ended it, and when, as %ts says it
  std::string_view applet;                ///< what answers in a server's place, as formats name it; empty: nothing does
  bool target_is_of_rules = false;        ///< as a whole: set-uri, replace-uri
  bool request_is_gone = false;           ///< nothing can be asked of it any more: to a server, a service or a tarpit
  std::string_view cache_key;             ///< by `cache-use`; empty: no answer is kept
  std::optional<Preferences> preferences;  ///< beside the key, of whoever asked a cache that looks at `Vary`
  bool without_credentials = false;        ///< it was asked for some, and had none
  /// Of its answer only what says so is kept: it has an Authorization or says no-store, or `cache-store` found it to be
  /// none to keep, whatever rules make of it later.
  bool only_public = false;
  model::Index cache_hit = model::kNone;  ///< into caches: the one that answers
  model::Index kept_in = model::kNone;    ///< into caches: where `cache-store` put the answer
  bool first_request = true;
  std::uint16_t server_status = 0;
  model::Index last_rule = model::kNone;     ///< the rule that ended a rule set last; redirects do not count
  std::uint32_t number = 0;                  ///< of the request since the process started, from 0
  std::string_view cookie_capture;           ///< what `capture cookie` found: NAME=value, cut
  std::string_view response_cookie_capture;  ///< and in the answer
  std::vector<std::string> texts;            ///< kept alive until the transaction ends
};

/// What a screen found in the request that is looked at.
struct Screened {
  /// ACLs that were tested, as bits, and those of them that matched.
  struct Found {
    std::uint64_t known = 0;
    std::uint64_t matched = 0;
  };
  std::uint64_t edition = 0;  ///< World::edition when it was found
  Found now;
  std::vector<Found> forms;  ///< by Request::form: what its text alone decides, while it is as it came
};

/// What the text of a request decides about a condition: the same for all requests of one form.
enum class Settled : std::uint8_t {
  no,       ///< it does not hold
  yes,      ///< it holds
  unknown,  ///< nobody has looked yet
  open      ///< the text alone does not say
};

/// Everything that all connections share.
struct World {
  World(const model::RoutingModel& routing_model, LiveState& live_state, RandomSource& random_source);

  const model::RoutingModel& model;
  Program program;
  ScreenTable screens;
  std::vector<std::uint32_t> steps;      ///< of each proxy, see Step
  std::vector<std::uint8_t> disturbing;  ///< of each rule
  std::vector<std::uint8_t> lasting;     ///< of each rule
  bool rates_are_read = false;           ///< someone asks for the rates of Traffic; else they are not kept
  LiveState& live;
  RandomSource& random;
  std::deque<Patterns> patterns;  ///< parallel to the model's pattern_sets
  std::deque<SharedFinds> shared_finds;
  std::deque<StickTable> tables;  ///< parallel to the model's stick_tables
  std::deque<Cache> caches;       ///< parallel to the model's, where answers are kept at all; else empty
  Variables process;
  std::vector<std::string> cookies;  ///< of each server, the dynamic ones computed
  /// Of each proxy.
  struct Traffic {
    std::uint32_t connections = 0;  ///< as a frontend
    Rate sessions;
    Rate requests;
    Rate backend_sessions;
  };
  std::vector<Traffic> traffic;
  /// One more in the last second.
  void count_in(Rate Traffic::*rate, model::Index proxy, Time now) {
    if (rates_are_read) (traffic[proxy].*rate).add(1, now / kMillisecond, 1000);
  }
  std::uint32_t connections = 0;
  std::vector<bool> request_lines;  ///< of each proxy: see keeps_request_line()
  std::uint32_t requests = 0;       ///< since the process started, with the formats that were made without one
  bool strict_numbers = false;      ///< text to number stops at every byte that is no digit: HAProxy 3.2.26
  Time wall_clock = 0;              ///< nanoseconds since 1970 at time 0
  std::string scratch;              ///< where formats are put together

  /// What HAProxy's buffers hold of a message.
  [[nodiscard]] Room room() const {
    return {std::size_t{model.buffer_size} - model.rewrite_reserve, std::size_t{model.max_headers} - 1};
  }

  /// What is kept of a target for formats and captures: the request line is cut off.
  [[nodiscard]] std::string_view kept_target(const Request& request) const {
    const std::size_t before = request.method.size() + 1;
    return request.target.substr(0, model.request_line_size - std::min<std::size_t>(before, model.request_line_size));
  }

  /// Does anything happen to answers of a backend to a frontend, or because of them?
  [[nodiscard]] bool answers_matter(model::Index frontend, model::Index backend) const {
    const std::uint32_t there = steps[frontend] | (backend == model::kNone ? 0 : steps[backend]);
    return (there & kAnswerSteps) != 0 || program.stick_counters > 0;
  }

  /// Counts up whenever another request is looked at, or the one that is changes: what was found out about it before
  /// is no longer to be relied on.
  std::uint64_t edition = 0;
  std::uint64_t first_edition = 0;                  ///< of the request that is looked at: it is still as it came
  std::vector<Screened> screened;                   ///< parallel to the screens
  std::vector<std::vector<Settled>> settled_forms;  ///< by Request::form, then by condition
  /// What is known of a form, by condition.
  Settled* settled_of(std::uint32_t form) {
    if (settled_forms.size() <= form) settled_forms.resize(form + 1);
    std::vector<Settled>& conditions = settled_forms[form];
    if (conditions.empty()) conditions.resize(model.conditions.size(), Settled::unknown);
    return conditions.data();
  }
};

/// Where and when something is evaluated.
struct Context {
  World& world;
  ConnectionState& session;
  Transaction* transaction = nullptr;  ///< null in `tcp-request connection` and `session`
  TransactionState* state = nullptr;
  Arena& arena;
  model::Index proxy = model::kNone;  ///< whose rules are running
  Time now = 0;
  bool response = false;    ///< the answer's rules
  bool http_rules = false;  ///< http-request and http-response, not tcp-*
  bool forwarded = false;   ///< a server is being chosen: the bytes of a TCP stream are on their way, out of reach
  Trace* trace = nullptr;
  static constexpr unsigned kMaxAclDepth = 16;
  unsigned acl_depth = 0;  ///< of ACLs that ask for ACLs
  /// By condition: what the request's form settles. Null where it has none, or is not any more as it came.
  Settled* settled = nullptr;
  /// So far nothing but the request's form decided what happened to it, and nothing that happened outlasts it.
  bool by_form_alone = true;
  /// More of the request may come, and conditions may wait for it.
  bool may_wait = false;
  bool waits = false;  ///< the last condition did
  Time paused = 0;     ///< by rules that pause, all together; those behind them are not carried out later for that
  /// A rule is making another answer, for which the server's has gone.
  bool answer_is_gone = false;
  /// There are the variables of the request, although it is gone: while a tarpit's answer is made, and in the rules for
  /// what a service or a cache answers.
  bool in_scope_of_request = false;
  /// The server is only named to the client: there will be no connection to it.
  bool unconnected = false;
  /// The answer's rules are judged before it has come.
  bool answer_is_awaited = false;
  mutable bool missed_answer = false;  ///< somebody asked for it since

  /// Is there anything to do for a step in a proxy?
  [[nodiscard]] bool has(Step step, model::Index of_proxy) const { return (world.steps[of_proxy] & step) != 0; }
  /// The same for the proxy whose rules are running.
  [[nodiscard]] bool has(Step step) const { return has(step, proxy); }
  /// Another request.
  void begin_first_edition() {
    world.first_edition = ++world.edition;
    settled = transaction->request.form == 0 ? nullptr : world.settled_of(transaction->request.form);
  }
  /// Notes for %ts who ended the transaction (P: the proxy, L: it answered by itself, S: the server, I: an error
  /// within), and when (R: request, T: tarpit, C: connection, H: headers of the answer). What was said first stays.
  /// Before 3.0 HAProxy knows of most ends only when their answers are made.
  void note_end(char who, char when, Version since = Version::v3_0) const {
    if (state->ended[0] == '-' && world.model.target >= since) state->ended = {who, when};
  }
  /// The request changed.
  void begin_edition() {
    ++world.edition;
    settled = nullptr;
  }
  [[nodiscard]] const model::Proxy& rules_proxy() const { return world.model.proxies[proxy]; }
  [[nodiscard]] const ClientConnection& connection() const { return *session.connection; }
  /// The request while its rules run; null when there is none, or when it is gone to the server already.
  [[nodiscard]] Request* request() const {
    return transaction != nullptr && !response ? &transaction->request : nullptr;
  }
  /// Notes that somebody asked for an answer that is not there.
  [[nodiscard]] bool lacks_answer() const {
    const bool lacks = answer_is_gone || answer_is_awaited;
    missed_answer = missed_answer || lacks;
    return lacks;
  }
  [[nodiscard]] Response* answer() const {
    if (lacks_answer()) return nullptr;
    return response && transaction != nullptr ? &transaction->response : nullptr;
  }
  [[nodiscard]] const Address& source() const {
    return transaction != nullptr ? transaction->source : connection().source;
  }
  [[nodiscard]] const Address& destination() const {
    return transaction != nullptr ? transaction->destination : connection().destination;
  }
  /// Is what the client sent kept for capture.req.uri, %HU and the like? Only where a format of the frontend needs it.
  [[nodiscard]] bool request_line_is_kept() const {
    return state != nullptr && state->first_target.data() != nullptr && world.request_lines[connection().frontend];
  }
  /// Is this an HTTP proxy's request?
  [[nodiscard]] bool http() const { return world.model.proxies[connection().frontend].mode == model::Mode::http; }
};

}  // namespace hapax::routing
