// Expressions that were compiled already, where nothing but findings is wanted: one without a finding need not be
// compiled again for each line that says it. What they were made into stays in the model (Compilation::forget_line()).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <hapax/base/hash.hpp>
#include <hapax/config/config.hpp>
#include <hapax/model/model.hpp>

namespace hapax::compile {

class KnownExpressions {
 public:
  /// All that decides what an expression is made into.
  struct Key {
    const config::Section* proxy = nullptr;  ///< the one at work
    const config::Section* scope = nullptr;  ///< where the ACLs are that it names
    std::string_view text;
    std::string_view fetch;  ///< what its first name stands for
    bool of_answer = false;
  };

  /// Where it stands in the model; kNone: it has to be compiled.
  [[nodiscard]] model::Index find(const Key& key) const {
    const Entry& entry = entries_[place(key)];
    return entry.is(key) ? entry.index : model::kNone;
  }
  void keep(const Key& key, model::Index index, const model::RoutingModel& model) {
    entries_[place(key)].take(key, index);
    expressions_ = model.expressions.size();
    converters_ = model.converters.size();
    arguments_ = model.arguments.size();
  }

  /// Nothing is known of the next proxy.
  void forget() { expressions_ = converters_ = arguments_ = 0; }

  /// Takes everything behind the known ones out of the model; and these, too, when they have become many.
  void leave_alone(model::RoutingModel& model) {
    constexpr std::size_t kMany = 1024;
    if (expressions_ > kMany) *this = {};
    const auto cut = [](auto& table, std::size_t size) {
      table.erase(table.begin() + static_cast<std::ptrdiff_t>(size), table.end());
    };
    cut(model.expressions, expressions_);
    cut(model.converters, converters_);
    cut(model.arguments, arguments_);
  }

 private:
  // The texts are its own: that of a page's format is gone when the page is made.
  struct Entry {
    const config::Section* proxy = nullptr;
    const config::Section* scope = nullptr;
    std::string text;
    std::string fetch;
    bool of_answer = false;
    model::Index index = model::kNone;

    [[nodiscard]] bool is(const Key& key) const {
      return proxy == key.proxy && scope == key.scope && of_answer == key.of_answer && text == key.text &&
             fetch == key.fetch;
    }
    void take(const Key& key, model::Index at) {
      proxy = key.proxy;
      scope = key.scope;
      text = key.text;
      fetch = key.fetch;
      of_answer = key.of_answer;
      index = at;
    }
  };
  static constexpr std::size_t kEntries = 64;

  [[nodiscard]] static std::size_t place(const Key& key) { return hash_of(key.text) % kEntries; }

  std::array<Entry, kEntries> entries_{};
  std::size_t expressions_ = 0;
  std::size_t converters_ = 0;
  std::size_t arguments_ = 0;
};

}  // namespace hapax::compile
