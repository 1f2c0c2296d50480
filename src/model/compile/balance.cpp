// `balance`, `hash-type`, `hash-balance-factor`, `hash-preserve-affinity`.
//
// The last `balance` read wins with all its words. Its expression (`balance hash EXPR`) is compiled once the proxies
// are known. Defaults by version: no `balance` at all is roundrobin up to 3.2, random with one draw from 3.3 on.
#include <cstdlib>
#include <string>

#include "model/compile/expressions.hpp"
#include "model/compile/handler.hpp"
#include "model/compile/passes.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Directive;
using model::Balance;
using model::BalanceAlgorithm;

struct AlgorithmWord {
  std::string_view word;
  BalanceAlgorithm algorithm;
};
constexpr AlgorithmWord kAlgorithms[] = {{"roundrobin", BalanceAlgorithm::roundrobin},
                                         {"static-rr", BalanceAlgorithm::static_rr},
                                         {"leastconn", BalanceAlgorithm::leastconn},
                                         {"first", BalanceAlgorithm::first},
                                         {"random", BalanceAlgorithm::random},
                                         {"source", BalanceAlgorithm::source},
                                         {"uri", BalanceAlgorithm::uri},
                                         {"url_param", BalanceAlgorithm::url_param},
                                         {"hdr", BalanceAlgorithm::hdr},
                                         {"rdp-cookie", BalanceAlgorithm::rdp_cookie},
                                         {"hash", BalanceAlgorithm::hash},
                                         {"sticky", BalanceAlgorithm::sticky},
                                         {"log-hash", BalanceAlgorithm::log_hash},
                                         {"log-sticky", BalanceAlgorithm::sticky}};

// "hdr(host)" -> "hdr" and "host".
std::pair<std::string_view, std::string_view> split_call(std::string_view word) {
  const std::size_t open = word.find('(');
  if (open == std::string_view::npos || !word.ends_with(')')) return {word, {}};
  return {word.substr(0, open), word.substr(open + 1, word.size() - open - 2)};
}

void uri_words(Balance& balance, WordCursor words) {
  std::string_view value;
  while (!words.done()) {
    if (words.take_value("len", value)) {
      balance.uri_length = static_cast<std::uint32_t>(integer_value(value));
    } else if (words.take_value("depth", value)) {
      balance.uri_depth = static_cast<std::uint32_t>(integer_value(value));
    } else if (words.take("whole")) {
      balance.uri_whole = true;
    } else if (words.take("path-only")) {
      balance.uri_path_only = true;
    } else {
      words.next();
    }
  }
}

// What goes with the hash is kept: it comes from lines of its own.
Balance fresh(const Balance& before) {
  Balance balance;
  balance.hash_method = before.hash_method;
  balance.hash_function = before.hash_function;
  balance.avalanche = before.avalanche;
  balance.balance_factor = before.balance_factor;
  balance.affinity = before.affinity;
  return balance;
}

void balance_line(Compilation& c, ProxyWork& work, const Directive& line) {
  Balance& balance = c.proxy(work).balance;
  balance = fresh(balance);
  balance.place = c.place(line.span);
  work.balance.reset();
  WordCursor words(line.arguments());
  const auto [name, argument] = split_call(words.next());
  if (name.empty()) default_balance(c, work);
  for (const AlgorithmWord& known : kAlgorithms) {
    if (known.word == name) balance.algorithm = known.algorithm;
  }
  switch (balance.algorithm) {
    case BalanceAlgorithm::random:
      if (!argument.empty())
        balance.draws = static_cast<std::uint32_t>(std::strtoul(std::string(argument).c_str(), nullptr, 0));
      break;
    case BalanceAlgorithm::uri:
      uri_words(balance, words);
      break;
    case BalanceAlgorithm::url_param:
      balance.argument = words.next();
      break;
    case BalanceAlgorithm::hdr:
      balance.argument = argument;
      balance.use_domain_only = words.peek() == "use_domain_only";
      break;
    case BalanceAlgorithm::rdp_cookie:
      balance.argument = argument.empty() ? "mstshash" : argument;
      break;
    case BalanceAlgorithm::hash:
    case BalanceAlgorithm::log_hash:
      work.balance = Line{&line, work.scope};
      break;
    default:
      break;
  }
}

void hash_type(Compilation& c, ProxyWork& work, const Directive& line) {
  Balance& balance = c.proxy(work).balance;
  WordCursor words(line.arguments());
  const bool consistent = words.next() == "consistent";
  balance.hash_method = consistent ? model::HashMethod::consistent : model::HashMethod::map_based;
  const std::string_view function = words.next();
  balance.avalanche = words.peek() == "avalanche" || (consistent && function.empty());
  balance.hash_function = function == "djb2"    ? model::HashFunction::djb2
                          : function == "wt6"   ? model::HashFunction::wt6
                          : function == "crc32" ? model::HashFunction::crc32
                          : function == "none"  ? model::HashFunction::none
                                                : model::HashFunction::sdbm;
}

void hash_balance_factor(Compilation& c, ProxyWork& work, const Directive& line) {
  c.proxy(work).balance.balance_factor = static_cast<std::uint32_t>(integer_value(WordCursor(line.arguments()).peek()));
}

void hash_preserve_affinity(Compilation& c, ProxyWork& work, const Directive& line) {
  const std::string_view word = WordCursor(line.arguments()).peek();
  c.proxy(work).balance.affinity = word == "maxconn"    ? model::HashAffinity::maxconn
                                   : word == "maxqueue" ? model::HashAffinity::maxqueue
                                                        : model::HashAffinity::always;
}

constexpr Handler kLines[] = {{"balance", balance_line},
                              {"hash-type", hash_type},
                              {"hash-balance-factor", hash_balance_factor},
                              {"hash-preserve-affinity", hash_preserve_affinity}};

}  // namespace

std::span<const Handler> balance_lines() { return kLines; }

void default_balance(Compilation& c, ProxyWork& work) {
  if (c.before(Version::v3_4)) return;
  Balance& balance = c.proxy(work).balance;
  balance.algorithm = BalanceAlgorithm::random;
  balance.draws = 1;
}

void compile_balance(Compilation& c, ProxyWork& work) {
  if (!work.balance) return;
  WordCursor words(work.balance->directive->arguments());
  words.next();
  const auto expression = compile_expression(c, work, words);
  if (expression) {
    c.proxy(work).balance.expression = *expression;
  } else {
    c.not_modelled(work.index, work.balance->directive->span, "balance: " + expression.error().message);
  }
}

}  // namespace hapax::compile
