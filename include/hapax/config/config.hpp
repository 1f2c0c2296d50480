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
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <hapax/base/short_span.hpp>
#include <hapax/base/source.hpp>
#include <hapax/base/stable_vector.hpp>
#include <hapax/base/version.hpp>
#include <hapax/config/keyword.hpp>
#include <hapax/syntax/resolve.hpp>

namespace hapax::syntax {
struct Expression;
struct Condition;
struct AclDefinition;
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
/// What the words of the argument say.
struct Text {};
/// One word of a fixed list: `mode {tcp|http}`.
struct Choice {};
/// The name of something that is declared elsewhere: of a backend, a table, a resolvers section.
struct Reference {};

/// One of 64 bits; different names may have the same. A set of names as the bits of all of them tells quickly, and
/// nearly always, that a name is not among them. The factors are such that what stands in most sections ("check",
/// "server", "http-request") shares its bit with little that checks look for and rarely find.
[[nodiscard]] constexpr std::uint64_t name_bit(std::string_view name) {
  if (name.empty()) return 1;
  const auto byte = [name](std::size_t at) { return static_cast<unsigned>(static_cast<unsigned char>(name[at])); };
  return std::uint64_t{1} << ((byte(0) + 3 * byte(name.size() / 2) + 49 * byte(name.size() - 1) + 9 * name.size()) %
                              64);
}

/// From the first word to the last one; an empty place when there is none.
[[nodiscard]] inline Span span_of(std::span<const Word> words) {
  return words.empty() ? Span() : cover(words.front().span, words.back().span);
}

struct Arg;
struct Option;
using OptionList = ShortSpan<Option>;

/// Access to arguments by name, shared by directives, options and actions.
struct Arguments {
  ShortSpan<Arg> args;

  [[nodiscard]] const Arg* arg(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return arg(name) != nullptr; }
  /// The argument's words joined by blanks; empty when it is absent.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  /// The first word of the first argument; empty when there is none.
  [[nodiscard]] std::string_view first_word() const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> duration(std::string_view name) const;  ///< microseconds
  [[nodiscard]] std::optional<std::uint64_t> size(std::string_view name) const;
  [[nodiscard]] const syntax::Address* address(std::string_view name) const;
  [[nodiscard]] const syntax::Expression* expression(std::string_view name) const;
  [[nodiscard]] const syntax::LogFormat* format(std::string_view name) const;
  [[nodiscard]] const syntax::AclDefinition* acl(std::string_view name) const;
  /// The words among the arguments that have a table of their own, as `limit` and `key` of a filter; none without one.
  [[nodiscard]] OptionList parameters() const;
  /// The first of them that has this name; null when there is none.
  [[nodiscard]] const Option* parameter(std::string_view name) const;
};

/// One option of `bind`, `server`, `filter` ...: `weight 10`.
struct Option : Arguments {
  const Keyword* row = nullptr;
  ShortSpan<Word> words;
  [[nodiscard]] Span span() const { return span_of(words); }
  [[nodiscard]] std::string_view name() const { return row->name; }
};

/// The action of a rule: `set-header X-Forwarded-Proto https`, without its condition.
struct Action : Arguments {
  const Keyword* row = nullptr;
  RuleSet set = RuleSet::http_request;
  ShortSpan<Word> words;
  [[nodiscard]] Span span() const { return span_of(words); }
  [[nodiscard]] std::string_view name() const { return row->name; }
};

/// Empty (monostate) where the word was wrong: a finding says why.
using Value = std::variant<std::monostate, Integer, Duration, Size, Text, Choice, Reference, const syntax::Address*,
                           const syntax::Expression*, const syntax::LogFormat*, const syntax::Condition*,
                           const syntax::AclDefinition*, const Action*, OptionList>;

/// Empty where the value is no list of options.
[[nodiscard]] inline OptionList options_of(const Value& value) {
  const OptionList* const list = std::get_if<OptionList>(&value);
  return list == nullptr ? OptionList() : *list;
}

/// One argument: what the signature says of it, its words and its value. A large configuration has a quarter of a
/// million of them, so that they are kept small.
struct Arg {
  const Param* param = nullptr;
  ShortSpan<Word> words;
  Value value;
  [[nodiscard]] std::string_view name() const { return param->name; }
  /// Empty where the value is no list of them.
  [[nodiscard]] OptionList options() const { return options_of(value); }
  [[nodiscard]] Span span() const { return span_of(words); }
};

inline std::string_view Arguments::first_word() const {
  return args.empty() || args[0].words.empty() ? std::string_view() : args[0].words[0].text;
}

/// A line of a section.
struct Directive : Arguments {
  const Keyword* row = nullptr;  ///< null when the word is unknown (a finding says so)
  ShortSpan<Word> words;         ///< all words of the line, `no`/`default` included
  std::uint8_t name_words = 1;   ///< how many words the name takes, a prefix not counted
  bool no = false;               ///< `no option ...`
  bool reset = false;            ///< `default option ...`
  bool ignored = false;          ///< HAProxy takes it and does not use it (it warned)

 private:
  static constexpr std::uint8_t kNowhere = 0xFF;
  std::uint8_t options_at_ = kNowhere;  // which of the arguments
  std::uint8_t action_at_ = kNowhere;
  std::uint64_t option_bits_ = 0;

  [[nodiscard]] const Option* find_option(std::string_view name) const;
  [[nodiscard]] const Value* value_at(std::uint8_t index) const {
    return index < args.size() ? &args[index].value : nullptr;
  }

 public:
  Span span;  ///< first to last word

  /// Sets `args`.
  void take_args(std::span<const Arg> arguments);

  /// "timeout client"; the first word when the row is null.
  [[nodiscard]] std::string_view name() const;
  [[nodiscard]] bool is(std::string_view n) const { return row != nullptr && row->name == n; }
  /// Words after the name.
  [[nodiscard]] std::span<const Word> arguments() const {
    return words.subspan(std::min<std::size_t>(words.size(), name_words + (no || reset ? 1U : 0U)));
  }
  /// An option of bind, server, ...; the last one where it stands twice.
  [[nodiscard]] const Option* option(std::string_view name) const {
    return may_have_option(name) ? find_option(name) : nullptr;
  }
  /// False: there is no option of that name, nor one with 'no-' before it. Looks at nothing but the line itself.
  [[nodiscard]] bool may_have_option(std::string_view name) const { return (option_bits_ & name_bit(name)) != 0; }
  /// name_bit() of every option, of 'no-ssl' also that of 'ssl'.
  [[nodiscard]] std::uint64_t option_bits() const { return option_bits_; }
  [[nodiscard]] OptionList options() const {
    const Value* const value = value_at(options_at_);
    return value == nullptr ? OptionList() : options_of(*value);
  }
  [[nodiscard]] const Action* action() const {
    const Value* const value = value_at(action_at_);
    const auto* const found = value == nullptr ? nullptr : std::get_if<const Action*>(value);
    return found == nullptr ? nullptr : *found;
  }
  /// The condition after `if`/`unless`, or null.
  [[nodiscard]] const syntax::Condition* condition() const;
};

/// The lines of a section, in order; a view of those of the whole configuration.
class DirectiveList {
 public:
  class Iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = Directive;
    using difference_type = std::ptrdiff_t;
    using pointer = const Directive*;
    using reference = const Directive&;

    Iterator() = default;
    Iterator(const StableVector<Directive>* all, std::size_t at)
        : all_(all), at_(at), here_(all == nullptr ? nullptr : all->address(at)) {}

    reference operator*() const { return *here_; }
    pointer operator->() const { return here_; }
    reference operator[](difference_type n) const { return *(*this + n); }
    Iterator& operator++() {
      here_ = ++at_ % StableVector<Directive>::kBlock == 0 ? all_->address(at_) : here_ + 1;
      return *this;
    }
    Iterator& operator--() {
      here_ = at_-- % StableVector<Directive>::kBlock == 0 ? all_->address(at_) : here_ - 1;
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    Iterator operator--(int) {
      const Iterator before = *this;
      --*this;
      return before;
    }
    Iterator& operator+=(difference_type n) { return *this = {all_, at_ + static_cast<std::size_t>(n)}; }
    Iterator& operator-=(difference_type n) { return *this += -n; }
    friend Iterator operator+(Iterator i, difference_type n) { return i += n; }
    friend Iterator operator+(difference_type n, Iterator i) { return i += n; }
    friend Iterator operator-(Iterator i, difference_type n) { return i -= n; }
    friend difference_type operator-(const Iterator& a, const Iterator& b) {
      return static_cast<difference_type>(a.at_ - b.at_);
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }
    friend auto operator<=>(const Iterator& a, const Iterator& b) { return a.at_ <=> b.at_; }

   private:
    const StableVector<Directive>* all_ = nullptr;
    std::size_t at_ = 0;
    const Directive* here_ = nullptr;  // the element, or where the next one of its block will be
  };

  DirectiveList() = default;
  /// No line yet; those that are appended to `all` from now on are its own.
  explicit DirectiveList(StableVector<Directive>& all) : all_(&all), first_(all.size()) {}

  [[nodiscard]] Iterator begin() const { return {all_, first_}; }
  [[nodiscard]] Iterator end() const { return {all_, first_ + size_}; }
  [[nodiscard]] std::reverse_iterator<Iterator> rbegin() const { return std::reverse_iterator(end()); }
  [[nodiscard]] std::reverse_iterator<Iterator> rend() const { return std::reverse_iterator(begin()); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  /// Appends a line. Only the list made last may grow.
  Directive& append() {
    ++size_;
    return all_->emplace_back();
  }

 private:
  StableVector<Directive>* all_ = nullptr;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
};

struct Section {
  SectionKind kind = SectionKind::unknown;
  std::string_view name;  ///< empty when anonymous
  std::span<const Word> words;
  Span span;                          ///< the line that opens it
  const Section* defaults = nullptr;  ///< the defaults section that it inherits from
  DirectiveList directives;           ///< in order; addresses stay
  std::uint32_t index = 0;
  // Of all lines together.
  std::uint64_t name_bits = 0;    ///< name_bit() of every directive
  std::uint64_t option_bits = 0;  ///< Directive::option_bits()
  std::uint64_t action_bits = 0;  ///< name_bit() of every action

  [[nodiscard]] bool is_proxy() const {
    return kind == SectionKind::frontend || kind == SectionKind::backend || kind == SectionKind::listen;
  }
  [[nodiscard]] bool is_frontend() const { return kind == SectionKind::frontend || kind == SectionKind::listen; }
  [[nodiscard]] bool is_backend() const { return kind == SectionKind::backend || kind == SectionKind::listen; }
  /// The last directive of that name, its own ones only.
  [[nodiscard]] const Directive* last(std::string_view directive) const {
    return may_have(directive) ? find_last(directive) : nullptr;
  }
  /// All directives of that name, in order.
  [[nodiscard]] std::vector<const Directive*> all(std::string_view name) const;
  /// False: there is no directive of that name.
  [[nodiscard]] bool may_have(std::string_view directive) const { return (name_bits & name_bit(directive)) != 0; }
  /// False: none of its lines has an option of that name, nor one with 'no-' before it.
  [[nodiscard]] bool may_have_option(std::string_view option) const { return (option_bits & name_bit(option)) != 0; }
  /// False: none of its lines has an action of that name.
  [[nodiscard]] bool may_have_action(std::string_view action) const { return (action_bits & name_bit(action)) != 0; }

 private:
  [[nodiscard]] const Directive* find_last(std::string_view name) const;
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
