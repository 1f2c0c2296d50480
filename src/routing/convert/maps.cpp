// Maps: the value of the first pattern that matches, or the default.

#include <array>

#include "routing/convert/converters.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;

/// Makes of the sample what the map compares. False: it cannot be that, and not even the default stands in for it.
bool prepare(const Args& args, Context& c, Sample& s) {
  return cast(s, c.world.patterns[args[0].index].input(), c.arena);
}

/// The entry that the sample finds; null for none.
const Patterns::Entry* look_up(const Args& args, Context& c, const Sample& s) {
  return c.world.patterns[args[0].index].find(s);
}

bool convert_map_text(const Args& args, Context& c, Sample& s) {
  if (!prepare(args, c, s)) return false;
  if (const Patterns::Entry* entry = look_up(args, c, s)) {
    s.set_string(entry->pattern.value);
    return true;
  }
  if (!args[1].given()) return false;
  s.set_string(args[1].text);
  return true;
}

bool convert_map_integer(const Args& args, Context& c, Sample& s) {
  if (!prepare(args, c, s)) return false;
  if (const Patterns::Entry* entry = look_up(args, c, s)) {
    s.set_string(entry->pattern.value);
    return cast(s, SampleType::integer, c.arena);
  }
  if (!args[1].given()) return false;
  s.set_integer(args[1].number);
  return true;
}

bool convert_map_address(const Args& args, Context& c, Sample& s) {
  if (!prepare(args, c, s)) return false;
  const Patterns::Entry* entry = look_up(args, c, s);
  if (entry == nullptr && !args[1].given()) return false;
  s.set_string(entry != nullptr ? std::string_view(entry->pattern.value) : args[1].text);
  return cast(s, SampleType::address, c.arena);
}

bool convert_map_key(const Args& args, Context& c, Sample& s) {
  const Patterns::Entry* entry = prepare(args, c, s) ? look_up(args, c, s) : nullptr;
  if (entry == nullptr) return false;
  s.set_string(entry->pattern.text);
  return true;
}

/// map_regm: groups of the expression stand in for \1 ... of the value.
bool convert_map_regm(const Args& args, Context& c, Sample& s) {
  if (!prepare(args, c, s)) return false;
  const std::string_view subject = s.text;
  if (const Patterns::Entry* entry = look_up(args, c, s)) {
    Regex::Groups groups;
    std::string out;
    if (entry->regex != nullptr && entry->regex->match(subject, 0, groups)) {
      expand_groups(out, entry->pattern.value, subject, groups);
    }
    s.set_string(c.arena.copy(out));
    return true;
  }
  if (!args[1].given()) return false;
  s.set_string(args[1].text);
  return true;
}

constexpr std::array kEntries = {
    ConverterEntry{ConverterId::map_text, convert_map_text},
    ConverterEntry{ConverterId::map_integer, convert_map_integer},
    ConverterEntry{ConverterId::map_address, convert_map_address},
    ConverterEntry{ConverterId::map_key, convert_map_key},
    ConverterEntry{ConverterId::map_regm, convert_map_regm},
};

}  // namespace

std::span<const ConverterEntry> map_converters() { return kEntries; }

}  // namespace hapax::routing
