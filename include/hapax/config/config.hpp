// Config: a configuration as HAProxy understands it, with the place of every value.
//
// load() (load.hpp) makes it from one or several texts. Everything is resolved: `.if` blocks that do not hold are gone,
// environment variables are replaced, several files are one list of sections, and each proxy knows the defaults section
// that it inherits from. Nothing is dropped because of an error: what could not be read is there with an empty value
// and a finding in Diagnostics.
//
//     for (const Section& s : config.sections) ...
//     const Section* web = config.find(SectionKind::backend, "web");
//     const Directive* d = config.effective(*web, "timeout server");   // its own, or the one inherited
//     auto time = d->duration("time");
//     for (const Directive* s : web->all("server"))
//       if (const Option* weight = s->option("weight")) weight->integer("value");
//
// All views and pointers point into the Config, its SourceSet or static storage: they are good as long as both live.
// A Config can be moved, not copied.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include <hapax/base/source.hpp>
#include <hapax/base/version.hpp>
#include <hapax/config/keyword.hpp>
#include <hapax/syntax/resolve.hpp>

namespace hapax::syntax {
struct Expression;
struct Condition;
struct LogFormat;
struct Address;
}  // namespace hapax::syntax

namespace hapax::config {

/// A word as HAProxy sees it, after quotes, escapes and variables; syntax::locate() finds the place of a part of it.
using Word = syntax::ResolvedWord;

/// Typed values. Times are in microseconds whatever unit was written, sizes in bytes.
struct Integer {
  std::int64_t value = 0;
};
struct Duration {
  std::int64_t us = 0;
};
struct Size {
  std::uint64_t bytes = 0;
};
struct Text {
  std::string_view text;
};
/// One word of a fixed list: `mode {tcp|http}`.
struct Choice {
  std::string_view word;
};
/// The name of something that is declared elsewhere; `what` is the kind of thing: "backend", "table", "resolvers".
struct Reference {
  std::string_view name;
  std::string_view what;
};

struct Option;
struct Action;

/// Empty (monostate) where the word was wrong: a finding says why.
using Value = std::variant<std::monostate, Integer, Duration, Size, Text, Choice, Reference, const syntax::Address*,
                           const syntax::Expression*, const syntax::LogFormat*, const syntax::Condition*, const Action*,
                           std::span<const Option>>;

/// One argument: the name that the signature gives it, its words and its value.
struct Arg {
  std::string_view name;
  std::span<const Word> words;
  Value value;
  Span span;
};

/// Access to arguments by name, shared by directives, options and actions.
struct Arguments {
  std::span<const Arg> args;

  [[nodiscard]] const Arg* arg(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return arg(name) != nullptr; }
  /// The argument's words joined by blanks; empty when it is absent.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> duration(std::string_view name) const;  ///< microseconds
  [[nodiscard]] std::optional<std::uint64_t> size(std::string_view name) const;
  [[nodiscard]] const syntax::Address* address(std::string_view name) const;
  [[nodiscard]] const syntax::Expression* expression(std::string_view name) const;
  [[nodiscard]] const syntax::LogFormat* format(std::string_view name) const;
};

/// One option of `bind`, `server`, `filter` ...: `weight 10`.
struct Option : Arguments {
  const Keyword* row = nullptr;
  std::span<const Word> words;
  Span span;
  [[nodiscard]] std::string_view name() const { return row->name; }
};

/// The action of a rule: `set-header X-Forwarded-Proto https`, without its condition.
struct Action : Arguments {
  const Keyword* row = nullptr;
  RuleSet set = RuleSet::http_request;
  std::span<const Word> words;
  Span span;
  [[nodiscard]] std::string_view name() const { return row->name; }
};

/// A line of a section.
struct Directive : Arguments {
  const Keyword* row = nullptr;  ///< null when the word is unknown (a finding says so)
  std::span<const Word> words;   ///< all words of the line, `no`/`default` included
  std::size_t name_words = 1;    ///< how many words the name takes, a prefix not counted
  bool no = false;               ///< `no option ...`
  bool reset = false;            ///< `default option ...`
  bool ignored = false;          ///< HAProxy takes it and does not use it (it warned)
  Span span;                     ///< first to last word

  /// "timeout client"; the first word when the row is null.
  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] bool is(std::string_view n) const { return row != nullptr && row->name == n; }
  /// Words after the name.
  [[nodiscard]] std::span<const Word> arguments() const {
    return words.subspan(std::min(words.size(), name_words + (no || reset ? 1U : 0U)));
  }
  /// An option of bind, server, ...; the last one where it stands twice.
  [[nodiscard]] const Option* option(std::string_view name) const;
  [[nodiscard]] std::span<const Option> options() const;
  [[nodiscard]] const Action* action() const;
  /// The condition after `if`/`unless`, or null.
  [[nodiscard]] const syntax::Condition* condition() const;
};

struct Section {
  SectionKind kind = SectionKind::unknown;
  std::string_view name;  ///< empty when anonymous
  std::span<const Word> words;
  Span span;                          ///< the line that opens it
  const Section* defaults = nullptr;  ///< the defaults section that it inherits from
  std::deque<Directive> directives;   ///< in order; addresses stay
  std::uint32_t index = 0;

  [[nodiscard]] bool is_proxy() const {
    return kind == SectionKind::frontend || kind == SectionKind::backend || kind == SectionKind::listen;
  }
  [[nodiscard]] bool is_frontend() const { return kind == SectionKind::frontend || kind == SectionKind::listen; }
  [[nodiscard]] bool is_backend() const { return kind == SectionKind::backend || kind == SectionKind::listen; }
  /// The last directive of that name, its own ones only.
  [[nodiscard]] const Directive* last(std::string_view name) const;
  /// All directives of that name, in order.
  [[nodiscard]] std::vector<const Directive*> all(std::string_view name) const;
};

/// What a proxy does with connections: the `mode` that holds in it, its own or inherited.
enum class ProxyMode : std::uint8_t { tcp, http, log, spop, haterm };

class Config {
 public:
  Config();
  Config(Config&&) noexcept;
  Config& operator=(Config&&) noexcept;
  ~Config();

  Version target = kDefaultTarget;
  const SourceSet* sources = nullptr;
  std::deque<Section> sections;  ///< in order; addresses stay

  /// The first section of that kind and name. A listen is found under frontend and backend, too.
  [[nodiscard]] const Section* find(SectionKind kind, std::string_view name) const;
  [[nodiscard]] std::vector<const Section*> all(SectionKind kind) const;
  /// The last directive of that name in the section, else in the defaults that it inherits from (and theirs).
  [[nodiscard]] const Directive* effective(const Section& section, std::string_view name) const;
  [[nodiscard]] ProxyMode mode(const Section& section) const;
  /// Whether a boolean option (`option httpclose`) is on: the last of `option`, `no option` and `default option` wins.
  [[nodiscard]] bool option(const Section& section, std::string_view name) const;

  /// Where values live; made and filled by load().
  struct Storage;
  [[nodiscard]] Storage& storage() { return *storage_; }

 private:
  std::unique_ptr<Storage> storage_;
};

}  // namespace hapax::config
