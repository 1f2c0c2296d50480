// What a stage knows of HAProxy's words, found by the word's row instead of by its name.
//
//     static const ByRow<Apply> handlers(KeywordClass::directive, [](const Keyword& row) { return find(row.name); });
//     handlers[*directive.row]
//
// Names are compared once for each row when the table is made; from then on a look-up is one addition.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include <hapax/config/keyword.hpp>

namespace hapax::config {

/// A value for each row of a class. Only rows of that class may be looked up.
template <class T>
class ByRow {
 public:
  template <class ValueOf>
  ByRow(KeywordClass kind, ValueOf value_of) : rows_(keywords(kind)), values_(std::make_unique<T[]>(rows_.size())) {
    for (std::size_t i = 0; i < rows_.size(); ++i) values_[i] = value_of(rows_[i]);
  }

  [[nodiscard]] const T& operator[](const Keyword& row) const {
    return values_[static_cast<std::size_t>(&row - rows_.data())];
  }

 private:
  std::span<const Keyword> rows_;
  std::unique_ptr<T[]> values_;
};

}  // namespace hapax::config
