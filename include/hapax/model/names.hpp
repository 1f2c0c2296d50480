// The vocabulary that the model can express: every sample fetch, converter and action that routing knows how to
// evaluate, one row each in fetches.inc, converters.inc and actions.inc, which also say which arguments each takes and
// in which order. A name that has no row there is not modelled, and the compiler says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hapax::model {

/// What a sample can be. `address` is IPv4 or IPv6, `any` whatever comes.
enum class SampleType : std::uint8_t { any, boolean, integer, address, ipv4, ipv6, string, binary, method };

/// How a sample is compared with patterns: `-m METHOD`, or what the ACL's name or the sample's type implies. `meth`, as
/// names of HTTP methods, cannot be asked for: it is what `method` implies.
enum class Match : std::uint8_t { found, boolean, integer, ip, bin, len, str, beg, sub, dir, dom, end, reg, meth };

/// First argument of `redirect`.
enum class RedirectKind : std::uint8_t { location, prefix, scheme };
/// Bits of the fourth argument of `redirect`.
enum RedirectOption : std::uint32_t {
  kDropQuery = 1U << 0,
  kAppendSlash = 1U << 1,
  kIgnoreEmpty = 1U << 2,
  kKeepQuery = 1U << 3,
};

/// First argument of `set-timeout`.
enum class TimeoutKind : std::uint8_t { client, server, tunnel };

enum class FetchId : std::uint16_t {
#define HAPAX_FETCH(id, name, type, arguments) id,
#define HAPAX_FETCH_ALIAS(name, id)
#include <hapax/model/fetches.inc>
#undef HAPAX_FETCH
#undef HAPAX_FETCH_ALIAS
  count
};

enum class ConverterId : std::uint16_t {
#define HAPAX_CONVERTER(id, name, input, output, arguments) id,
#define HAPAX_CONVERTER_ALIAS(name, id)
#include <hapax/model/converters.inc>
#undef HAPAX_CONVERTER
#undef HAPAX_CONVERTER_ALIAS
  count
};

enum class ActionId : std::uint16_t {
#define HAPAX_ACTION(id, name, arguments) id,
#define HAPAX_ACTION_ALIAS(name, id)
#include <hapax/model/actions.inc>
#undef HAPAX_ACTION
#undef HAPAX_ACTION_ALIAS
  count
};

/// The identifier of a name as written in a configuration (without its arguments); nothing when it is not modelled.
std::optional<FetchId> find_fetch(std::string_view name);
std::optional<ConverterId> find_converter(std::string_view name);
std::optional<ActionId> find_action(std::string_view name);

/// The keyword of an `acl` line that names a fetch and a match method at once: `path_beg` is path with beg, `hdr_dom`
/// is req.hdr with dom. A plain fetch name that compares in a way of its own as an ACL (`method`, `req_ver`) is found
/// too; nothing for every other one, whose method follows from its type.
struct AclName {
  FetchId fetch;
  Match match;
};
std::optional<AclName> find_acl(std::string_view name);

/// 0, 1 or 2 for sc0_*, sc1_*, sc2_*, and the number of track-scN: the argument that goes before those written.
std::optional<int> implied_counter(std::string_view name);

/// How a converter of the map family compares: `map_beg_int` by beg, `map` by str. Nothing for other converters.
std::optional<Match> map_match(std::string_view name);

/// The canonical name.
std::string_view to_string(FetchId id);
std::string_view to_string(ConverterId id);
std::string_view to_string(ActionId id);
std::string_view to_string(Match match);

/// What a fetch gives, what a converter takes and gives. (A map with method ip takes an address, with method integer an
/// integer, all others a string; the row says `any`.)
SampleType type_of(FetchId id);
SampleType input_of(ConverterId id);
SampleType output_of(ConverterId id);

/// The kinds of arguments in order, as in the rows: "text? integer?".
std::string_view arguments_of(FetchId id);
std::string_view arguments_of(ConverterId id);
std::string_view arguments_of(ActionId id);

/// The match method of an ACL that names none: by the type of its sample after all converters. Nothing for `any`: the
/// configuration has to give one.
std::optional<Match> default_match(SampleType type);

}  // namespace hapax::model
