// HAProxy's vocabulary: one row per word, as grammar/keywords/*.tsv holds it.
//
// The build turns the data files into constant rows (tools/keywords); nothing is read at run time, and nothing here
// allocates. A row says where a word may stand, what its arguments are, and in which versions it exists. The reading of
// a configuration (load.hpp), `hapax keyword`, the suggestions of "did you mean" and the generator of tools/difftest
// all work from these rows; no other part of hapax lists HAProxy's words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <hapax/base/version.hpp>

namespace hapax::config {

/// Every kind of section, in HAProxy's own spelling by section_name(). `outside` is the place before the first section.
enum class SectionKind : std::uint8_t {
  outside,
  global,
  defaults,
  frontend,
  backend,
  listen,
  userlist,
  peers,
  resolvers,
  mailers,
  http_errors,
  cache,
  program,
  ring,
  log_forward,
  log_profile,
  fcgi_app,
  crt_store,
  acme,
  traces,
  healthcheck,
  unknown,  ///< a line that opens no section of the target version; what follows it is not examined
};
inline constexpr std::size_t kSectionKinds = 22;

/// "log-forward" for SectionKind::log_forward.
std::string_view section_name(SectionKind kind);

/// A set of section kinds.
class SectionSet {
 public:
  constexpr SectionSet() = default;
  constexpr explicit SectionSet(std::uint32_t bits) : bits_(bits) {}
  [[nodiscard]] constexpr bool contains(SectionKind kind) const { return (bits_ >> static_cast<unsigned>(kind)) & 1U; }
  constexpr void insert(SectionKind kind) { bits_ |= 1U << static_cast<unsigned>(kind); }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }

 private:
  std::uint32_t bits_ = 0;
};

/// What kind of word a row describes. The names are those of `hapax keyword --format json` (class_name()).
enum class KeywordClass : std::uint8_t {
  directive,      ///< the first words of a line: "timeout client", "option httplog", "stats socket"
  bind_option,    ///< a word after `bind <address>`
  server_option,  ///< a word after `server <name> <address>`
  action,         ///< a word after `http-request`, `tcp-request content`, ...
  fetch,          ///< a sample fetch
  converter,      ///< a converter
  acl,            ///< an ACL name that stands for a fetch and a match: hdr_beg
  filter,         ///< a word after `filter`
  service,        ///< a name after `use-service`
  log_alias,      ///< %ci and the like
  predicate,      ///< a word of `.if`
  parameter,      ///< a word behind a directive or an action, by `Keyword::table`: `cookie NAME insert`
};
inline constexpr std::size_t kKeywordClasses = 12;
std::string_view class_name(KeywordClass kind);

/// The rule sets that actions belong to.
enum class RuleSet : std::uint8_t {
  tcp_request_connection,
  tcp_request_session,
  tcp_request_content,
  tcp_response_content,
  http_request,
  http_response,
  http_after_response,
  quic_initial,
  http_check,
  tcp_check,
};
inline constexpr std::size_t kRuleSets = 10;
/// "tcp-request content" for RuleSet::tcp_request_content.
std::string_view rule_set_name(RuleSet set);

/// Parts that a build of HAProxy may lack (`--without FEATURE`).
enum class Feature : std::uint8_t { none, lua, openssl, quic, promex, deviceatlas, fiftyone, wurfl, opentracing };

/// Sample types as the dumps name them. `any` takes and gives whatever comes; `same` gives what it takes.
enum class SampleType : std::uint8_t { any, boolean, integer, address, ipv4, ipv6, string, binary, method, same };
std::string_view type_name(SampleType type);

/// The 22 places at which a fetch may be evaluated, in the order of the dumps' columns.
enum class FetchPoint : std::uint8_t {
  fe_tcp_connection,
  fe_tcp_session,
  fe_tcp_content,
  fe_http_request,
  fe_http_request_body,
  fe_use_backend,
  be_tcp_content,
  be_http_request,
  be_http_request_body,
  be_set_server,
  server_source,
  be_tcp_response,
  be_http_response,
  be_http_response_body,
  be_stick_store,
  fe_tcp_response,
  fe_http_response,
  fe_http_response_body,
  logs,
  be_check,
  config_parser,
  cli_parser,
};

/// What one step of an argument signature asks for; grammar/keywords/README.md has the language.
enum class ParamKind : std::uint8_t {
  literal,     ///< the word itself
  choice,      ///< one of several words: {tcp|http|log}
  integer,     ///< <n:int:1..65535>
  duration,    ///< <t:time:ms>
  size,        ///< <n:size>
  address,     ///< <a:addr>
  name,        ///< <n:name>, with the characters that HAProxy permits in names
  reference,   ///< <b:ref:backend>: the name of something else
  text,        ///< <s:str>
  file,        ///< <f:file>
  format,      ///< <f:fmt>: a log-format string
  expression,  ///< <e:expr:POINTS>: a sample expression, which may take several words
  condition,   ///< <cond>: `if`/`unless` and an ACL condition, or nothing
  params,      ///< params(bind), params(server): option rows until the line ends
  action,      ///< action(http-request): an action row and its arguments
  acl,         ///< <a:acl>: criterion, flags and patterns of an ACL
  rest,        ///< <s:rest>: every word that is left, examined by the check of the directive
  ignored,     ///< ...: HAProxy does not look at what follows
};

/// One step. Texts are in static storage. `first`/`last`: the range of an integer, or of the values of a duration in
/// its unit. `words`: the words of a literal or a choice. `group`: optional steps share a number > 0 with those of the
/// same [ ]; the group is taken when its first step fits the next word.
struct Param {
  ParamKind kind = ParamKind::text;
  std::string_view name;
  std::span<const std::string_view> words;
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::string_view detail;  ///< unit, section kind, points or table, by kind
  std::uint8_t group = 0;
  bool repeated = false;
  bool may_lack = false;  ///< the line may end before it, though nothing else may stand in its place
};

/// The arguments that hold from a version on.
struct Variant {
  Version since = Version::v2_6;
  std::span<const Param> params;
};

/// One row: everything that is known of one word.
struct Keyword {
  std::string_view name;
  KeywordClass kind = KeywordClass::directive;
  /// Where it may stand, where HAProxy takes it with a warning and ignores it, where it knows it but refuses it.
  SectionSet sections, ignored_in, refused_in;
  std::string_view signature;  ///< as written in the table, for people
  std::span<const Variant> variants;
  Version since = Version::v2_6;
  std::optional<Version> deprecated, removed;
  std::string_view
      instead;  ///< what to write in its place when deprecated or removed; of an ACL name: what it stands for
  std::string_view table;  ///< parameters: the table they belong to, "cookie"
  bool named_defaults_only = false;
  bool http_only = false;     ///< needs `mode http`
  bool experimental = false;  ///< needs `expose-experimental-directives`
  bool negatable = false;     ///< `no` and `default` may stand before it
  bool prefix = false;        ///< an action matched as a prefix: set-var(txn.x)
  Feature feature = Feature::none;
  std::uint32_t rule_sets = 0;  ///< actions: bit set over RuleSet
  std::uint32_t points = 0;     ///< fetches: bit set over FetchPoint
  SampleType in = SampleType::any;
  SampleType out = SampleType::any;

  [[nodiscard]] bool exists_in(Version v) const { return v >= since && (!removed || v < *removed); }
  /// The steps of its signature in that version.
  [[nodiscard]] std::span<const Param> params(Version v) const {
    std::span<const Param> steps;
    for (const Variant& variant : variants)
      if (v >= variant.since) steps = variant.params;
    return steps;
  }
  [[nodiscard]] bool deprecated_in(Version v) const { return deprecated && v >= *deprecated; }
};

/// All rows of a class, sorted by name. A name stands several times where its meaning differs by section, rule set or
/// version; the lifetimes of such rows for one section do not overlap.
std::span<const Keyword> keywords(KeywordClass kind);

/// The rows of a class with exactly this name; empty when there is none. Constant time.
std::span<const Keyword> find_keywords(KeywordClass kind, std::string_view name);

/// The row that holds in this section and version, if the word may be written there at all (also if it is ignored or
/// refused there).
const Keyword* find_directive(std::string_view name, SectionKind section, Version target);

/// The row of an action in a rule set. `word` may be the whole word, such as "set-var(txn.x)".
const Keyword* find_action(std::string_view word, RuleSet set, Version target);

/// The row of any other class in this version.
const Keyword* find_keyword(KeywordClass kind, std::string_view name, Version target);

/// The row of a parameter table: find_parameter("cookie", "insert", target).
const Keyword* find_parameter(std::string_view table, std::string_view name, Version target);

}  // namespace hapax::config
