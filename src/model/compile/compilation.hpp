// What the concerns of the compiler share: the inputs, the model that grows, the names, and the proxy at work.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <hapax/base/arena.hpp>
#include <hapax/base/diagnostic.hpp>
#include <hapax/base/result.hpp>
#include <hapax/config/config.hpp>
#include <hapax/config/load.hpp>
#include <hapax/model/model.hpp>

#include "model/compile/known_expressions.hpp"
#include "model/compile/understood.hpp"
#include "model/compile/words.hpp"

namespace hapax::compile {

/// A line that is compiled after all proxies are known. `scope` is the section it stands in: that is where the ACLs
/// that it names are.
struct Line {
  const config::Directive* directive = nullptr;
  const config::Section* scope = nullptr;
};

/// A proxy between reading its lines and the end of the compilation.
struct ProxyWork {
  const config::Section* section = nullptr;
  const config::Section* scope = nullptr;  ///< the section whose lines are being applied: its own, or a defaults
  model::Index index = model::kNone;       ///< into RoutingModel::proxies
  model::Server default_server;
  bool has_id = false;
  std::array<std::vector<Line>, model::kRuleSets> rules;
  std::vector<Line> backend_rules, server_rules, persist_rules, stick_rules, monitor_fail, force_switch;
  std::optional<Line> default_backend, balance;
  std::string_view log_format, unique_id_format;  ///< as written; empty: none
  model::HealthCheck::Kind check_kind = model::HealthCheck::Kind::connect;
  model::HealthCheck check;  ///< method, uri, host of `option httpchk`
  std::vector<model::CheckStep> check_steps;
  std::vector<const config::Directive*> default_server_line;  ///< those with options that name other things
  std::vector<std::pair<model::Index, const config::Directive*>> server_lines;  ///< servers with such options
  std::unordered_map<const config::Directive*, std::uint32_t> capture_slots;    ///< of `http-request capture ... len`
};

/// What lines of one proxy may say of all proxies.
struct SharedNames {
  std::unordered_map<std::string, model::Index> tables;   ///< "proxy" or "peers/table"
  std::unordered_map<std::string, model::Index> servers;  ///< "backend/server"
  // Whether any side speaks TLS.
  bool tls_at_binds = false;
  bool certificates_of_clients = false;  ///< a bind line asks for them
  bool tls_at_servers = false;
};

/// An ACL of a section. The same line means something else in another proxy: the proxy and the table that are not named
/// are its own.
struct NamedAcl {
  const config::Section* scope = nullptr;
  model::Index proxy = model::kNone;
  std::string_view name;

  friend bool operator==(const NamedAcl&, const NamedAcl&) = default;
};

struct NamedAclHash {
  std::size_t operator()(const NamedAcl& acl) const {
    const std::size_t scope = std::hash<const void*>()(acl.scope) + acl.proxy;
    return std::hash<std::string_view>()(acl.name) ^ (scope * 0x9E3779B97F4A7C15U);
  }
};

/// An `acl` line of a section.
struct AclLine {
  std::string_view name;
  const config::Directive* directive = nullptr;
};

/// Bodies of a `http-errors` section.
using ErrorPages = std::vector<model::ErrorPage>;

class Compilation {
 public:
  Compilation(const config::Config& configuration, config::FileAccess* file_access, Diagnostics& findings)
      : config(configuration), files(file_access), diagnostics(findings) {}

  const config::Config& config;
  config::FileAccess* files;
  Diagnostics& diagnostics;
  model::RoutingModel model;
  std::vector<const config::Section*> sections;  ///< of model.proxies[i]
  std::deque<ProxyWork> proxies;                 ///< index i belongs to model.proxies[i]

  // Names. Views are into the Config.
  std::unordered_map<std::string_view, model::Index> frontends, backends;
  std::unordered_map<std::string, model::Index> userlists;
  std::unordered_map<std::string, model::Index> caches;
  std::map<std::string, ErrorPages, std::less<>> http_errors;
  std::vector<model::LogTarget> global_logs;
  /// Only the findings are wanted: proxies are read one by one and forgotten, and what makes no findings is left out.
  bool findings_only = false;
  /// What is compiled is evaluated when the answer is there, and is not part of a condition.
  bool of_answer = false;
  SharedNames seen;  ///< in the lines read so far
  /// With findings_only: reads all proxies for what they declare. Done when the first line wants to know; few
  /// configurations have such a line.
  SharedNames (*read_all_names)(const Compilation& c) = nullptr;

  /// What all proxies declare; for when their lines have been read.
  const SharedNames& shared_names();
  /// Nobody has asked what proxies declare, and nothing but findings is wanted of their lines.
  [[nodiscard]] bool names_may_be_left_out() const { return findings_only && read_all_names != nullptr; }

  template <class Name>
  [[nodiscard]] static model::Index find(const std::unordered_map<Name, model::Index>& names, std::string_view name) {
    const auto found = names.find(Name(name));
    return found == names.end() ? model::kNone : found->second;
  }

  /// With findings_only, when a line that is compiled by itself is done: takes back what it has added to the tables of
  /// the model, but for known expressions. Nothing looks at other elements of another line.
  void forget_line();

  /// Where a span begins.
  [[nodiscard]] model::Place place(const Span& span) const;
  /// The line cannot be expressed: `what` says which part of it.
  void not_modelled(model::Index proxy, const Span& span, std::string what);

  [[nodiscard]] model::Proxy& proxy(const ProxyWork& work) { return model.proxies[work.index]; }
  /// An environment variable as the configuration saw it.
  [[nodiscard]] std::optional<std::string_view> environment(std::string_view name) const;
  /// A finding that changes no answer: the model goes without it.
  void remark(const Span& span, std::string message);
  /// The stick table and the name of the proxy at work; none for lines of the global section.
  [[nodiscard]] model::Index own_table(const ProxyWork& work) const;
  [[nodiscard]] std::string own_name(const ProxyWork& work) const;
  /// The index of a file in the model; added when it is not there yet.
  model::Index file_index(std::string_view name);
  [[nodiscard]] bool before(Version version) const { return config.target < version; }

  /// Appends elements that belong together to their table.
  template <class T>
  static model::Range append(std::vector<T>& table, std::vector<T> elements) {
    if (elements.empty()) return {};
    const model::Range range{static_cast<model::Index>(table.size()), static_cast<model::Index>(elements.size())};
    table.insert(table.end(), std::make_move_iterator(elements.begin()), std::make_move_iterator(elements.end()));
    return range;
  }
  template <class T>
  static model::Index append_one(std::vector<T>& table, T element) {
    table.push_back(std::move(element));
    return static_cast<model::Index>(table.size() - 1);
  }

  // Caches of the concerns.
  std::unordered_map<const config::Section*, std::vector<AclLine>> acl_lines;            ///< of a section, by name
  std::unordered_map<NamedAcl, std::optional<Result<model::Index>>, NamedAclHash> acls;  ///< empty: at work on it
  std::map<std::string, Result<model::Index>> pattern_files;                             ///< by method, flags and name
  std::map<std::string, model::Index> variables;
  std::map<std::string, model::Index> regexes;
  KnownExpressions known_expressions;                ///< of the proxy at work, with findings_only
  Understood understood;                             ///< in any proxy, with findings_only
  Arena arena;                                       ///< texts that live until the compilation ends
  std::deque<config::Directive> lines;               ///< those that have been applied
  std::deque<std::vector<config::Word>> made_words;  ///< words that stand in no file
  const syntax::Environment* variables_of_process = nullptr;
  std::set<std::tuple<FileId, std::uint32_t, std::string>> remarked;
};

}  // namespace hapax::compile
