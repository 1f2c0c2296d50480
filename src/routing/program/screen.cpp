#include "routing/program/screen.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <tuple>

#include "routing/pattern/patterns.hpp"
#include "routing/program/text_of_request.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;
using model::Match;
using model::RuleSet;

constexpr std::size_t kMostAcls = 64;
constexpr std::size_t kMostPatterns = 16;  // of one test; a larger set is better searched by its hash table

std::uint64_t lowered(std::uint64_t word) {
  constexpr std::uint64_t kEach = 0x0101010101010101;
  const std::uint64_t low = word & (0x7F * kEach);
  const std::uint64_t from_a = low + (0x80 - 'A') * kEach;
  const std::uint64_t past_z = low + (0x7F - 'Z') * kEach;
  return word | (((from_a ^ past_z) & ~word & (0x80 * kEach)) >> 2);
}

// Builds the screen of one proxy.
class Builder {
 public:
  Builder(const model::RoutingModel& model, ScreenTable& table, model::Index screen)
      : model_(model), table_(table), screen_(screen) {}

  void add(model::Index condition) {
    if (condition == model::kNone || table_.conditions[condition].screen != model::kNone) return;
    QuickCondition& quick = table_.conditions[condition];
    const model::Condition& whole = model_.conditions[condition];
    quick.screen = screen_;
    quick.unless = whole.unless;
    quick.alternatives = {static_cast<model::Index>(table_.conjunctions.size()), whole.alternatives.count};
    for (model::Index i = whole.alternatives.first; i < whole.alternatives.end(); ++i) {
      table_.conjunctions.push_back(conjunction(model_.conjunctions[i]));
    }
  }

 private:
  QuickConjunction conjunction(const model::Conjunction& terms) {
    QuickConjunction result;
    model::Index at = terms.first;
    for (; at < terms.end(); ++at) {
      const std::uint64_t bit = bit_of(model_.terms[at].acl);
      if (bit == 0) break;
      (model_.terms[at].negated ? result.forbidden : result.needed) |= bit;
    }
    result.rest = {at, terms.end() - at};
    return result;
  }

  /// The ACL's bit in the screen; 0 when it has none.
  std::uint64_t bit_of(model::Index acl) {
    if (const auto known = bits_.find(acl); known != bits_.end()) return known->second;
    const model::Range tests = model_.acls[acl].tests;
    Screen& screen = table_.screens[screen_];
    bool simple = true;
    bool of_text = true;
    for (model::Index i = tests.first; i < tests.end(); ++i) {
      simple = simple && is_simple(model_.tests[i]);
      of_text = of_text && is_of_text(model_.tests[i]);
    }
    const bool fits = screen.acls.size() < kMostAcls && (simple || of_text) && !tests.empty();
    const std::uint64_t bit = fits ? std::uint64_t{1} << screen.acls.size() : 0;
    bits_.emplace(acl, bit);
    if (!fits) return 0;
    screen.acls.push_back(acl);
    if (!simple) return bit;
    screen.simple |= bit;
    for (model::Index i = tests.first; i < tests.end(); ++i) add_test(model_.tests[i], bit);
    return bit;
  }

  /// Does the test look at the request's text and at nothing that can change?
  [[nodiscard]] bool is_of_text(const model::Test& test) const {
    if (!reads_text_alone(model_.expressions[test.expression], model_)) return false;
    if (test.patterns == model::kNone) return true;
    return model_.pattern_sets[test.patterns].files.empty() && !model_.pattern_sets[test.patterns].is_map;
  }

  [[nodiscard]] bool rules_set_method() const {
    return std::any_of(model_.rules.begin(), model_.rules.end(),
                       [](const model::Rule& rule) { return rule.action == model::ActionId::set_method; });
  }

  static bool is_whole(Match method) { return method == Match::str || method == Match::meth; }

  [[nodiscard]] bool is_simple(const model::Test& test) const {
    const model::Expression& expression = model_.expressions[test.expression];
    if (!expression.converters.empty()) return false;
    if (test.method == Match::found) return expression.fetch == FetchId::src || is_text_of_request(expression.fetch);
    if (test.patterns == model::kNone) return false;
    const model::PatternSet& set = model_.pattern_sets[test.patterns];
    // What stands in a file, rules can change.
    if (!set.files.empty() || set.is_map || set.patterns.size() > kMostPatterns) return false;
    if (test.method == Match::ip) {
      const auto is_ipv4 = [](const model::Pattern& pattern) { return !pattern.ipv6; };
      return expression.fetch == FetchId::src && std::all_of(set.patterns.begin(), set.patterns.end(), is_ipv4);
    }
    // Method names that HAProxy does not know compare in a way of their own, and so do those that a rule sets.
    if (test.method == Match::meth && set.ignore_case) return false;
    if (expression.fetch == FetchId::method && rules_set_method()) return false;
    const bool is_edge = is_whole(test.method) || test.method == Match::beg || test.method == Match::end;
    return is_edge && is_text_of_request(expression.fetch);
  }

  void add_test(const model::Test& test, std::uint64_t bit) {
    Screen::Source& source = source_of(test.expression);
    if (!source.is_text) table_.screens[screen_].of_address |= bit;
    if (test.method == Match::found) {
      source.found |= bit;
      return;
    }
    const model::PatternSet& set = model_.pattern_sets[test.patterns];
    for (const model::Pattern& pattern : set.patterns) {
      if (test.method == Match::ip) {
        const std::uint32_t mask = pattern.prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - pattern.prefix);
        source.networks.push_back({read32(pattern.address.data()) & mask, mask, bit});
      } else {
        source.literals.push_back(literal(test.method, pattern.text, set.ignore_case, bit));
      }
    }
  }

  static Screen::Literal literal(Match method, std::string_view text, bool ignore_case, std::uint64_t bit) {
    Screen::Literal result;
    result.text = text;
    if (ignore_case) std::transform(text.begin(), text.end(), result.text.begin(), to_lower);
    const bool tail = method == Match::end;
    result.part = tail ? (ignore_case ? EdgeWords::kLoweredTail : EdgeWords::kTail)
                       : (ignore_case ? EdgeWords::kLoweredHead : EdgeWords::kHead);
    result.word = EdgeWords(result.text).words[result.part];
    result.mask = EdgeWords(std::string(std::min<std::size_t>(text.size(), 8), '\xFF'))
                      .words[tail ? EdgeWords::kTail : EdgeWords::kHead];
    result.whole = is_whole(method);
    result.ignore_case = ignore_case;
    result.acl = bit;
    return result;
  }

  /// The place of an expression, the same one for all that are written alike.
  Screen::Source& source_of(model::Index expression) {
    std::vector<Screen::Source>& sources = table_.screens[screen_].sources;
    for (Screen::Source& source : sources) {
      if (is_same(source.expression, expression)) return source;
    }
    const bool is_text = is_text_of_request(model_.expressions[expression].fetch);
    return sources.emplace_back(Screen::Source{expression, is_text, 0, {}, {}});
  }

  [[nodiscard]] bool is_same(model::Index a, model::Index b) const {
    const model::Expression& left = model_.expressions[a];
    const model::Expression& right = model_.expressions[b];
    if (left.fetch != right.fetch || left.arguments.count != right.arguments.count) return false;
    for (model::Index i = 0; i < left.arguments.count; ++i) {
      const model::Argument& x = model_.arguments[left.arguments.first + i];
      const model::Argument& y = model_.arguments[right.arguments.first + i];
      if (std::tie(x.kind, x.index, x.number, x.text) != std::tie(y.kind, y.index, y.number, y.text)) return false;
    }
    return true;
  }

  const model::RoutingModel& model_;
  ScreenTable& table_;
  model::Index screen_;
  std::map<model::Index, std::uint64_t> bits_;
};

/// Calls `visit` for the condition of every rule of a proxy that looks at requests.
template <class Visit>
void for_each_condition(const model::RoutingModel& model, const model::Proxy& proxy, Visit visit) {
  const auto each = [&](const auto& rules, model::Range range) {
    for (model::Index i = range.first; i < range.end(); ++i) visit(rules[i].condition);
  };
  for (const RuleSet set : {RuleSet::tcp_request_content, RuleSet::http_request, RuleSet::redirect}) {
    each(model.rules, proxy.rules[static_cast<std::size_t>(set)]);
  }
  each(model.backend_rules, proxy.backend_rules);
  each(model.persist_rules, proxy.persist_rules);
  each(model.server_rules, proxy.server_rules);
  for (const model::Index condition : proxy.monitor_fail) visit(condition);
  for (const model::Index condition : proxy.force_switch) visit(condition);
}

}  // namespace

EdgeWords::EdgeWords(std::string_view text) {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  if (text.size() >= sizeof head) {
    std::memcpy(&head, text.data(), sizeof head);
    std::memcpy(&tail, text.data() + text.size() - sizeof tail, sizeof tail);
  } else if (!text.empty()) {
    std::memcpy(&head, text.data(), text.size());
    std::memcpy(reinterpret_cast<char*>(&tail) + sizeof tail - text.size(), text.data(), text.size());
  }
  words[kHead] = head;
  words[kLoweredHead] = lowered(head);
  words[kTail] = tail;
  words[kLoweredTail] = lowered(tail);
}

ScreenTable::ScreenTable(const model::RoutingModel& model) : conditions(model.conditions.size()) {
  for (const model::Proxy& proxy : model.proxies) {
    Builder builder(model, *this, static_cast<model::Index>(screens.size()));
    screens.emplace_back();
    for_each_condition(model, proxy, [&](model::Index condition) { builder.add(condition); });
  }
}

}  // namespace hapax::routing
