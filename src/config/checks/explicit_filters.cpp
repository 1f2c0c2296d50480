// Compression, caches and FastCGI applications are filters that HAProxy adds by itself, as long as the section has no
// other kind of filter: then `filter` lines must say in which order they run.
#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "config/checks/checks.hpp"

namespace hapax::config {
namespace {

const Directive* effective_compression(const Section& section) {
  for (const Section* s = &section; s != nullptr; s = s->defaults)
    for (const Directive& d : s->directives)
      if (d.row != nullptr && !d.no && d.row->name.starts_with("compression ")) return &d;
  return nullptr;
}

class Filters {
 public:
  Filters(Reading& reading, const Section& section)
      : reading_(reading), section_(section), lines_(section.all("filter")) {}

  void run() {
    if (lines_.empty()) return;
    if (const Directive* const compression = effective_compression(section_)) need(*compression, "compression", {});
    for (const Directive& d : section_.directives) {
      compresses_ = compresses_ || (d.is("filter") && d.option("compression") != nullptr);
      if (d.is("use-fcgi-app")) need(d, "fcgi-app", d.text("name"));
      const Action* const action = d.action();
      if (action != nullptr && action->name().starts_with("cache-")) need_cache(d, action->text("cache"));
    }
  }

 private:
  // Filters that HAProxy never adds by itself.
  [[nodiscard]] bool has_others() const {
    return std::any_of(lines_.begin(), lines_.end(), [](const Directive* d) {
      return d->option("compression") == nullptr && d->option("cache") == nullptr && d->option("fcgi-app") == nullptr;
    });
  }

  // Whether some line declares the filter; an empty name is any.
  [[nodiscard]] bool declared(std::string_view kind, std::string_view name) const {
    for (const Directive* const d : lines_)
      if (const Option* const o = d->option(kind); o != nullptr && (name.empty() || o->first_word() == name))
        return true;
    return false;
  }

  void need(const Directive& d, std::string_view kind, std::string_view name) {
    if (!has_others() || declared(kind, name)) return;
    reading_
        .error("filter-not-declared", d.span,
               fmt::format("{} has other filters, and no line says where that of {} comes", proxy_title(section_),
                           quote(d.name())),
               fmt::format("say where it comes among them: 'filter {}{}{}'", kind, name.empty() ? "" : " ", name))
        .whole = true;
  }

  void need_cache(const Directive& d, std::string_view name) {
    if (reading_.config().find(SectionKind::cache, name) == nullptr || declared("cache", name)) return;
    if (has_others() || !declared("compression", {})) return need(d, "cache", name);
    // The first rule of a cache is where HAProxy puts its filter.
    if (!compresses_) early_.insert(name);
    if (early_.contains(name)) return;
    reading_
        .error("filter-order", d.span, fmt::format("{} compresses before its cache", proxy_title(section_)),
               fmt::format("write 'filter cache {}' above 'filter compression'", name))
        .whole = true;
  }

  Reading& reading_;
  const Section& section_;
  std::vector<const Directive*> lines_;
  bool compresses_ = false;                     ///< a line so far declares the filter
  std::unordered_set<std::string_view> early_;  ///< caches with a rule above it
};

}  // namespace

void check_explicit_filters(Reading& reading) {
  for (const Section& section : reading.config().sections)
    if (section.is_proxy() && !reading.disabled(section)) Filters(reading, section).run();
}

}  // namespace hapax::config
