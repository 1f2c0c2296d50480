// HAProxy remembers what a text found in a file, so that it need not look again, and does so for `sub` and `end` of
// that file together: whichever looked at a text first decides for the other. Here that is remembered where both look,
// and only there.
//
// Own memories have: each file; with and without -i; ACLs, ACLs with -M, and maps by the type of their values. What a
// rule adds or deletes makes HAProxy forget, what it sets does not. Since 3.2 short files are not worth a memory: their
// entries, counted once for every way in which the file is indexed, have to be twenty.
//
// Found by experiments (tests/routing/route-cases/own-*-finds-shared.json). Not as in HAProxy: with several threads
// each of its threads remembers for itself, and `tune.pattern.cache-size` is taken for its default.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <hapax/model/model.hpp>

namespace hapax::routing {

class Patterns;

/// What texts found in one file: the place of the pattern among those of the file.
class SharedFinds {
 public:
  static constexpr std::uint32_t kNothing = ~std::uint32_t{0};

  /// `least`: so many patterns the file must have.
  explicit SharedFinds(std::size_t least) : least_(least) {}

  [[nodiscard]] bool serves(std::size_t patterns) const { return patterns >= least_; }
  [[nodiscard]] std::optional<std::uint32_t> recall(std::string_view text) const;
  void remember(std::string_view text, std::uint32_t place);
  void forget() { places_.clear(); }

 private:
  static constexpr std::size_t kMostTexts = 10000;

  std::size_t least_;
  std::unordered_map<std::string, std::uint32_t> places_;
};

/// Connects the sets of patterns of a model, in its order, that share what they find. The memories outlive the sets.
std::deque<SharedFinds> share_finds(const model::RoutingModel& model, std::deque<Patterns>& patterns);

}  // namespace hapax::routing
