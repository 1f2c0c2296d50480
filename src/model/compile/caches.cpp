// `cache` sections.
#include "model/compile/passes.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

constexpr std::uint64_t kMegabyte = std::uint64_t{1} << 20;
/// Of the whole, where the section does not say how large an object may be.
constexpr std::uint64_t kDefaultShare = 256;

void apply(model::Cache& cache, const config::Directive& line) {
  const std::string_view value = WordCursor(line.arguments()).peek();
  if (line.is("total-max-size")) cache.size = static_cast<std::uint64_t>(integer_value(value)) * kMegabyte;
  if (line.is("max-object-size")) cache.object_size = static_cast<std::uint64_t>(integer_value(value));
  if (line.is("max-age")) cache.max_age = integer_value(value);
  if (line.is("process-vary")) cache.process_vary = value == "on";
  if (line.is("max-secondary-entries")) cache.most_variants = static_cast<std::uint32_t>(integer_value(value));
}

}  // namespace

void compile_caches(Compilation& c) {
  for (const config::Section* section : c.config.all(config::SectionKind::cache)) {
    model::Cache cache;
    cache.name = section->name;
    for (const config::Directive& line : section->directives) apply(cache, line);
    if (cache.object_size == 0) cache.object_size = cache.size / kDefaultShare;
    c.caches.try_emplace(cache.name, static_cast<model::Index>(c.model.caches.size()));
    c.model.caches.push_back(std::move(cache));
  }
}

}  // namespace hapax::compile
