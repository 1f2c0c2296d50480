// Whether every index points somewhere: what those who decide rely on without looking.
#include <hapax/model/json.hpp>

#include "model/format/fields_proxies.hpp"

namespace hapax::model {
namespace {

struct Search {
  const RoutingModel& model;
  std::string path;
  std::optional<std::string> found;

  void report(std::string_view name, std::string_view what, Table table) {
    if (found) return;
    found = path + "/" + std::string(name) + ": " + std::string(what) + " of the " +
            std::to_string(table_size(model, table)) + " " + std::string(table_name(table));
  }
  void check(std::string_view name, Index index, Table table) {
    if (index != kNone && index >= table_size(model, table)) {
      report(name, std::to_string(index) + " is no index", table);
    }
  }
  void check(std::string_view name, Range range, Table table) {
    const std::size_t size = table_size(model, table);
    if (range.first > size || range.count > size - range.first) {
      if (!range.empty()) {
        report(name, std::to_string(range.first) + " + " + std::to_string(range.count) + " is no run", table);
      }
    }
  }
};

template <class T>
concept Structure = requires {
  StructName<T>::name;
};

template <class T>
struct FieldCheck {
  const T& object;
  Search& search_;

  template <class M>
  void value(std::string_view name, M T::*member) {
    if constexpr (Structure<M>) descend(name, object.*member);
  }
  template <class E>
  void value(std::string_view name, std::vector<E> T::*member) {
    if constexpr (Structure<E>) {
      std::size_t at = 0;
      for (const E& element : object.*member) descend(std::string(name) + "/" + std::to_string(at++), element);
    }
  }
  void index(std::string_view name, Index T::*member, Table table) {
    // A place that is nowhere names no file.
    if constexpr (std::is_same_v<T, Place>) {
      if (object.line == 0) return;
    }
    search_.check(name, object.*member, table);
  }
  void argument_index(std::string_view name, Index T::*member) {
    if (const auto table = table_of(object.kind)) search_.check(name, object.*member, *table);
  }
  void indices(std::string_view name, std::vector<Index> T::*member, Table table) {
    for (const Index index : object.*member) search_.check(name, index, table);
  }
  void range(std::string_view name, Range T::*member, Table table) { search_.check(name, object.*member, table); }
  void ranges(std::string_view name, std::vector<Range> T::*member, Table table) {
    for (const Range range : object.*member) search_.check(name, range, table);
  }
  void rule_sets(std::string_view name, std::array<Range, kRuleSets> T::*member) {
    for (const Range range : object.*member) search_.check(name, range, Table::rules);
  }
  template <class Names>
  void bits(std::string_view, std::uint32_t T::*, const Names&) {}

 private:
  template <class E>
  void descend(std::string_view step, const E& element) {
    if (search_.found) return;
    const std::size_t before = search_.path.size();
    search_.path += '/';
    search_.path += step;
    fields(FieldCheck<E>{element, search_}, static_cast<const E*>(nullptr));
    search_.path.resize(before);
  }
};

}  // namespace

std::optional<std::string> dangling_index(const RoutingModel& model) {
  Search search{model, "", std::nullopt};
  fields(FieldCheck<RoutingModel>{model, search}, static_cast<const RoutingModel*>(nullptr));
  return search.found;
}

}  // namespace hapax::model
