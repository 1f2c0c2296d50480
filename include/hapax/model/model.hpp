// The RoutingModel: what a configuration means, as flat tables.
//
// It is the only thing that the compiler (Config -> RoutingModel) and those who decide (routing, simulate, graph,
// runtime) share. It is immutable once built, holds no pointers, only indices into its own vectors, and nothing in it
// has to be parsed again at decision time: times are nanoseconds, names are indices, regular expressions are checked,
// format strings are cut into pieces, map files are read. It serialises to JSON (json.hpp) under kFormatVersion.
//
// What the compiler read but cannot express stands in not_modelled, so that every answer can say how many lines it did
// not take into account.
#pragma once

#include <string>
#include <vector>

#include <hapax/base/version.hpp>
#include <hapax/model/common.hpp>
#include <hapax/model/expression.hpp>
#include <hapax/model/proxy.hpp>
#include <hapax/model/rule.hpp>
#include <hapax/model/server.hpp>

namespace hapax::model {

/// Version of the JSON form. Raised whenever a reader of the former one would misunderstand the new one.
inline constexpr int kFormatVersion = 1;

/// A user of a userlist.
struct User {
  std::string name;
  std::string password;
  bool hashed = true;  ///< `password`: as crypt(3) makes it; false: `insecure-password`
  std::vector<std::string> groups;
};

struct Userlist {
  std::string name;
  std::vector<User> users;
};

/// A `cache` section.
struct Cache {
  std::string name;
  std::uint64_t size = 0;         ///< total-max-size in bytes
  std::uint64_t object_size = 0;  ///< max-object-size: bytes of one answer, with what HAProxy keeps beside it
  std::int64_t max_age = 60;      ///< seconds
  bool process_vary = false;
  std::uint32_t most_variants = 10;  ///< max-secondary-entries: answers of one key, with process_vary
};

/// A line that is understood as text but not as meaning.
struct NotModelled {
  Place place;
  Index proxy = kNone;  ///< into proxies; kNone: global
  std::string text;     ///< what is not modelled: "filter spoe"
};

/// The whole of it.
struct RoutingModel {
  Version target = kDefaultTarget;
  std::vector<std::string> files;

  std::int64_t maxconn = 0;                ///< of the process; 0: not configured
  std::uint32_t threads = 0;               ///< nbthread; 0: not configured
  std::int64_t connection_rate = 0;        ///< maxconnrate; 0: none
  std::int64_t session_rate = 0;           ///< maxsessrate; 0: none
  std::uint32_t buffer_size = 16384;       ///< tune.bufsize
  std::uint32_t rewrite_reserve = 1024;    ///< tune.maxrewrite: what of a buffer a message leaves free when it comes in
  std::uint32_t max_headers = 101;         ///< tune.http.maxhdr
  std::uint32_t request_line_size = 1023;  ///< tune.http.logurilen: how much of it is kept for formats and captures
  std::uint32_t spread_checks = 0;         ///< percent
  Range start_rules;                       ///< into rules: the `set-var` and `set-var-fmt` lines of global, run once

  std::vector<Proxy> proxies;
  std::vector<Server> servers;
  std::vector<Bind> binds;

  std::vector<Rule> rules;
  std::vector<BackendRule> backend_rules;
  std::vector<ServerRule> server_rules;
  std::vector<PersistRule> persist_rules;
  std::vector<StickRule> stick_rules;
  std::vector<StickTable> stick_tables;
  std::vector<CheckStep> check_steps;
  std::vector<Userlist> userlists;
  std::vector<Cache> caches;

  std::vector<Expression> expressions;
  std::vector<Converter> converters;
  std::vector<Argument> arguments;
  std::vector<Variable> variables;
  std::vector<Regex> regexes;
  std::vector<PatternSet> pattern_sets;
  std::vector<Test> tests;
  std::vector<Acl> acls;
  std::vector<Term> terms;
  std::vector<Conjunction> conjunctions;
  std::vector<Condition> conditions;
  std::vector<Format> formats;
  std::vector<FormatPiece> format_pieces;

  std::vector<NotModelled> not_modelled;
};

}  // namespace hapax::model
