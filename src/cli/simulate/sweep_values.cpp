#include "cli/simulate/sweep_values.hpp"

#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace hapax::cli {
namespace {

constexpr double kMostValues = 1000;

// A number and what follows it.
struct Quantity {
  double number = 0;
  std::string_view unit;
};

std::optional<Quantity> quantity(std::string_view text) {
  Quantity result;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), result.number);
  if (read.ec != std::errc() || !std::isfinite(result.number)) return std::nullopt;
  result.unit = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
  return result;
}

tl::unexpected<Error> unclear(std::string_view text) {
  return fail(
      fmt::format("--sweep takes TARGET=VALUES, such as 'web/s1.weight=1..10', 'www.maxconn=100,200,500' or "
                  "'scenario.outages.0.to=10..60:10', not '{}'",
                  text));
}

Result<std::vector<std::string>> range(std::string_view values, std::string_view whole) {
  const std::size_t dots = values.find("..");
  const std::size_t colon = values.find(':', dots);
  // "1..10": the number reader would take "1." for a number.
  const auto from = quantity(values.substr(0, dots));
  const auto to = quantity(values.substr(dots + 2, colon == std::string_view::npos ? colon : colon - dots - 2));
  const auto step = colon == std::string_view::npos ? Quantity{1, {}} : quantity(values.substr(colon + 1));
  if (!from || !to || !step) return unclear(whole);
  if (from->unit != to->unit || (!step->unit.empty() && step->unit != to->unit)) {
    return fail(fmt::format("the numbers of '{}' have different units", whole));
  }
  if (step->number <= 0 || to->number < from->number) {
    return fail(fmt::format("the range of '{}' must go upwards", whole));
  }
  const double count = std::floor((to->number - from->number) / step->number + 1e-9) + 1;
  if (count > kMostValues) return fail(fmt::format("'{}' has more than {:.0f} values", whole, kMostValues));
  std::vector<std::string> result;
  for (int i = 0; i < static_cast<int>(count); ++i) {
    // Sums of a decimal step are rounded back to what a person would have written.
    const double value = std::round((from->number + i * step->number) * 1e9) / 1e9;
    result.push_back(fmt::format("{}{}", value, to->unit));
  }
  return result;
}

}  // namespace

Result<SweepAxis> parse_sweep(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size()) return unclear(text);
  SweepAxis axis{std::string(text.substr(0, equals)), {}};
  std::string_view values = text.substr(equals + 1);
  if (values.find("..") != std::string_view::npos) {
    auto made = range(values, text);
    if (!made) return tl::unexpected(made.error());
    axis.values = std::move(*made);
    return axis;
  }
  for (;;) {
    const std::size_t comma = values.find(',');
    if (!quantity(values.substr(0, comma))) return unclear(text);
    axis.values.emplace_back(values.substr(0, comma));
    if (comma == std::string_view::npos) return axis;
    values.remove_prefix(comma + 1);
  }
}

}  // namespace hapax::cli
