// Expressions that were compiled already, where nothing but findings is wanted: one without a finding need not be
// compiled again for each line that says it. What they were made into stays in the model (Compilation::forget_line()).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include <hapax/base/hash.hpp>
#include <hapax/config/config.hpp>
#include <hapax/model/model.hpp>

namespace hapax::compile {

class KnownExpressions {
 public:
  /// All that decides what an expression is made into.
  struct Key {
    const config::Section* proxy = nullptr;  ///< the one at work; compared first, the texts of others may be gone
    const config::Section* scope = nullptr;  ///< where the ACLs are that it names
    std::string_view text;
    std::string_view fetch;  ///< what its first name stands for
    bool of_answer = false;

    friend bool operator==(const Key&, const Key&) = default;
  };

  /// Where it stands in the model; kNone: it has to be compiled.
  [[nodiscard]] model::Index find(const Key& key) const {
    const Entry& entry = entries_[place(key)];
    return entry.key == key ? entry.index : model::kNone;
  }
  void keep(const Key& key, model::Index index, const model::RoutingModel& model) {
    entries_[place(key)] = {key, index};
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
  struct Entry {
    Key key;
    model::Index index = model::kNone;
  };
  static constexpr std::size_t kEntries = 64;

  [[nodiscard]] static std::size_t place(const Key& key) { return hash_of(key.text) % kEntries; }

  std::array<Entry, kEntries> entries_{};
  std::size_t expressions_ = 0;
  std::size_t converters_ = 0;
  std::size_t arguments_ = 0;
};

}  // namespace hapax::compile
