#include "routing/evaluate/screening.hpp"

#include "routing/evaluate/expression.hpp"
#include "routing/pattern/words.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

bool matches_whole(const Screen::Literal& literal, std::string_view text) {
  if (literal.whole && text.size() != literal.text.size()) return false;
  return literal.part == EdgeWords::kTail || literal.part == EdgeWords::kLoweredTail
             ? ends(text, literal.text, literal.ignore_case)
             : begins(text, literal.text, literal.ignore_case);
}

std::uint64_t test_text(const Screen::Source& source, std::string_view text) {
  const EdgeWords edges(text);
  std::uint64_t bits = 0;
  for (const Screen::Literal& literal : source.literals) {
    if (((edges.words[literal.part] ^ literal.word) & literal.mask) != 0) continue;
    if (matches_whole(literal, text)) bits |= literal.acl;
  }
  return bits;
}

/// The networks are IPv4; an IPv6 address may embed one.
std::uint64_t test_address(const Screen::Source& source, Sample sample, Arena& arena) {
  if (!cast(sample, SampleType::ipv4, arena)) return 0;
  const std::uint32_t address = read32(sample.address.data());
  std::uint64_t bits = 0;
  for (const Screen::Network& network : source.networks) {
    if ((address & network.mask) == network.address) bits |= network.acl;
  }
  return bits;
}

std::uint64_t test_source(const Screen::Source& source, Context& context) {
  std::uint64_t bits = 0;
  Iteration iteration;
  iteration.wanted = true;
  do {
    Sample sample;
    if (!evaluate_next(source.expression, context, iteration, sample)) continue;
    bits |= source.found;
    if (!source.literals.empty()) bits |= test_text(source, sample.text);
    if (!source.networks.empty()) bits |= test_address(source, sample, context.arena);
  } while (iteration.more);
  return bits;
}

}  // namespace

std::uint64_t screen_bits(model::Index screen, Context& context) {
  World::Screened& known = context.world.screened[screen];
  if (known.edition != context.world.edition) {
    known.bits = 0;
    for (const Screen::Source& source : context.world.screens.screens[screen].sources) {
      known.bits |= test_source(source, context);
    }
    known.edition = context.world.edition;
  }
  return known.bits;
}

}  // namespace hapax::routing
