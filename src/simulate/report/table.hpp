// Columns of text: the first is left-aligned, the others right-aligned, each as wide as its widest cell.
#pragma once

#include <string>
#include <vector>

namespace hapax::simulate {

class Table {
 public:
  explicit Table(std::vector<std::string> header) { rows_.push_back(std::move(header)); }
  /// A row; it may be shorter than the header.
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  /// The header is dim where colour is wanted.
  [[nodiscard]] std::string render(bool colour) const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace hapax::simulate
