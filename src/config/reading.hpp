// What every part of the config stage works on while one configuration is read.
//
// load() makes one Reading, feeds it all lines (lines.cpp), and then runs the checks of checks/. Findings go through
// error() and warning(), which are of origin haproxy, or advice(), which is our own.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <hapax/base/first_of_name.hpp>
#include <hapax/config/load.hpp>
#include <hapax/syntax/expression.hpp>
#include <hapax/syntax/pattern_lines.hpp>

#include "config/checks/server_names.hpp"
#include "config/files/lua_registrations.hpp"
#include "config/files_under_folder.hpp"
#include "config/keywords/lookup.hpp"
#include "config/samples/points.hpp"
#include "config/samples/recent_samples.hpp"
#include "config/scratch.hpp"
#include "config/storage.hpp"

namespace hapax::config {

/// A name in a sample expression that must be declared somewhere, perhaps further below.
struct NamedReference {
  std::string_view kind;  ///< "table", "backend", "frontend", "server", "userlist"
  std::string_view name;
  const Section* section = nullptr;  ///< where it is used
  Span span;
  std::string_view owner;  ///< the fetch or converter
};

/// A file of patterns or of a map where it is used.
struct PatternFileUse {
  std::string_view name;
  syntax::PatternFile kind = syntax::PatternFile::patterns;
  Span span;
};

/// `-u NUMBER` of an ACL.
struct AclId {
  std::uint32_t number = 0;
  Span span;
};

/// Servers of one name in a section.
struct NamedServer {
  Span first;
  std::optional<Span> without_id;  ///< the first of that name that has no 'id'
};

/// Where ACLs of one name can match: at least one of them, and all of them.
struct AclPoints {
  std::uint32_t any = 0;
  std::uint32_t all = ~std::uint32_t{0};
};

/// How sections inherit from a defaults section.
struct DefaultsUses {
  bool by_name = false;   ///< with `from`
  bool by_place = false;  ///< as the last above
};

/// What was found in the format of a line, to be said only if the format is used.
struct HeldFormat {
  const Section* section;
  const Directive* line;
  std::vector<Diagnostic> findings;
};

/// What was found in an expression of a default-server line, to be said of servers that use it.
struct HeldExpression {
  const Directive* line;
  std::string_view option;
  std::vector<Diagnostic> findings;
  std::vector<NamedReference> references;
};

/// A `tcp-request content` rule that takes something from the traffic.
struct ContentRule {
  const Section* section = nullptr;
  Span span;
  bool tracks = false;                ///< track-sc
  bool at_session = false;            ///< what it takes is there before the first request
  bool condition_at_session = false;  ///< so is what its condition asks for
};

/// What check rules of one kind the current section has so far.
struct CheckSteps {
  const Directive* first = nullptr;  ///< the first that does something
  bool connect = false;              ///< it is a connect
  const Directive* last = nullptr;   ///< the last that does something and was accepted
};

/// The rows by which options were found lately: a configuration says the same few of them again and again.
class RecentOptions {
 public:
  /// Null: it has to be looked up. `table` is a row's own text.
  [[nodiscard]] const Keyword* find(std::string_view table, std::string_view word) const {
    const Entry& entry = entries_[place(word)];
    const bool same_table = entry.table.data() == table.data() && entry.table.size() == table.size();
    return entry.row != nullptr && same_table && entry.row->name == word ? entry.row : nullptr;
  }
  /// `row` is what `word` was found to be in that table.
  void keep(std::string_view table, std::string_view word, const Keyword* row) {
    if (row != nullptr && row->name == word) entries_[place(word)] = {table, row};
  }

 private:
  struct Entry {
    std::string_view table;
    const Keyword* row = nullptr;
  };
  static constexpr std::size_t kEntries = 64;

  [[nodiscard]] static std::size_t place(std::string_view word) {
    if (word.empty()) return 0;
    const std::size_t first = static_cast<unsigned char>(word.front());
    const std::size_t last = static_cast<unsigned char>(word.back());
    return (word.size() + 7 * first + 3 * last) % kEntries;
  }

  std::array<Entry, kEntries> entries_{};
};

class Reading {
 public:
  Reading(const SourceSet& sources, const LoadOptions& options, Diagnostics& diagnostics, Config& config)
      : sources_(sources),
        options_(options),
        diagnostics_(&diagnostics),
        config_(&config),
        values_(&config.storage().values.front()),
        files_(options.files) {
    environment = options.environment;
  }

  /// A Reading for lines further below, to be read at the same time as this one's: sections that change nothing of what
  /// holds for sections below them. They are in the Config already, empty, from `first_section` on.
  [[nodiscard]] Reading part(Values& values, Diagnostics& diagnostics, std::uint32_t first_section) const;
  /// The findings of a part, and what it leaves for the lines and checks to come. Parts come in their order.
  void take(Reading&& part);
  [[nodiscard]] bool is_part() const { return is_part_; }

  /// The Config has been moved, or findings go elsewhere from now on.
  void go_on_with(Config& config, Diagnostics& diagnostics) {
    config_ = &config;
    diagnostics_ = &diagnostics;
  }

  [[nodiscard]] const SourceSet& sources() const { return sources_; }
  [[nodiscard]] const LoadOptions& options() const { return options_; }
  [[nodiscard]] Config& config() const { return *config_; }
  [[nodiscard]] Diagnostics& findings() { return *diagnostics_; }
  [[nodiscard]] Version target() const { return options_.target; }
  [[nodiscard]] bool from(Version version) const { return options_.target >= version; }
  [[nodiscard]] Values& storage() const { return *values_; }
  [[nodiscard]] Arena& arena() const { return values_->arena; }
  /// The next section of the Config.
  Section& new_section();
  [[nodiscard]] bool has(Feature feature) const { return options_.without.empty() || !is_left_out(feature); }
  /// The files that the configuration names, found as `default-path` says; null where no file is looked at.
  [[nodiscard]] FileAccess* files() { return options_.files == nullptr ? nullptr : &files_; }
  /// Relative names of files count from here from now on; empty: from the working directory.
  void set_default_path(std::string folder) { files_.set_folder(std::move(folder)); }

  /// Whether the row may be used: it is not experimental, or that was allowed. Reports on `span` else.
  bool allow_experimental(const Keyword& row, Span span) {
    return !row.experimental || allow_experiment(row.name, span);
  }
  /// The same of anything experimental. `instead` ends the sentence that says what to do: ", or 'cubic' here".
  bool allow_experiment(std::string_view what, Span span, std::string_view instead = {});

  /// HAProxy refuses this. `help` says what to write instead.
  Diagnostic& error(std::string_view rule, Span span, std::string message, std::string help = {});
  /// HAProxy prints an ALERT for this and goes on.
  Diagnostic& alert(std::string_view rule, Span span, std::string message, std::string help = {});
  /// HAProxy warns of this.
  Diagnostic& warning(std::string_view rule, Span span, std::string message, std::string help = {});
  /// Only we see this.
  Diagnostic& advice(std::string_view rule, Severity severity, Span span, std::string message, std::string help = {});

  /// Takes back what was found since there were `first` findings.
  [[nodiscard]] std::vector<Diagnostic> take_back(std::size_t first);
  /// The same, until it shows whether the line's format is used.
  void hold(const Directive& line, std::size_t first);
  /// A finding that was held back.
  void say_again(Diagnostic finding);

  /// Whether words of the current line go up to an empty one, with others behind it.
  [[nodiscard]] bool end_at_empty(std::span<const Word> words) const {
    return !behind_empty.empty() && words.data() + words.size() == behind_empty.data();
  }
  /// The same words and those behind, for where HAProxy takes the empty one for an argument and reads on.
  [[nodiscard]] std::span<const Word> with_empty(std::span<const Word> words) const {
    return {words.data(), words.size() + behind_empty.size()};
  }

  /// How many errors there are so far.
  [[nodiscard]] std::size_t errors() const { return errors_; }
  /// What lines leave behind when a word of theirs is looked at.
  struct Traces {
    std::size_t findings, references, pattern_files;
    friend bool operator==(const Traces&, const Traces&) = default;
  };
  [[nodiscard]] Traces traces() const { return {diagnostics_->list().size(), references.size(), pattern_files.size()}; }
  /// How many warnings of HAProxy there are so far.
  [[nodiscard]] std::size_t warnings() const { return warnings_; }
  /// Whether there is time to look for the nearest of `names` names: of thousands of unknown names among thousands of
  /// known ones only the first get a suggestion.
  [[nodiscard]] bool may_compare(std::size_t names) {
    compared_ += names;
    return compared_ <= kMostCompared;
  }
  /// Whether there was no time for some suggestion.
  [[nodiscard]] bool compared_too_much() const { return compared_ > kMostCompared; }

  /// Looks up once what the checks ask of each section again and again; when all lines have been read.
  void settle();
  /// Whether `disabled` holds in a section, its own or inherited.
  [[nodiscard]] bool disabled(const Section& s) const { return settled_[s.index].disabled; }
  /// The mode of a section, its own or inherited: Config::mode().
  [[nodiscard]] ProxyMode mode(const Section& s) const { return settled_[s.index].mode; }
  /// The mode of the section that is being read, as far as the lines above say it.
  [[nodiscard]] ProxyMode current_mode();

  /// Whether a line of a section, or of one that it inherits from, may have an option of that name.
  [[nodiscard]] bool may_have_option(const Section& s, std::string_view option) const {
    return (settled_[s.index].option_bits & name_bit(option)) != 0;
  }

  /// The default-server lines of a section itself, in order.
  [[nodiscard]] std::span<const Directive* const> default_servers(const Section& s) const {
    return settled_[s.index].default_servers;
  }

  /// The servers of all sections, once these have been read.
  ServersByName servers;

  /// "SERVER" of `own`, or "BACKEND/SERVER": the section looked in, null when there is none, and what was found there.
  [[nodiscard]] std::pair<const Section*, ServerNames::Found> find_server(std::string_view name, const Section* own);

  // State that lines change for the lines below them.
  syntax::Environment environment;
  const Directive* lost_sections = nullptr;  ///< since this line HAProxy knows no sections but those of proxies
  bool experimental = false;                 ///< expose-experimental-directives was seen
  bool experimental_used = false;            ///< something needed it
  bool deprecated = false;                   ///< expose-deprecated-directives was seen
  std::span<const Word> behind_empty;        ///< of the current line: its first empty word and those up to the next one
  Section* section = nullptr;
  const Section* broken_section = nullptr;   ///< the current one, when its first line was refused
  FirstOfName<AclPoints> acls;               ///< of the current section so far
  FirstOfName<NamedServer> server_names;     ///< of the current section so far
  std::optional<ProxyMode> mode_so_far;      ///< of the current section; unset: not asked yet
  std::vector<const Directive*> last_rules;  ///< of the current section, one of each rule set that it has
  std::array<CheckSteps, 2> check_steps;     ///< http-check, tcp-check
  std::optional<std::string_view>
      check_option;  ///< how the current section's servers are checked; unset: not asked yet
  /// Conditions that look below HTTP, for sections that turn out to be in mode http.
  std::vector<std::pair<const Section*, Span>> below_http;
  bool below_http_in_formats = false;  ///< some format looks there, too
  bool datagrams = false;              ///< some address is for datagrams
  std::vector<ContentRule> content_rules;
  std::vector<HeldFormat> held_formats;
  std::vector<HeldExpression> held_expressions;  ///< of the sections that are still being read or inherited from
  Points condition_points = 0;  ///< where all of what the condition of the current line asks for is there
  std::vector<NamedReference> references;
  std::vector<PatternFileUse> pattern_files;
  std::vector<AclId> acl_ids;
  std::unordered_map<std::string, std::vector<LuaRegistration>> lua_names;  ///< what scripts register, by kind and name
  bool lua_loaded = false;                                                  ///< some script is loaded
  bool lua_opaque = false;              ///< some script registers names that its text does not show
  std::vector<Arg> args_in_work;        ///< for ScratchList
  std::vector<Option> options_in_work;  ///< for ScratchList
  RecentDirectives recent_directives;
  RecentOptions recent_options;
  RecentSamples recent_samples;
  syntax::RecentExpressions recent_expressions;
  /// Where the expressions of a row run, by the row and the kind of section; 0: not asked for yet.
  std::unordered_map<const Keyword*, std::array<std::uint32_t, kSectionKinds>> points;
  const Directive* last_shards = nullptr;                                  ///< of the peers sections so far
  std::unordered_set<const Directive*> peers_without_shard;                ///< theirs is above the number of shards
  const Directive* default_path = nullptr;                                 ///< the last such line
  std::unordered_map<std::string_view, const Directive*> global_settings;  ///< those that count once
  Section* last_defaults = nullptr;                                ///< the one that proxies without `from` inherit from
  std::unordered_map<const Section*, DefaultsUses> defaults_uses;  ///< of those that have a name

 private:
  static constexpr std::size_t kMostCompared = 4'000'000;

  const SourceSet& sources_;
  LoadOptions options_;
  [[nodiscard]] bool is_left_out(Feature feature) const;
  Diagnostic& add(Origin origin, Severity severity, std::string_view rule, Span span, std::string message,
                  std::string help);

  Diagnostics* diagnostics_;
  Config* config_;
  Values* values_;
  FilesUnderFolder files_;
  bool is_part_ = false;
  std::uint32_t next_section_ = 0;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t* counter_of(const Diagnostic& finding);  ///< which of the two it counts in; null: in none
  std::size_t compared_ = 0;
  struct Settled {
    ProxyMode mode = ProxyMode::tcp;
    bool disabled = false;
    std::uint64_t option_bits = 0;
    std::vector<const Directive*> default_servers;
  };
  std::vector<Settled> settled_;  ///< by section
};

/// What the last `disabled` or `enabled` of the section itself says; nothing when it has none.
std::optional<bool> says_disabled(const Section& section);

/// "'word'": the user's words in messages, cut where they are endless and without control characters.
std::string quote(std::string_view text);

/// "a, b or c"
std::string join_or(std::span<const std::string_view> words);

/// Asks whether the nearest of `names` was meant by `word`, and offers to write it there, where the finding's span has
/// the word once. False: none is near.
bool offer_nearest(const Reading& reading, Diagnostic& found, std::string_view word,
                   std::span<const std::string_view> names);

}  // namespace hapax::config
