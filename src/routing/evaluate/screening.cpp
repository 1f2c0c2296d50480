#include "routing/evaluate/screening.hpp"

#include <bit>

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

std::uint64_t test_sources(const Screen& screen, bool of_text, Context& context) {
  std::uint64_t bits = 0;
  for (const Screen::Source& source : screen.sources) {
    if (source.is_text == of_text) bits |= test_source(source, context);
  }
  return bits;
}

/// What is known of the request's form; null when it has none, or is not any more as it came.
Screened::Found* found_of_form(Screened& screened, const Context& context) {
  const std::uint32_t form = context.transaction->request.form;
  if (form == 0 || context.world.edition != context.world.first_edition) return nullptr;
  if (screened.forms.size() <= form) screened.forms.resize(form + 1);
  return &screened.forms[form];
}

void test_simple_acls(const Screen& screen, Screened& screened, Context& context) {
  screened.edition = context.world.edition;
  Screened::Found* const of_form = found_of_form(screened, context);
  if (of_form != nullptr && of_form->known != 0) {
    screened.now = *of_form;
  } else {
    screened.now = {screen.simple, test_sources(screen, true, context)};
    if (of_form != nullptr) *of_form = screened.now;
  }
  screened.now.matched |= test_sources(screen, false, context);
}

/// Tests what is not simple. All of it depends on the request's text alone.
bool test_acl(const Screen& screen, Screened& screened, std::uint64_t bit, Context& context) {
  const bool matches = acl_matches(screen.acls[static_cast<std::size_t>(std::countr_zero(bit))], context);
  const auto note = [&](Screened::Found& found) {
    found.known |= bit;
    if (matches) found.matched |= bit;
  };
  note(screened.now);
  if (Screened::Found* const of_form = found_of_form(screened, context)) note(*of_form);
  return matches;
}

}  // namespace

bool passes_screen(model::Index index, std::uint64_t needed, std::uint64_t forbidden, Context& context) {
  Screened& screened = context.world.screened[index];
  const Screen& screen = context.world.screens.screens[index];
  if (screened.edition != context.world.edition) test_simple_acls(screen, screened, context);
  const Screened::Found found = screened.now;
  if ((needed & found.known & ~found.matched) != 0 || (forbidden & found.matched) != 0) return false;
  for (std::uint64_t open = (needed | forbidden) & ~found.known; open != 0; open &= open - 1) {
    const std::uint64_t bit = open & -open;
    if (test_acl(screen, screened, bit, context) == ((forbidden & bit) != 0)) return false;
  }
  return (needed & forbidden) == 0;
}

// Alternatives are looked at in their order, so that none is passed by whose evaluation changes something.
Settled settled_by_text(const QuickCondition& condition, Context& context) {
  const Screen& screen = context.world.screens.screens[condition.screen];
  const Screened::Found* const found = found_of_form(context.world.screened[condition.screen], context);
  if (found == nullptr) return Settled::unknown;
  const std::uint64_t matched = found->matched;
  const std::uint64_t known = found->known & ~(screen.of_address & ~matched);
  for (model::Index i = condition.alternatives.first; i < condition.alternatives.end(); ++i) {
    const QuickConjunction& terms = context.world.screens.conjunctions[i];
    if ((terms.needed & known & ~matched) != 0 || (terms.forbidden & matched) != 0) continue;
    if (((terms.needed | terms.forbidden) & ~known) != 0 || !terms.rest.empty()) return Settled::open;
    return condition.unless ? Settled::no : Settled::yes;
  }
  return condition.unless ? Settled::yes : Settled::no;
}

}  // namespace hapax::routing
