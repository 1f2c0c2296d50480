#include "config/typing/cpu_map.hpp"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <utility>

#include "config/typing/number_lists.hpp"

namespace hapax::config {
namespace {

constexpr std::size_t kMostCpus = 1024;
constexpr std::size_t kMostThreads = 64;  // of one group, and groups as far as this line is concerned

struct Range {
  std::size_t first = 0, last = 0;
};

// "3", "1-4", "4-" for all from 4 on; in either order.
std::optional<Range> read_range(std::string_view text, std::size_t least, std::size_t most) {
  const std::size_t dash = text.find('-');
  const auto first = plain_number(text.substr(0, dash));
  if (!first) return std::nullopt;
  const std::string_view end = dash == std::string_view::npos ? text : text.substr(dash + 1);
  const auto last = end.empty() ? std::optional<long>(static_cast<long>(most)) : plain_number(end);
  if (!last) return std::nullopt;
  const auto [low, high] = std::minmax({static_cast<std::size_t>(*first), static_cast<std::size_t>(*last)});
  if (low < least || high > most) return std::nullopt;
  return Range{low, high};
}

// The number that a text begins with, of which 32 bits count; 0 where it begins with something else.
std::size_t leading_number(std::string_view text) {
  std::uint32_t number = 0;
  for (const char c : text.substr(0, text.find_first_not_of("0123456789")))
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  return number;
}

// Calls `visit` with the range of each item between commas; false where one is none. HAProxy asks for a digit at the
// beginning only, and does not look behind a number.
template <class Visit>
bool each_cpu_range(std::string_view set, Visit visit) {
  if (set.empty() || set.front() < '0' || set.front() > '9') return false;
  return all_items(set, [&](std::string_view item) {
    const std::size_t dash = item.find('-');
    const std::string_view end = dash == std::string_view::npos ? item : item.substr(dash + 1);
    const auto [low, high] =
        std::minmax({leading_number(item), end.empty() && !item.empty() ? kMostCpus - 1 : leading_number(end)});
    if (high >= kMostCpus) return false;
    if (!item.empty()) visit(Range{low, high});
    return true;
  });
}

// How many numbers a set of threads or groups holds; nothing where it is none.
std::optional<std::size_t> count(std::string_view set) {
  if (set == "all") return kMostThreads;
  if (set == "odd" || set == "even") return kMostThreads / 2;
  const auto range = read_range(set, 1, kMostThreads);
  if (!range) return std::nullopt;
  return range->last - range->first + 1;
}

bool holds(std::string_view set, std::size_t number) {
  if (set == "all") return true;
  if (set == "odd" || set == "even") return number % 2 == (set == "odd" ? 1U : 0U);
  const auto range = read_range(set, 1, kMostThreads);
  return range && range->first <= number && number <= range->last;
}

struct Sizes {
  std::optional<std::size_t> groups, threads;
};

Sizes sizes(std::string_view map, Version target) {
  if (map.starts_with("auto:")) map.remove_prefix(5);
  const std::size_t slash = map.find('/');
  if (slash != std::string_view::npos) return {count(map.substr(0, slash)), count(map.substr(slash + 1))};
  // Groups alone stand for all of their threads, which 2.6 does not count.
  return {count(map), target >= Version::v2_8 ? kMostThreads : 0};
}

}  // namespace

bool is_cpu_set(std::string_view text, Version) {
  return each_cpu_range(text, [](Range) {});
}

bool is_thread_map(std::string_view text, Version target) {
  const Sizes found = sizes(text, target);
  return found.groups && found.threads;
}

std::size_t count_cpus(std::span<const Word> sets) {
  std::bitset<kMostCpus> cpus;
  for (const Word& set : sets)
    each_cpu_range(set.text, [&](Range range) {
      for (std::size_t i = range.first; i <= range.last; ++i) cpus.set(i);
    });
  return cpus.count();
}

bool can_pair(std::string_view map, std::size_t cpus, Version target) {
  const Sizes found = sizes(map, target);
  return found.groups == cpus || found.threads == cpus;
}

void mark_mapped(std::string_view map, std::size_t cpus, std::vector<std::vector<bool>>& groups) {
  const bool pairs = map.starts_with("auto:");
  if (pairs) map.remove_prefix(5);
  const std::size_t slash = map.find('/');
  const std::string_view threads = slash == std::string_view::npos ? "all" : map.substr(slash + 1);
  for (std::size_t group = 0; group < groups.size(); ++group) {
    if (!holds(map.substr(0, slash), group + 1)) continue;
    for (std::size_t thread = 0; thread < groups[group].size(); ++thread) {
      if (!holds(threads, thread + 1)) continue;
      if (pairs && cpus-- == 0) return;
      groups[group][thread] = true;
    }
  }
}

}  // namespace hapax::config
