// The patterns of an ACL line, or a map, ready to be searched; rules may change them (add-acl, set-map, ...).
//
// What is found when several patterns match is HAProxy's choice: exact text (str, bin) finds the first of its equals;
// prefixes (beg) and networks (ip) find the longest, because HAProxy keeps them in prefix trees; without regard to
// case, and for all other methods, the first one in the order of the text is found. Only maps show the difference.
//
// Each fast path (hash tables for str, bin, beg and ip) answers as find_plainly() does; tests compare the two.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <hapax/model/expression.hpp>

#include "routing/pattern/regex.hpp"
#include "routing/pattern/shared_finds.hpp"
#include "routing/sample/sample.hpp"

namespace hapax::routing {

class Patterns {
 public:
  struct Entry {
    model::Pattern pattern;
    const Regex* regex = nullptr;
    std::uint32_t file = kOfNoFile;  ///< into files()
  };
  static constexpr std::uint32_t kOfNoFile = ~std::uint32_t{0};

  /// `regexes` are those of the model, in its order, and outlive the patterns.
  Patterns(const model::PatternSet& set, const std::vector<Regex>& regexes);

  [[nodiscard]] model::Match method() const { return method_; }
  /// By which rules change the patterns.
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }
  [[nodiscard]] bool is_map() const { return is_map_; }

  /// The type that find() wants.
  [[nodiscard]] SampleType input() const;
  /// The pattern that matches, or null. `sample` has type input().
  [[nodiscard]] const Entry* find(const Sample& sample) const;
  /// The same by looking at every pattern.
  [[nodiscard]] const Entry* find_plainly(const Sample& sample) const;

  /// What is found in that file is shared with other sets.
  void share(std::uint32_t file, SharedFinds& finds);

  /// From now on values of a map are of that type.
  void require_values(SampleType type) { values_ = type; }

  // What rules change: by the pattern's text as written, among those of one file. -----------------------------------
  [[nodiscard]] bool holds(std::uint32_t file, std::string_view text) const;
  /// Could that be a pattern and its value?
  [[nodiscard]] bool could_hold(std::string_view text, std::string_view value) const;
  void add(std::uint32_t file, std::string_view text, std::string_view value);
  void set(std::uint32_t file, std::string_view text, std::string_view value);
  void remove(std::uint32_t file, std::string_view text);

 private:
  struct Network {
    std::array<std::uint8_t, 16> address{};
    std::uint8_t prefix = 0;
    bool operator==(const Network&) const = default;
  };
  struct NetworkHash {
    std::size_t operator()(const Network& network) const;
  };
  /// Networks of one family: a hash table and the lengths that occur, longest first.
  struct Networks {
    std::unordered_map<Network, const Entry*, NetworkHash> entries;
    std::vector<std::uint8_t> lengths;
    void add(const Entry& entry);
    [[nodiscard]] const Entry* find(const std::array<std::uint8_t, 16>& address) const;
  };

  void index(const Entry& entry);
  void rebuild();
  void forget_finds(std::uint32_t file);
  [[nodiscard]] bool exact() const;
  [[nodiscard]] bool method_matches(const model::Pattern& pattern, const Sample& sample) const;
  [[nodiscard]] bool matches(const Entry& entry, const Sample& sample) const;
  [[nodiscard]] bool better(const Entry& candidate, const Entry* best) const;
  [[nodiscard]] const Entry* find_prefix(std::string_view text) const;
  [[nodiscard]] const Entry* find_network(const Sample& sample) const;
  [[nodiscard]] const Entry* find_by_file(const Sample& sample) const;
  [[nodiscard]] const Entry* find_in(std::uint32_t file, const Sample& sample) const;

  model::Match method_;
  bool ignore_case_;
  bool is_map_;
  SampleType values_ = SampleType::string;
  std::vector<std::string> files_;
  std::vector<SharedFinds*> finds_;  ///< by file, null where they are not shared; empty: none are
  std::deque<Entry> entries_;
  std::deque<Regex> own_regexes_;  ///< of patterns that rules added
  std::unordered_map<std::string_view, const Entry*> texts_;
  std::vector<std::size_t> lengths_;  ///< of prefixes, longest first
  Networks ipv4_;
  Networks ipv6_;
};

/// Is this a method whose name HAProxy knows (GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE, CONNECT)?
bool is_known_method(std::string_view name);

}  // namespace hapax::routing
