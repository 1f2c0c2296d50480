// The visitors that walk a structure's list of members; the end of codec.hpp.
#pragma once

#include "model/format/codec.hpp"

namespace hapax::model {

/// The members of `object` as a JSON object, all of them.
template <class T>
struct FieldWriter {
  const T& object;
  Json& out;

  template <class M>
  void value(std::string_view name, M T::*member) {
    out[std::string(name)] = Codec<M>::write(object.*member);
  }
  void index(std::string_view name, Index T::*member, Table) { out[std::string(name)] = write_index(object.*member); }
  void argument_index(std::string_view name, Index T::*member) { out[std::string(name)] = write_index(object.*member); }
  void indices(std::string_view name, std::vector<Index> T::*member, Table) { value(name, member); }
  void range(std::string_view name, Range T::*member, Table) { value(name, member); }
  void ranges(std::string_view name, std::vector<Range> T::*member, Table) { value(name, member); }
  void rule_sets(std::string_view name, std::array<Range, kRuleSets> T::*member) {
    Json sets = Json::object();
    for (std::size_t i = 0; i < kRuleSets; ++i) {
      const Range rules = (object.*member)[i];
      if (!rules.empty()) sets[std::string(EnumNames<RuleSet>::names[i])] = Codec<Range>::write(rules);
    }
    out[std::string(name)] = std::move(sets);
  }
  template <class Names>
  void bits(std::string_view name, std::uint32_t T::*member, const Names& names) {
    Json words = Json::array();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if ((object.*member >> i) & 1U) words.push_back(names[i]);
    }
    out[std::string(name)] = std::move(words);
  }
};

/// Takes the members that are there out of a JSON object.
template <class T>
struct FieldReader {
  T& object;
  const Json& in;
  ReadState& state;
  bool good = true;
  std::size_t taken = 0;

  template <class Read>
  void take(std::string_view name, Read&& read) {
    if (!good) return;
    const auto found = in.find(name);
    if (found == in.end()) return;
    ++taken;
    good = state.within(name, [&] { return read(*found); });
  }
  template <class M>
  void value(std::string_view name, M T::*member) {
    take(name, [&](const Json& json) { return Codec<M>::read(json, object.*member, state); });
  }
  void index(std::string_view name, Index T::*member, Table) { argument_index(name, member); }
  void argument_index(std::string_view name, Index T::*member) {
    take(name, [&](const Json& json) { return read_index(json, object.*member, state); });
  }
  void indices(std::string_view name, std::vector<Index> T::*member, Table) { value(name, member); }
  void range(std::string_view name, Range T::*member, Table) { value(name, member); }
  void ranges(std::string_view name, std::vector<Range> T::*member, Table) { value(name, member); }
  void rule_sets(std::string_view name, std::array<Range, kRuleSets> T::*member) {
    take(name, [&](const Json& json) {
      if (!json.is_object()) return state.fail("needs an object of rule sets");
      for (const auto& [set, rules] : json.items()) {
        RuleSet which{};
        if (!Codec<RuleSet>::read(set, which, state)) return false;
        Range& range = (object.*member)[static_cast<std::size_t>(which)];
        if (!state.within(set, [&, &body = rules] { return Codec<Range>::read(body, range, state); })) return false;
      }
      return true;
    });
  }
  template <class Names>
  void bits(std::string_view name, std::uint32_t T::*member, const Names& names) {
    take(name, [&](const Json& json) {
      std::vector<std::string> words;
      if (!Codec<std::vector<std::string>>::read(json, words, state)) return false;
      object.*member = 0;
      for (const std::string& word : words) {
        const auto found = std::find(names.begin(), names.end(), word);
        if (found == names.end()) return state.fail("'" + word + "' is not known here");
        object.*member |= 1U << (found - names.begin());
      }
      return true;
    });
  }
};

/// The properties of a structure, each with its default.
template <class T>
struct FieldSchema {
  const Json& defaults;
  Json& properties;

  void put(std::string_view name, Json schema, std::string_view description = {}) {
    const std::string key(name);
    if (!description.empty()) schema["description"] = description;
    if (defaults.contains(key)) schema["default"] = defaults[key];
    properties[key] = std::move(schema);
  }
  template <class M>
  void value(std::string_view name, M T::*) {
    put(name, Codec<M>::schema());
  }
  void index(std::string_view name, Index T::*, Table table) {
    put(name, {{"type", {"integer", "null"}}, {"minimum", 0}}, "index into " + std::string(table_name(table)));
  }
  void argument_index(std::string_view name, Index T::*) {
    put(name, {{"type", {"integer", "null"}}, {"minimum", 0}}, "index into the table of this kind");
  }
  void indices(std::string_view name, std::vector<Index> T::*member, Table table) {
    put(name, Codec<std::vector<Index>>::schema(), "indices into " + std::string(table_name(table)));
    static_cast<void>(member);
  }
  void range(std::string_view name, Range T::*, Table table) {
    put(name, Codec<Range>::schema(), "run of " + std::string(table_name(table)));
  }
  void ranges(std::string_view name, std::vector<Range> T::*, Table table) {
    put(name, Codec<std::vector<Range>>::schema(), "runs of " + std::string(table_name(table)));
  }
  void rule_sets(std::string_view name, std::array<Range, kRuleSets> T::*) {
    put(name,
        {{"type", "object"},
         {"propertyNames", Codec<RuleSet>::schema()},
         {"additionalProperties", Codec<Range>::schema()}},
        "runs of rules");
  }
  template <class Names>
  void bits(std::string_view name, std::uint32_t T::*, const Names& names) {
    put(name, {{"type", "array"}, {"uniqueItems", true}, {"items", {{"enum", names}}}});
  }
};

template <Structure T>
Json write_all(const T& object) {
  Json out = Json::object();
  fields(FieldWriter<T>{object, out}, static_cast<const T*>(nullptr));
  return out;
}

template <Structure T>
const Json& defaults_of() {
  static const Json kDefaults = write_all(T{});
  return kDefaults;
}

template <Structure T>
struct Codec<T> {
  static Json write(const T& object) {
    Json all = write_all(object);
    const Json& defaults = defaults_of<T>();
    Json out = Json::object();
    for (auto& [name, value] : all.items()) {
      if (value != defaults[name]) out[name] = std::move(value);
    }
    return out;
  }
  static bool read(const Json& json, T& object, ReadState& state) {
    if (!json.is_object()) return state.fail("needs an object");
    FieldReader<T> reader{object, json, state};
    fields(reader, static_cast<const T*>(nullptr));
    if (!reader.good) return false;
    if (reader.taken == json.size()) return true;
    for (const auto& [name, value] : json.items()) {
      if (!defaults_of<T>().contains(name)) return state.fail("unknown member '" + name + "'");
    }
    return true;
  }
  static Json schema() { return {{"$ref", "#/$defs/" + std::string(StructName<T>::name)}}; }
  /// Its entry under $defs.
  static Json definition() {
    Json properties = Json::object();
    fields(FieldSchema<T>{defaults_of<T>(), properties}, static_cast<const T*>(nullptr));
    return {{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  }
};

}  // namespace hapax::model
