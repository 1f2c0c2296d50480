#include <hapax/model/names.hpp>

#include <array>
#include <string>
#include <unordered_map>

namespace hapax::model {
namespace {

struct FetchRow {
  FetchId id;
  std::string_view name;
  SampleType type;
  std::string_view arguments;
};

constexpr FetchRow kFetches[] = {
#define HAPAX_FETCH(id, name, type, arguments) {FetchId::id, name, SampleType::type, arguments},
#define HAPAX_FETCH_ALIAS(name, id)
#include <hapax/model/fetches.inc>
#undef HAPAX_FETCH
#undef HAPAX_FETCH_ALIAS
};

struct ConverterRow {
  ConverterId id;
  std::string_view name;
  SampleType input;
  SampleType output;
  std::string_view arguments;
};

constexpr ConverterRow kConverters[] = {
#define HAPAX_CONVERTER(id, name, input, output, arguments) \
  {ConverterId::id, name, SampleType::input, SampleType::output, arguments},
#define HAPAX_CONVERTER_ALIAS(name, id)
#include <hapax/model/converters.inc>
#undef HAPAX_CONVERTER
#undef HAPAX_CONVERTER_ALIAS
};

struct ActionRow {
  ActionId id;
  std::string_view name;
  std::string_view arguments;
};

constexpr ActionRow kActions[] = {
#define HAPAX_ACTION(id, name, arguments) {ActionId::id, name, arguments},
#define HAPAX_ACTION_ALIAS(name, id)
#include <hapax/model/actions.inc>
#undef HAPAX_ACTION
#undef HAPAX_ACTION_ALIAS
};

template <typename Id>
using Names = std::unordered_map<std::string_view, Id>;

const Names<FetchId>& fetch_names() {
  static const Names<FetchId> kNames{
#define HAPAX_FETCH(id, name, type, arguments) {name, FetchId::id},
#define HAPAX_FETCH_ALIAS(name, id) {name, FetchId::id},
#include <hapax/model/fetches.inc>
#undef HAPAX_FETCH
#undef HAPAX_FETCH_ALIAS
  };
  return kNames;
}

const Names<ConverterId>& converter_names() {
  static const Names<ConverterId> kNames{
#define HAPAX_CONVERTER(id, name, input, output, arguments) {name, ConverterId::id},
#define HAPAX_CONVERTER_ALIAS(name, id) {name, ConverterId::id},
#include <hapax/model/converters.inc>
#undef HAPAX_CONVERTER
#undef HAPAX_CONVERTER_ALIAS
  };
  return kNames;
}

const Names<ActionId>& action_names() {
  static const Names<ActionId> kNames{
#define HAPAX_ACTION(id, name, arguments) {name, ActionId::id},
#define HAPAX_ACTION_ALIAS(name, id) {name, ActionId::id},
#include <hapax/model/actions.inc>
#undef HAPAX_ACTION
#undef HAPAX_ACTION_ALIAS
  };
  return kNames;
}

template <typename Id>
std::optional<Id> find(const Names<Id>& names, std::string_view name) {
  const auto found = names.find(name);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

constexpr std::array<std::string_view, 14> kMatches = {"found", "bool", "int", "ip",  "bin", "len", "str",
                                                       "beg",   "sub",  "dir", "dom", "end", "reg", "meth"};

std::optional<Match> find_match(std::string_view name) {
  for (std::size_t i = 0; i < kMatches.size(); ++i) {
    if (kMatches[i] == name) return static_cast<Match>(i);
  }
  return std::nullopt;
}

/// "sc1_conn_cnt" -> "sc_conn_cnt"; other names as they are.
std::string without_counter(std::string_view name) {
  return std::string(name.substr(0, 2)) + std::string(name.substr(3));
}

/// What stands between "map" and the type of the result: "_beg" of "map_beg_int". Nothing when `name` is no map.
struct MapName {
  Match match;
  ConverterId id;
};

std::optional<MapName> find_map(std::string_view name) {
  if (!name.starts_with("map")) return std::nullopt;
  std::string_view rest = name.substr(3);
  if (rest == "_regm") return MapName{Match::reg, ConverterId::map_regm};
  MapName result{Match::str, ConverterId::map_text};
  if (rest.empty()) return result;
  if (!rest.starts_with('_')) return std::nullopt;
  rest.remove_prefix(1);
  const auto method = find_match(rest.substr(0, rest.find('_')));
  if (!method || *method == Match::found || *method == Match::boolean || *method == Match::bin ||
      *method == Match::len || *method == Match::meth) {
    return std::nullopt;
  }
  result.match = *method;
  const auto underscore = rest.find('_');
  if (underscore == std::string_view::npos) return result;
  const std::string_view output = rest.substr(underscore + 1);
  if (output == "int") {
    result.id = ConverterId::map_integer;
  } else if (output == "ip") {
    result.id = ConverterId::map_address;
  } else if (output == "key") {
    result.id = ConverterId::map_key;
  } else if (output != "str") {
    return std::nullopt;
  }
  return result;
}

/// Fetches of which every match method has an ACL name of its own: path_beg, path_dir, ...
struct AclFamily {
  std::string_view name;
  FetchId fetch;
};
constexpr AclFamily kAclFamilies[] = {
    {"base", FetchId::base}, {"cook", FetchId::req__cook},  {"hdr", FetchId::req__hdr},
    {"path", FetchId::path}, {"scook", FetchId::res__cook}, {"shdr", FetchId::res__hdr},
    {"url", FetchId::url},   {"urlp", FetchId::url_param},  {"ssl_fc_sni", FetchId::ssl_fc_sni},
};

}  // namespace

std::optional<FetchId> find_fetch(std::string_view name) {
  if (implied_counter(name)) return find(fetch_names(), without_counter(name));
  return find(fetch_names(), name);
}

std::optional<ConverterId> find_converter(std::string_view name) {
  if (const auto map = find_map(name)) return map->id;
  return find(converter_names(), name);
}

std::optional<ActionId> find_action(std::string_view name) {
  if (implied_counter(name)) return ActionId::track_sc;
  return find(action_names(), name);
}

std::optional<AclName> find_acl(std::string_view name) {
  for (const AclFamily& family : kAclFamilies) {
    if (!name.starts_with(family.name)) continue;
    const std::string_view rest = name.substr(family.name.size());
    if (rest.size() != 4 || rest.front() != '_') continue;
    const auto match = find_match(rest.substr(1));
    if (match && *match >= Match::len && *match != Match::meth) return AclName{family.fetch, *match};
  }
  if (name == "http_auth_group") return AclName{FetchId::http_auth_group, Match::str};
  if (name == "payload") return AclName{FetchId::req__payload, Match::bin};
  if (name == "payload_lv") return AclName{FetchId::req__payload_lv, Match::bin};
  return std::nullopt;
}

std::optional<int> implied_counter(std::string_view name) {
  if (name.size() > 4 && name.starts_with("sc") && name[3] == '_' && name[2] >= '0' && name[2] <= '2') {
    return name[2] - '0';
  }
  if (!name.starts_with("track-sc") || name.size() == 8 || name.size() > 11) return std::nullopt;
  int number = 0;
  for (const char digit : name.substr(8)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  return number;
}

std::optional<Match> map_match(std::string_view name) {
  const auto map = find_map(name);
  if (!map) return std::nullopt;
  return map->match;
}

std::string_view to_string(FetchId id) { return kFetches[static_cast<std::size_t>(id)].name; }
std::string_view to_string(ConverterId id) { return kConverters[static_cast<std::size_t>(id)].name; }
std::string_view to_string(ActionId id) { return kActions[static_cast<std::size_t>(id)].name; }
std::string_view to_string(Match match) { return kMatches[static_cast<std::size_t>(match)]; }

SampleType type_of(FetchId id) { return kFetches[static_cast<std::size_t>(id)].type; }
SampleType input_of(ConverterId id) { return kConverters[static_cast<std::size_t>(id)].input; }
SampleType output_of(ConverterId id) { return kConverters[static_cast<std::size_t>(id)].output; }

std::string_view arguments_of(FetchId id) { return kFetches[static_cast<std::size_t>(id)].arguments; }
std::string_view arguments_of(ConverterId id) { return kConverters[static_cast<std::size_t>(id)].arguments; }
std::string_view arguments_of(ActionId id) { return kActions[static_cast<std::size_t>(id)].arguments; }

std::optional<Match> default_match(SampleType type) {
  switch (type) {
    case SampleType::any:
      return std::nullopt;
    case SampleType::boolean:
      return Match::boolean;
    case SampleType::integer:
      return Match::integer;
    case SampleType::address:
    case SampleType::ipv4:
    case SampleType::ipv6:
      return Match::ip;
    case SampleType::string:
      return Match::str;
    case SampleType::method:
      return Match::meth;
    case SampleType::binary:
      return Match::bin;
  }
  return std::nullopt;
}

}  // namespace hapax::model
