#include "routing/pattern/shared_finds.hpp"

#include <map>
#include <set>
#include <tuple>

#include "routing/pattern/patterns.hpp"

namespace hapax::routing {
namespace {

using model::ConverterId;
using model::Match;

/// What a set of patterns gives: nothing, as an ACL, or values of a map.
enum class Gives : std::uint8_t { found, found_in_map, text, groups, integer, address };

/// Into how many indices of HAProxy's a file went is the number of different ones of these.
using IndexKey = std::tuple<Match, bool, Gives>;

std::vector<Gives> what_sets_give(const model::RoutingModel& model) {
  std::vector<Gives> gives;
  for (const model::PatternSet& set : model.pattern_sets) {
    gives.push_back(set.is_map ? Gives::found_in_map : Gives::found);
  }
  for (const model::Converter& converter : model.converters) {
    const auto set_of = [&] { return model.arguments[converter.arguments.first].index; };
    switch (converter.id) {
      case ConverterId::map_text:
      case ConverterId::map_key:
        gives[set_of()] = Gives::text;
        break;
      case ConverterId::map_regm:
        gives[set_of()] = Gives::groups;
        break;
      case ConverterId::map_integer:
        gives[set_of()] = Gives::integer;
        break;
      case ConverterId::map_address:
        gives[set_of()] = Gives::address;
        break;
      default:
        break;
    }
  }
  return gives;
}

bool looks_inside(Match method) {
  return method == Match::sub || method == Match::end || method == Match::dir || method == Match::dom;
}

}  // namespace

std::optional<std::uint32_t> SharedFinds::recall(std::string_view text) const {
  const auto found = places_.find(std::string(text));
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

void SharedFinds::remember(std::string_view text, std::uint32_t place) {
  if (places_.size() >= kMostTexts) places_.clear();
  places_.emplace(text, place);
}

std::deque<SharedFinds> share_finds(const model::RoutingModel& model, std::deque<Patterns>& patterns) {
  constexpr std::size_t kLeastEntries = 20;
  struct File {
    std::set<IndexKey> indices;
    std::map<std::pair<bool, Gives>, std::set<Match>> methods;  ///< `sub` and `end`, by what they share
  };
  std::map<std::string, File> files;
  const std::vector<Gives> gives = what_sets_give(model);
  for (std::size_t i = 0; i < model.pattern_sets.size(); ++i) {
    const model::PatternSet& set = model.pattern_sets[i];
    for (const model::PatternFile& each : set.files) {
      File& file = files[each.name];
      file.indices.emplace(looks_inside(set.method) ? Match::sub : set.method, set.ignore_case, gives[i]);
      if (set.method == Match::sub || set.method == Match::end) {
        file.methods[{set.ignore_case, gives[i]}].insert(set.method);
      }
    }
  }
  std::deque<SharedFinds> memories;
  std::map<std::tuple<std::string, bool, Gives>, SharedFinds*> shared;
  for (std::size_t i = 0; i < model.pattern_sets.size(); ++i) {
    const model::PatternSet& set = model.pattern_sets[i];
    if (set.method != Match::sub && set.method != Match::end) continue;
    for (std::uint32_t at = 0; at < set.files.size(); ++at) {
      const File& file = files[set.files[at].name];
      if (file.methods.at({set.ignore_case, gives[i]}).size() < 2) continue;
      SharedFinds*& memory = shared[{set.files[at].name, set.ignore_case, gives[i]}];
      if (memory == nullptr) {
        const std::size_t indices = file.indices.size();
        const bool all = model.target < Version::v3_2;
        memory = &memories.emplace_back(all ? 0 : (kLeastEntries + indices - 1) / indices);
      }
      patterns[i].share(at, *memory);
    }
  }
  return memories;
}

}  // namespace hapax::routing
