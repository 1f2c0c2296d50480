// The first half of routing: connections, rules, stick tables, variables, persistence. Router forwards to it; the
// second half (live/, balance/) asks it for the one thing that it cannot know, the value of an expression to be hashed.
#pragma once

#include <optional>
#include <string_view>

#include <hapax/routing/router.hpp>

namespace hapax::routing {

class LiveState;

class Evaluation {
 public:
  /// `live` answers what rules ask about servers (nbsrv, srv_is_up, queue, ...) and whether persistence may use one.
  Evaluation(const model::RoutingModel& model, LiveState& live, RandomSource& random, Time now);
  ~Evaluation();
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  /// See Router.
  void set_wall_clock(Time at_zero);
  void keep_answers();

  Opened open(ClientConnection& connection, Time now, Trace* trace);
  void close(ConnectionState* state, Time now);

  /// Calls live.attach() when the backend is known.
  Verdict decide(Transaction& transaction, Time now, Trace* trace);
  /// See Router.
  [[nodiscard]] bool knows_way(model::Index frontend, std::uint32_t form) const;

  /// Rules of the answer, stick stores (ticket.server is the server that answered), cookies.
  Verdict respond(Transaction& transaction, Time now, Trace* trace);

  /// The proxy's own page for `status`, and the rules that run over it.
  void answer_by_proxy(Transaction& transaction, std::uint16_t status, Time now, Trace* trace);

  /// The answer of a server's `redir`, and the rules that run over it.
  bool redirect(Transaction& transaction, Time now, Trace* trace);

  /// Did no rule forbid to ask a server again whose answer was no good (disable-l7-retry)?
  [[nodiscard]] static bool may_ask_again(const Transaction& transaction);

  /// Why a server that gave this answer to it might be asked again, as far as `retry-on` says so; 0: for no reason.
  /// As Router::sent_target().
  [[nodiscard]] std::string_view sent_target(const Transaction& transaction) const;
  [[nodiscard]] std::uint32_t reason_to_retry(const Transaction& transaction, const Response& response) const;

  /// Whatever became of it; called before the ticket leaves its backend.
  void finish(Transaction& transaction, Time now);

  /// What `balance hash EXPR` hashes: the sample in binary form (an integer or boolean as 8 bytes big-endian, IPv4 as 4
  /// bytes, IPv6 as 16, text as it is), or as text for `hash-type ... none`. Nothing when there is no sample. The text
  /// lives in the transaction's arena, or longer.
  std::optional<std::string_view> hash_key(model::Index expression, Transaction& transaction, bool as_text, Time now);

 private:
  [[gnu::noinline]] void end(Transaction& transaction, Time now);
  [[gnu::noinline]] Verdict decide_by_rules(Transaction& transaction, model::Index known, Time now, Trace* trace);
  [[gnu::noinline]] Verdict respond_by_rules(Transaction& transaction, Time now, Trace* trace);
  [[gnu::always_inline]] Verdict go_known_way(Transaction& transaction, model::Index backend, Time now);

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hapax::routing
