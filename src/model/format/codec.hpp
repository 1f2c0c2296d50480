// From the lists of members (fields_*.hpp) to JSON and back.
//
// A Codec<T> knows how one type is written, read and described. For a structure it walks the list of members with a
// visitor: FieldWriter, FieldReader, FieldSchema. Members that equal those of a default-constructed structure are left
// out when writing, and keep their default when reading, so the two always agree.
#pragma once

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/format/fields_proxies.hpp"
#include "model/format/text_form.hpp"

namespace hapax::model {

using Json = nlohmann::ordered_json;

/// Where a reader stands and what went wrong first.
class ReadState {
 public:
  bool fail(std::string_view what) {
    if (error_.empty()) error_ = (path_.empty() ? "/" : path_) + ": " + std::string(what);
    return false;
  }
  [[nodiscard]] const std::string& error() const { return error_; }

  /// Runs `read` one level deeper.
  template <class Read>
  bool within(std::string_view step, Read&& read) {
    const std::size_t before = path_.size();
    path_ += '/';
    path_ += step;
    const bool good = read();
    path_.resize(before);
    return good;
  }

 private:
  std::string path_;
  std::string error_;
};

template <class T>
struct Codec;

template <class T>
concept Named = requires {
  EnumNames<T>::names;
};
template <class T>
concept Structure = requires {
  StructName<T>::name;
};
template <class T>
concept Vocabulary = std::is_same_v<T, FetchId> || std::is_same_v<T, ConverterId> || std::is_same_v<T, ActionId>;

template <>
struct Codec<bool> {
  static Json write(bool value) { return value; }
  static bool read(const Json& json, bool& value, ReadState& state) {
    if (!json.is_boolean()) return state.fail("needs true or false");
    value = json.get<bool>();
    return true;
  }
  static Json schema() { return {{"type", "boolean"}}; }
};

template <class T>
requires std::is_integral_v<T>
struct Codec<T> {
  static Json write(T value) { return value; }
  static bool read(const Json& json, T& value, ReadState& state) {
    if (!json.is_number_integer()) return state.fail("needs a whole number");
    const bool fits = json.is_number_unsigned() ? std::in_range<T>(json.get<std::uint64_t>())
                                                : std::in_range<T>(json.get<std::int64_t>());
    if (!fits) return state.fail("the number is out of range");
    value = json.get<T>();
    return true;
  }
  static Json schema() {
    return {
        {"type", "integer"}, {"minimum", std::numeric_limits<T>::min()}, {"maximum", std::numeric_limits<T>::max()}};
  }
};

template <>
struct Codec<std::string> {
  static Json write(const std::string& value) {
    if (is_utf8(value)) return value;
    return {{"hex", to_hex(value)}};
  }
  static bool read(const Json& json, std::string& value, ReadState& state) {
    if (json.is_string()) {
      value = json.get<std::string>();
      return true;
    }
    if (json.is_object() && json.size() == 1 && json.contains("hex") && json["hex"].is_string()) {
      if (auto bytes = from_hex(json["hex"].get<std::string>())) {
        value = std::move(*bytes);
        return true;
      }
    }
    return state.fail("needs a string, or {\"hex\": \"...\"} for one that is not UTF-8");
  }
  static Json schema() { return {{"$ref", "#/$defs/Text"}}; }
};

template <>
struct Codec<std::array<std::uint8_t, 16>> {
  using Value = std::array<std::uint8_t, 16>;
  static Json write(const Value& value) { return to_hex({reinterpret_cast<const char*>(value.data()), value.size()}); }
  static bool read(const Json& json, Value& value, ReadState& state) {
    const auto bytes = json.is_string() ? from_hex(json.get<std::string>()) : std::nullopt;
    if (!bytes || bytes->size() != value.size()) return state.fail("needs 32 hexadecimal digits");
    std::copy(bytes->begin(), bytes->end(), value.begin());
    return true;
  }
  static Json schema() { return {{"type", "string"}, {"pattern", "^[0-9a-f]{32}$"}}; }
};

/// An index or a range of one as it is written; kNone is null.
inline Json write_index(Index value) { return value == kNone ? Json(nullptr) : Json(value); }
inline bool read_index(const Json& json, Index& value, ReadState& state) {
  if (!json.is_null()) return Codec<Index>::read(json, value, state);
  value = kNone;
  return true;
}

template <>
struct Codec<Range> {
  static Json write(Range value) { return {{"first", value.first}, {"count", value.count}}; }
  static bool read(const Json& json, Range& value, ReadState& state) {
    if (!json.is_object() || json.size() != 2 || !json.contains("first") || !json.contains("count")) {
      return state.fail("needs {\"first\": number, \"count\": number}");
    }
    return Codec<Index>::read(json["first"], value.first, state) &&
           Codec<Index>::read(json["count"], value.count, state);
  }
  static Json schema() { return {{"$ref", "#/$defs/Range"}}; }
};

template <Named T>
struct Codec<T> {
  static Json write(T value) { return EnumNames<T>::names[static_cast<std::size_t>(value)]; }
  static bool read(const Json& json, T& value, ReadState& state) {
    if (json.is_string()) {
      const auto& word = json.get_ref<const std::string&>();
      for (std::size_t i = 0; i < EnumNames<T>::names.size(); ++i) {
        if (EnumNames<T>::names[i] != word) continue;
        value = static_cast<T>(i);
        return true;
      }
    }
    std::string valid;
    for (const std::string_view name : EnumNames<T>::names) valid.append(valid.empty() ? "" : ", ").append(name);
    return state.fail("needs one of " + valid);
  }
  static Json schema() { return {{"enum", EnumNames<T>::names}}; }
};

template <Vocabulary T>
struct Codec<T> {
  static Json write(T value) { return to_string(value); }
  static bool read(const Json& json, T& value, ReadState& state) {
    if (!json.is_string()) return state.fail("needs a name");
    const auto found = find(json.get_ref<const std::string&>());
    if (!found) return state.fail("'" + json.get<std::string>() + "' is no name that the model knows");
    value = *found;
    return true;
  }
  static Json schema() {
    Json names = Json::array();
    for (std::size_t i = 0; i < static_cast<std::size_t>(T::count); ++i) names.push_back(to_string(static_cast<T>(i)));
    return {{"enum", std::move(names)}};
  }

 private:
  // The canonical names only: what a configuration may call them is not the format's matter.
  static std::optional<T> find(std::string_view name) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(T::count); ++i) {
      if (to_string(static_cast<T>(i)) == name) return static_cast<T>(i);
    }
    return std::nullopt;
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static Json write(const std::vector<T>& values) {
    Json array = Json::array();
    for (const T& value : values) array.push_back(Codec<T>::write(value));
    return array;
  }
  static bool read(const Json& json, std::vector<T>& values, ReadState& state) {
    if (!json.is_array()) return state.fail("needs a list");
    values.clear();
    values.reserve(json.size());
    for (std::size_t i = 0; i < json.size(); ++i) {
      T value{};
      if (!state.within(std::to_string(i), [&] { return Codec<T>::read(json[i], value, state); })) return false;
      values.push_back(std::move(value));
    }
    return true;
  }
  static Json schema() { return {{"type", "array"}, {"items", Codec<T>::schema()}}; }
};

}  // namespace hapax::model

#include "model/format/visitors.hpp"
