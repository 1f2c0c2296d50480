// A unified diff of two texts.
//
// Repairs change few lines, so the common head and tail are cut off first, and what is left between them is compared
// line by line with Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986): it finds the fewest insertions and
// deletions in time proportional to lines times differences. Past kMostDifferences the rest is given as one block:
// still a correct patch, only not the smallest.
#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include <hapax/lint/fix.hpp>

namespace hapax::lint {
namespace {

using Lines = std::vector<std::string_view>;

constexpr int kMostDifferences = 2000;
constexpr std::size_t kContext = 3;

// Lines with their line ends, so that a missing one at the end of the file is a difference.
Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// One line of the result: kept (' '), removed ('-') or added ('+').
struct Step {
  char mark;
  std::string_view line;
};

// The steps from `a` to `b`, by Myers' algorithm: v[k] is how far along `a` the furthest path on diagonal k has come;
// the trace keeps v for each number of differences, and the way is read off backwards.
std::vector<Step> compare(const Lines& a, const Lines& b) {
  const int n = static_cast<int>(a.size());
  const int m = static_cast<int>(b.size());
  const int limit = std::min(n + m, kMostDifferences);
  std::vector<int> v(2 * static_cast<std::size_t>(limit) + 3, 0);
  const auto at = [limit](int k) {
    const int place = k + limit + 1;
    return static_cast<std::size_t>(place);
  };
  std::vector<std::vector<int>> trace;
  bool found = false;
  for (int d = 0; d <= limit && !found; ++d) {
    for (int k = -d; k <= d; k += 2) {
      int x = k == -d || (k != d && v[at(k - 1)] < v[at(k + 1)]) ? v[at(k + 1)] : v[at(k - 1)] + 1;
      int y = x - k;
      while (x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]) ++x, ++y;
      v[at(k)] = x;
      found = found || (x >= n && y >= m);
    }
    trace.push_back(v);
  }

  std::vector<Step> steps;
  if (!found) {
    for (const std::string_view line : a) steps.push_back({'-', line});
    for (const std::string_view line : b) steps.push_back({'+', line});
    return steps;
  }
  int x = n;
  int y = m;
  for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
    const std::vector<int>& before = trace[static_cast<std::size_t>(d - 1)];
    const int k = x - y;
    const bool down = k == -d || (k != d && before[at(k - 1)] < before[at(k + 1)]);
    const int from_x = before[at(down ? k + 1 : k - 1)];
    const int from_y = from_x - (down ? k + 1 : k - 1);
    while (x > from_x && y > from_y && (down ? y > from_y + 1 : x > from_x + 1)) {
      steps.push_back({' ', a[static_cast<std::size_t>(--x)]});
      --y;
    }
    if (down)
      steps.push_back({'+', b[static_cast<std::size_t>(--y)]});
    else
      steps.push_back({'-', a[static_cast<std::size_t>(--x)]});
  }
  while (x > 0) steps.push_back({' ', a[static_cast<std::size_t>(--x)]});
  std::reverse(steps.begin(), steps.end());
  return steps;
}

void append_line(char mark, std::string_view line, std::string& out) {
  out += mark;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

// Writes the steps as hunks: changes that are less than two contexts apart share one.
std::string hunks(const std::vector<Step>& steps) {
  std::string out;
  std::size_t old_line = 1;
  std::size_t new_line = 1;
  for (std::size_t i = 0; i < steps.size();) {
    if (steps[i].mark == ' ') {
      ++i, ++old_line, ++new_line;
      continue;
    }
    const std::size_t lead = std::min(kContext, i);
    std::size_t last = i;
    for (std::size_t j = i; j < steps.size() && j <= last + 2 * kContext; ++j) {
      if (steps[j].mark != ' ') last = j;
    }
    const std::size_t end = std::min(steps.size(), last + 1 + kContext);
    std::size_t removed = lead;
    std::size_t added = lead;
    std::string body;
    for (std::size_t j = i - lead; j < end; ++j) {
      append_line(steps[j].mark, steps[j].line, body);
      if (j < i) continue;
      if (steps[j].mark != '+') ++removed;
      if (steps[j].mark != '-') ++added;
    }
    out += fmt::format("@@ -{},{} +{},{} @@\n{}", old_line - lead - (removed == 0 ? 1 : 0), removed,
                       new_line - lead - (added == 0 ? 1 : 0), added, body);
    old_line += removed - lead;
    new_line += added - lead;
    i = end;
  }
  return out;
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view name) {
  if (before == after) return {};
  const std::vector<Step> steps = compare(split(before), split(after));
  return fmt::format("--- a/{0}\n+++ b/{0}\n{1}", name, hunks(steps));
}

}  // namespace hapax::lint
