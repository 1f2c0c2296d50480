// Threads, their groups, and the bind lines that name them. How many threads there are is known where 'nbthread' says
// it; without, it depends on the machine. Up to 2.6 there is one group.
#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include <hapax/syntax/value.hpp>

#include "config/checks/checks.hpp"
#include "config/typing/cpu_map.hpp"

namespace hapax::config {
namespace {

struct Range {
  std::int64_t first = 0, last = 0;
};

// "1-4" or "3"; nothing for sets such as "odd". What a range without an end ("3-") has beyond its first is not known
// here.
std::optional<Range> read_range(std::string_view text) {
  if (text.ends_with('-')) text.remove_suffix(1);
  const std::size_t dash = text.find('-');
  const auto first = syntax::parse_integer(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : syntax::parse_integer(text.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  return Range{std::min<std::int64_t>(*first, *last), std::max<std::int64_t>(*first, *last)};
}

bool listens(const Directive& d) { return d.is("bind") || d.is("dgram-bind") || d.is("stats socket"); }

class ThreadChecker {
 public:
  explicit ThreadChecker(Reading& reading) : reading_(reading) {
    if (const Directive* const d = last_global(reading.config(), "nbthread")) threads_ = d->integer("number");
    groups_line_ = last_global(reading.config(), "thread-groups");
    if (groups_line_ != nullptr) groups_ = groups_line_->integer("number").value_or(1);
  }

  void run() {
    for (const Section* global : reading_.config().all(SectionKind::global))
      for (const Directive* const d : global->all("thread-group")) check_line(*d);
    assign();
    if (reading_.from(Version::v3_0)) check_mapping();
    for (const Section& section : reading_.config().sections) {
      if (!section.may_have_option("thread") || !starts(section)) continue;
      for (const Directive& d : section.directives)
        if (const Option* const o = listens(d) ? d.option("thread") : nullptr; o != nullptr && !o->args.empty())
          look(section, d, o->first_word());
    }
  }

 private:
  // HAProxy removes peers sections without its own name, which it takes from the machine unless 'localpeer' says it.
  [[nodiscard]] bool starts(const Section& section) const {
    if (section.kind == SectionKind::peers) return !local_peer(reading_.config()).empty();
    return !section.is_proxy() || !reading_.disabled(section);
  }

  // "1-2 4": of threads that are named one after another none may be left out between, and none needs to be named
  // twice.
  void check_line(const Directive& d) {
    std::vector<Range> ranges;
    const Word* gap = nullptr;
    bool ascending = true;
    for (const Word& word : d.arguments().subspan(std::min<std::size_t>(1, d.arguments().size()))) {
      const auto range = read_range(word.text);
      if (!range) return;
      const auto overlaps = [&range](const Range& other) {
        return other.first <= range->last && range->first <= other.last;
      };
      if (std::any_of(ranges.begin(), ranges.end(), overlaps))
        reading_.warning("thread-groups", word.span, fmt::format("{} is among the threads before it", quote(word.text)),
                         "name each thread once");
      ascending = ascending && (ranges.empty() || range->first > ranges.back().last);
      if (gap == nullptr && !ranges.empty() && range->first > ranges.back().last + 1) gap = &word;
      ranges.push_back(*range);
    }
    if (gap == nullptr || !ascending) return;
    reading_.error("thread-groups", gap->span,
                   fmt::format("a gap stands before {} in the threads of this group", quote(gap->text)),
                   "the threads of a group follow each other: '1-4'");
  }

  // Every group needs a thread: one that has no line of its own takes of those that no line gave away.
  void assign() {
    if (!threads_) return;
    if (groups_line_ == nullptr) return sizes_.push_back(*threads_);
    constexpr std::int64_t kMost = 1024;
    std::vector<std::int64_t> group_of(static_cast<std::size_t>(std::clamp<std::int64_t>(*threads_, 0, kMost)) + 1, 0);
    for (const Section* global : reading_.config().all(SectionKind::global))
      for (const Directive* const d : global->all("thread-group")) give(*d, group_of);
    std::int64_t without = 0;
    for (std::int64_t g = 1; g <= groups_; ++g)
      without += std::find(group_of.begin() + 1, group_of.end(), g) == group_of.end() ? 1 : 0;
    const std::int64_t left = std::count(group_of.begin() + 1, group_of.end(), 0);
    if (without <= left) return share(group_of, without, left);
    reading_
        .error("thread-groups", groups_line_->span,
               fmt::format("{} groups have no thread, and only {} threads are left for them", without, left),
               "lower 'thread-groups', or raise 'nbthread'")
        .whole = true;
  }

  // The threads that are left go to the groups without lines, the first of which get one more where they do not divide.
  void share(const std::vector<std::int64_t>& group_of, std::int64_t without, std::int64_t left) {
    std::int64_t more = without == 0 ? 0 : left % without;
    for (std::int64_t g = 1; g <= groups_; ++g) {
      const std::int64_t own = std::count(group_of.begin() + 1, group_of.end(), g);
      sizes_.push_back(own != 0 ? own : left / without + (more-- > 0 ? 1 : 0));
    }
  }

  // Threads without a CPU of their own run where others have theirs. From 3.2 on HAProxy looks only where the first
  // thread has one.
  void check_mapping() {
    std::vector<std::vector<bool>> groups;
    for (const std::int64_t size : sizes_)
      groups.emplace_back(static_cast<std::size_t>(std::clamp<std::int64_t>(size, 0, kMostOfGroup)), false);
    const Directive* last = nullptr;
    for (const Section* global : reading_.config().all(SectionKind::global)) {
      for (const Directive* const d : global->all("cpu-map")) {
        if (d->arguments().size() < 2) continue;
        mark_mapped(d->arguments()[0].text, count_cpus(d->arguments().subspan(1)), groups);
        last = d;
      }
    }
    std::int64_t mapped = 0;
    std::int64_t all = 0;
    for (const std::vector<bool>& group : groups) {
      mapped += std::count(group.begin(), group.end(), true);
      all += static_cast<std::int64_t>(group.size());
    }
    if (mapped == 0 || mapped == all || (reading_.from(Version::v3_2) && !groups.front().front())) return;
    reading_
        .warning("threads-without-cpu", last->span,
                 fmt::format("{} of {} threads have a CPU by 'cpu-map', and the others have none", mapped, all),
                 "map all of them: a thread without a CPU of its own may run on one that belongs to another")
        .whole = true;
  }

  void give(const Directive& d, std::vector<std::int64_t>& group_of) {
    const std::int64_t group = d.integer("group").value_or(0);
    std::replace(group_of.begin() + 1, group_of.end(), group, std::int64_t{0});
    for (const Word& word : d.arguments().subspan(std::min<std::size_t>(1, d.arguments().size()))) {
      const auto range = read_range(word.text);
      if (!range) continue;
      for (std::int64_t t = std::max<std::int64_t>(range->first, 1);
           t <= range->last && t < static_cast<std::int64_t>(group_of.size()); ++t) {
        std::int64_t& owner = group_of[static_cast<std::size_t>(t)];
        if (owner != 0 && owner != group)
          reading_.warning("thread-groups", d.span, fmt::format("thread {} was in group {} before", t, owner),
                           "give each thread to one group");
        owner = group;
      }
    }
  }

  // "2/1-4": threads of a group, counted from 1 in it; "1-4": of all.
  void look(const Section& section, const Directive& bind, std::string_view text) {
    if (text.find(',') != std::string_view::npos) return look_at_groups(section, bind, text);
    const std::size_t slash = text.find('/');
    const auto group = read_range(text.substr(0, slash));
    if (slash != std::string_view::npos && group && group->last > groups_ && reading_.from(Version::v2_8))
      return refuse(section, bind, fmt::format("there is no thread group {}", group->last),
                    "raise 'thread-groups' in the global section");
    if (groups_line_ == nullptr && slash == std::string_view::npos && first_thread(text) > kMostOfGroup)
      return refuse(section, bind, "one group has at most 64", "raise 'thread-groups' in the global section");
    if (!threads_) return;
    const std::int64_t first = first_thread(slash == std::string_view::npos ? text : text.substr(slash + 1));
    const bool all = slash == std::string_view::npos || groups_ == 1 || !group;
    if (!all && static_cast<std::size_t>(group->first) > sizes_.size()) return;
    const std::int64_t most = all ? *threads_ : sizes_[static_cast<std::size_t>(group->first) - 1];
    if (first <= most) return;
    refuse(section, bind, fmt::format("there are only {} threads", most), "raise 'nbthread' in the global section");
  }

  // "1/all,3/1-2"
  void look_at_groups(const Section& section, const Directive& bind, std::string_view text) {
    while (!text.empty()) {
      const std::string_view item = text.substr(0, text.find(','));
      text.remove_prefix(std::min(text.size(), item.size() + 1));
      const std::size_t slash = item.find('/');
      const auto group = slash == std::string_view::npos ? std::nullopt : read_range(item.substr(0, slash));
      if (!group || group->last <= groups_) continue;
      return refuse(section, bind, fmt::format("there is no thread group {}", group->last),
                    "raise 'thread-groups' in the global section");
    }
  }

  // The first of "1-4", "odd" and the like.
  static std::int64_t first_thread(std::string_view text) {
    const auto range = read_range(text);
    return range ? range->first : text == "even" ? 2 : 1;
  }

  void refuse(const Section& section, const Directive& bind, std::string_view what, std::string help) {
    reading_.error("thread-groups", bind.span,
                   fmt::format("{} wants threads for this line, and {}", proxy_title(section), what), std::move(help));
  }

  static constexpr std::int64_t kMostOfGroup = 64;

  Reading& reading_;
  std::optional<std::int64_t> threads_;
  const Directive* groups_line_ = nullptr;
  std::int64_t groups_ = 1;
  std::vector<std::int64_t> sizes_;  ///< how many threads each group has; empty: unknown
};

}  // namespace

void check_threads(Reading& reading) { ThreadChecker(reading).run(); }

}  // namespace hapax::config
