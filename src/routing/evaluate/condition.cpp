// Conditions: disjunctions of conjunctions of ACLs, evaluated from left to right and only as far as needed.
//
// HAProxy's conditions have three values: a test whose data have not arrived yet is neither true nor false, and the
// rule waits. Routing decides when all is there that will ever be there; then such a test counts as false, and its
// negation as true, which is what HAProxy does at the end of its waiting. Since 3.0 it waits during `inspect-delay` for
// what may always change, even of a request that is complete, and then begins with the first rule again: that is seen
// where rules count, so the first time (Context::may_wait) conditions have three values here, too. Rules on the content
// of an answer do so in all versions, for they are judged before it comes.

#include <algorithm>
#include <array>

#include "routing/evaluate/expression.hpp"
#include "routing/evaluate/reason.hpp"
#include "routing/evaluate/screening.hpp"

namespace hapax::routing {
namespace {

SampleType input_of(model::Match method) {
  switch (method) {
    case model::Match::found:
      return SampleType::any;
    case model::Match::boolean:
    case model::Match::integer:
      return SampleType::integer;
    case model::Match::ip:
      return SampleType::address;
    case model::Match::bin:
      return SampleType::binary;
    case model::Match::meth:
      return SampleType::method;
    default:
      return SampleType::string;
  }
}

bool value_matches(const model::Test& test, Context& context, Sample& sample, const Patterns::Entry*& hit) {
  if (test.method == model::Match::found) return true;
  if (!cast(sample, input_of(test.method), context.arena)) return false;
  if (test.patterns == model::kNone) return test.method == model::Match::boolean && sample.number != 0;
  const Patterns& patterns = context.world.patterns[test.patterns];
  hit = patterns.find(sample);
  return hit != nullptr;
}

bool test_matches(const model::Acl& acl, const model::Test& test, Context& context, std::string* why) {
  Iteration iteration;
  iteration.wanted = true;
  bool any = false;
  do {
    Sample sample;
    if (!evaluate_next(test.expression, context, iteration, sample)) continue;
    any = true;
    const Sample found = sample;
    const Patterns::Entry* hit = nullptr;
    const bool matched = value_matches(test, context, sample, hit);
    if (why != nullptr) tell_value(*why, {context.world.model, acl, test}, found, matched, hit);
    if (matched) return true;
  } while (iteration.more);
  if (!any && why != nullptr) tell_absence(*why, {context.world.model, acl, test});
  return false;
}

/// What a condition is worth while more may come: the greatest of its alternatives, and those as much as the first of
/// their terms that is not true.
enum class Truth : std::uint8_t { no, unknown, yes };

bool may_change(const model::Expression& expression) {
  using model::FetchId;
  constexpr std::array kChanging = {FetchId::wait_end, FetchId::req__len, FetchId::rand,
                                    FetchId::date,     FetchId::date_us,  FetchId::uuid};
  return std::find(kChanging.begin(), kChanging.end(), expression.fetch) != kChanging.end();
}

Truth truth_of(const model::Acl& acl, Context& context, std::string* why) {
  const model::RoutingModel& model = context.world.model;
  Truth truth = Truth::no;
  for (model::Index i = acl.tests.first; i < acl.tests.end(); ++i) {
    const model::Expression& expression = model.expressions[model.tests[i].expression];
    const bool at_the_end = expression.fetch == model::FetchId::wait_end;
    context.missed_answer = false;
    if (!at_the_end && test_matches(acl, model.tests[i], context, why)) return Truth::yes;
    if (may_change(expression) || context.missed_answer) truth = Truth::unknown;
  }
  return truth;
}

Truth truth_of(const model::Condition& condition, Context& context, std::string* why) {
  const model::RoutingModel& model = context.world.model;
  Truth any = Truth::no;
  for (model::Index i = condition.alternatives.first; i < condition.alternatives.end() && any != Truth::yes; ++i) {
    const model::Conjunction& terms = model.conjunctions[i];
    Truth all = Truth::yes;
    for (model::Index t = terms.first; t < terms.end() && all == Truth::yes; ++t) {
      all = truth_of(model.acls[model.terms[t].acl], context, why);
      if (model.terms[t].negated && all != Truth::unknown) all = all == Truth::yes ? Truth::no : Truth::yes;
    }
    any = std::max(any, all);
  }
  return any;
}

bool rest_holds(model::Range terms, Context& context) {
  for (model::Index i = terms.first; i < terms.end(); ++i) {
    const model::Term& term = context.world.model.terms[i];
    if (acl_matches(term.acl, context, nullptr) == term.negated) return false;
  }
  return true;
}

bool holds_quickly(const QuickCondition& condition, Context& context) {
  const ScreenTable& table = context.world.screens;
  for (model::Index i = condition.alternatives.first; i < condition.alternatives.end(); ++i) {
    const QuickConjunction& terms = table.conjunctions[i];
    if ((terms.needed | terms.forbidden) != 0 &&
        !passes_screen(condition.screen, terms.needed, terms.forbidden, context)) {
      continue;
    }
    if (rest_holds(terms.rest, context)) return !condition.unless;
  }
  return condition.unless;
}

}  // namespace

bool acl_matches(model::Index index, Context& context, std::string* why) {
  const model::RoutingModel& model = context.world.model;
  const model::Acl& acl = model.acls[index];
  for (model::Index i = acl.tests.first; i < acl.tests.end(); ++i) {
    if (test_matches(acl, model.tests[i], context, why)) return true;
  }
  return false;
}

bool look_whether_holds(model::Index index, Context& context, std::string* why) {
  context.by_form_alone = false;
  const model::RoutingModel& model = context.world.model;
  if (context.may_wait) {
    const Truth truth = truth_of(model.conditions[index], context, why);
    context.waits = truth == Truth::unknown;
    return !context.waits && (truth == Truth::yes) != model.conditions[index].unless;
  }
  const QuickCondition& quick = context.world.screens.conditions[index];
  if (why == nullptr && quick.screen != model::kNone && context.request() != nullptr) {
    const bool result = holds_quickly(quick, context);
    if (context.settled != nullptr && context.settled[index] == Settled::unknown) {
      context.settled[index] = settled_by_text(quick, context);
    }
    return result;
  }
  const model::Condition& condition = model.conditions[index];
  bool result = false;
  for (model::Index i = condition.alternatives.first; i < condition.alternatives.end() && !result; ++i) {
    const model::Conjunction& terms = model.conjunctions[i];
    result = true;
    for (model::Index t = terms.first; t < terms.end() && result; ++t) {
      result = acl_matches(model.terms[t].acl, context, why) != model.terms[t].negated;
    }
  }
  return result != condition.unless;
}

}  // namespace hapax::routing
