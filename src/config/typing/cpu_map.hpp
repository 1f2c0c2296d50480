// The two sets of a `cpu-map` line: threads by group, and CPUs.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <hapax/base/version.hpp>
#include <hapax/config/config.hpp>

namespace hapax::config {

/// CPUs: "0", "0-3", "0,2-5", "4-" for those from 4 on.
bool is_cpu_set(std::string_view text, Version target);

/// Threads: "all", "1-4", "2-", behind "auto:" and a set of groups where they stand.
bool is_thread_map(std::string_view text, Version target);

/// How many CPUs several sets hold together.
std::size_t count_cpus(std::span<const Word> sets);

/// Whether `auto:` can give each thread, or each group, a CPU of its own: there are as many of them as CPUs. `map` is
/// one that is_thread_map() takes.
bool can_pair(std::string_view map, std::size_t cpus, Version target);

/// Marks the threads that a line maps to so many CPUs, by group. `map` is one that is_thread_map() takes.
void mark_mapped(std::string_view map, std::size_t cpus, std::vector<std::vector<bool>>& groups);

}  // namespace hapax::config
