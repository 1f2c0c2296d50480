#include "model_filler.hpp"

#include <array>
#include <limits>
#include <type_traits>
#include <utility>

#include "model/format/fields_proxies.hpp"

namespace hapax::model {
namespace {

template <class T>
concept Listed = requires {
  StructName<T>::name;
};

template <class T>
void fill(T& object);

void fill_value(bool& value) { value = !value; }
void fill_value(std::string& value) { value += "x"; }
void fill_value(std::array<std::uint8_t, 16>& value) { value[0] = 7; }

template <class T>
void fill_value(T& value) {
  if constexpr (Listed<T>) {
    fill(value);
  } else if constexpr (std::is_enum_v<T>) {
    value = static_cast<T>(static_cast<int>(value) == 1 ? 2 : 1);
  } else {
    // A least value has none below it.
    value = value == T{} || value == std::numeric_limits<T>::min() ? T{1} : static_cast<T>(value - 1);
  }
}

template <class T>
void fill_value(std::vector<T>& values) {
  fill_value(values.emplace_back());
}

template <class T>
struct FieldFiller {
  T& object;
  template <class M>
  void value(std::string_view, M T::*member) {
    fill_value(object.*member);
  }
  void index(std::string_view, Index T::*member, Table) { object.*member = object.*member == 0 ? 1 : 0; }
  void argument_index(std::string_view, Index T::*member) { object.*member = 0; }
  void indices(std::string_view, std::vector<Index> T::*member, Table) { (object.*member).push_back(0); }
  void range(std::string_view, Range T::*member, Table) { object.*member = {0, 1}; }
  void ranges(std::string_view, std::vector<Range> T::*member, Table) { (object.*member).push_back({0, 1}); }
  void rule_sets(std::string_view, std::array<Range, kRuleSets> T::*member) { (object.*member)[1] = {0, 1}; }
  template <class Names>
  void bits(std::string_view, std::uint32_t T::*member, const Names&) {
    object.*member = 6;
  }
};

template <class T>
void fill(T& object) {
  fields(FieldFiller<T>{object}, static_cast<const T*>(nullptr));
}

// How many members an aggregate has: the longest list of initialisers that it takes.
struct Anything {
  template <class T>
  operator T() const;  // NOLINT: converts to whatever the member is
};
template <class T, class... Members>
constexpr std::size_t member_count() {
  if constexpr (requires { T{{std::declval<Members>()}..., {Anything{}}}; }) {
    return member_count<T, Members..., Anything>();
  } else {
    return sizeof...(Members);
  }
}

template <class T>
struct FieldCounter {
  std::size_t count = 0;
  template <class... Anyhow>
  void value(Anyhow&&...) {
    ++count;
  }
  template <class... Anyhow>
  void index(Anyhow&&...) {
    ++count;
  }
  template <class... Anyhow>
  void argument_index(Anyhow&&...) {
    ++count;
  }
  template <class... Anyhow>
  void indices(Anyhow&&...) {
    ++count;
  }
  template <class... Anyhow>
  void range(Anyhow&&...) {
    ++count;
  }
  template <class... Anyhow>
  void ranges(Anyhow&&...) {
    ++count;
  }
  template <class... Anyhow>
  void rule_sets(Anyhow&&...) {
    ++count;
  }
  template <class... Anyhow>
  void bits(Anyhow&&...) {
    ++count;
  }
};

template <class... Structures>
std::vector<std::string> unlisted() {
  std::vector<std::string> names;
  const auto check = [&]<class T>(const T* type) {
    FieldCounter<T> counter;
    fields(counter, type);
    if (counter.count != member_count<T>()) {
      names.push_back(std::string(StructName<T>::name) + ": " + std::to_string(counter.count) + " of " +
                      std::to_string(member_count<T>()));
    }
  };
  (check(static_cast<const Structures*>(nullptr)), ...);
  return names;
}

}  // namespace

RoutingModel filled_model() {
  RoutingModel model;
  fill(model);
  model.files.emplace_back("second.cfg");  // places are filled with file 1
  return model;
}

std::vector<std::string> unlisted_structures() {
  return unlisted<Place, Argument, Expression, Converter, Variable, Regex, Pattern, PatternFile, PatternSet, Test, Acl,
                  Term, Condition, FormatPiece, Format, Rule, BackendRule, ServerRule, PersistRule, StickRule,
                  StoredData, StickTable, Endpoint, Balance, HealthCheck, Server, Bind, CookiePersistence, Timeouts,
                  PageHeader, ErrorPage, Capture, LogTarget, CheckStep, Proxy, User, Userlist, Cache, NotModelled,
                  RoutingModel>();
}

}  // namespace hapax::model
