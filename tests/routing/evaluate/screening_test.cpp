// Screens against the plain way: random conditions over random requests, from a small alphabet so that much matches.
// (holds() with an explanation evaluates term by term.)

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <hapax/base/random.hpp>

#include "routing/evaluate/expression.hpp"
#include "routing/live/live_state.hpp"

namespace hapax::routing {
namespace {

using model::FetchId;
using model::Match;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::uint32_t below(std::uint32_t n) { return random_.next32() % n; }
  std::string text(std::string_view alphabet, std::uint32_t most) {
    std::string result(below(most + 1), ' ');
    for (char& c : result) c = alphabet[below(static_cast<std::uint32_t>(alphabet.size()))];
    return result;
  }
  template <class T>
  T one_of(std::initializer_list<T> choices) {
    return *(choices.begin() + below(static_cast<std::uint32_t>(choices.size())));
  }

 private:
  Xoshiro256 random_;
};

constexpr std::string_view kLetters = "aA/.bB";

model::Expression expression(model::RoutingModel& model, FetchId fetch, const std::string& name) {
  model::Expression result{fetch, {static_cast<model::Index>(model.arguments.size()), 0}, {}, "fetch"};
  if (name.empty()) return result;
  model.arguments.push_back({model::Argument::Kind::text, model::kNone, 0, name});
  result.arguments.count = 1;
  return result;
}

model::Test random_test(model::RoutingModel& model, Dice& dice) {
  struct Choice {
    FetchId fetch;
    const char* name;
  };
  const Choice choice = dice.one_of<Choice>({{FetchId::path, ""},
                                             {FetchId::url, ""},
                                             {FetchId::method, ""},
                                             {FetchId::req__hdr, "host"},
                                             {FetchId::req__fhdr, "x"},
                                             {FetchId::req__hdr, "x"},
                                             {FetchId::req__cook, "s"},
                                             {FetchId::url_param, "u"},
                                             {FetchId::src, ""},
                                             {FetchId::src, ""}});
  model.expressions.push_back(expression(model, choice.fetch, choice.name));
  model::Test test;
  test.expression = static_cast<model::Index>(model.expressions.size() - 1);
  test.method = choice.fetch == FetchId::src
                    ? dice.one_of({Match::ip, Match::ip, Match::found})
                    : dice.one_of({Match::str, Match::beg, Match::end, Match::found, Match::sub, Match::len});
  if (test.method == Match::found) return test;
  model::PatternSet& set = model.pattern_sets.emplace_back();
  set.method = test.method;
  set.ignore_case = dice.below(2) == 0;
  for (std::uint32_t i = 0, count = 1 + dice.below(20); i < count; ++i) {
    model::Pattern& pattern = set.patterns.emplace_back();
    pattern.text = choice.fetch == FetchId::method ? dice.one_of<std::string>({"GET", "POST", "get", "AB", "ab"})
                                                   : dice.text(kLetters, dice.below(12));
    pattern.low = pattern.high = dice.below(6);
    pattern.address = {10, static_cast<std::uint8_t>(dice.below(2)), 0, 1};
    pattern.prefix = static_cast<std::uint8_t>(dice.below(33));
    pattern.ipv6 = dice.below(20) == 0;
  }
  test.patterns = static_cast<model::Index>(model.pattern_sets.size() - 1);
  return test;
}

/// One frontend with a rule for each of many conditions.
model::RoutingModel random_model(Dice& dice) {
  model::RoutingModel model;
  for (std::uint32_t acl = 0, count = 5 + dice.below(90); acl < count; ++acl) {
    const auto first = static_cast<model::Index>(model.tests.size());
    for (std::uint32_t i = 0, tests = 1 + dice.below(2); i < tests; ++i)
      model.tests.push_back(random_test(model, dice));
    model.acls.push_back({"", {first, static_cast<model::Index>(model.tests.size()) - first}});
  }
  for (int i = 0; i < 60; ++i) {
    model::Condition condition;
    condition.alternatives.first = static_cast<model::Index>(model.conjunctions.size());
    condition.alternatives.count = 1 + dice.below(3);
    condition.unless = dice.below(2) == 0;
    for (model::Index c = 0; c < condition.alternatives.count; ++c) {
      const auto first = static_cast<model::Index>(model.terms.size());
      const model::Index count = 1 + dice.below(3);
      for (model::Index t = 0; t < count; ++t) {
        model.terms.push_back({dice.below(static_cast<std::uint32_t>(model.acls.size())), dice.below(2) == 0});
      }
      model.conjunctions.push_back({first, count});
    }
    model.conditions.push_back(condition);
    model::Rule& rule = model.rules.emplace_back();
    rule.condition = static_cast<model::Index>(model.conditions.size() - 1);
  }
  model::Proxy& proxy = model.proxies.emplace_back();
  proxy.mode = model::Mode::http;
  proxy.rules[static_cast<std::size_t>(model::RuleSet::http_request)] = {0, static_cast<model::Index>(60)};
  return model;
}

/// A request, with its text.
struct Sent {
  std::vector<std::string> texts;
  Transaction transaction;
  ClientConnection connection;
  ConnectionState session;
  TransactionState state;

  explicit Sent(Dice& dice) {
    texts.reserve(16);
    const auto keep = [&](std::string text) -> std::string_view { return texts.emplace_back(std::move(text)); };
    Request& request = transaction.request;
    request.method = keep(dice.one_of<std::string>({"GET", "POST", "AB", "ab"}));
    request.target =
        keep("/" + dice.text(kLetters, 12) + dice.one_of<std::string>({"", "?u=" + dice.text(kLetters, 9)}));
    for (std::uint32_t i = 0, count = dice.below(5); i < count; ++i) {
      const std::string name = dice.one_of<std::string>({"host", "Host", "x", "cookie"});
      std::string value = dice.text(kLetters, 12) + dice.one_of<std::string>({"", "," + dice.text(kLetters, 9)});
      if (name == "cookie") value = "s=" + value + "; t=1";
      request.headers.push_back({keep(name), keep(value)});
    }
    Address& source = transaction.source;
    source.family = dice.below(5) == 0 ? Address::Family::ipv6 : Address::Family::ipv4;
    source.bytes = {10, static_cast<std::uint8_t>(dice.below(2)), 0, 1};
    if (source.family == Address::Family::ipv6) source.bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 1};
    state.first_method = request.method;
    session.connection = &connection;
    transaction.state = &state;
  }
};

void expect_same(const model::RoutingModel& model, Context& context, std::uint64_t seed) {
  for (model::Index i = 0; i < model.conditions.size(); ++i) {
    std::string why;
    const bool plain = holds(i, context, &why);
    EXPECT_EQ(holds(i, context), plain) << "seed " << seed << ", condition " << i << ": " << why;
  }
}

TEST(Screening, AgreesWithTheTermsOneByOne) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Dice dice(seed);
    const model::RoutingModel model = random_model(dice);
    Xoshiro256 random(1);
    LiveState live(model, random, 0);
    World world(model, live, random);
    for (int i = 0; i < 20; ++i) {
      Sent sent(dice);
      Context context{world, sent.session, &sent.transaction, &sent.state, sent.transaction.arena, 0, 0};
      context.begin_edition();
      expect_same(model, context, seed);
      sent.transaction.request.target = "/aA/b";
      context.begin_edition();
      expect_same(model, context, seed);
    }
  }
}

TEST(Screening, AgreesForRequestsOfOneFormWhereverTheyComeFrom) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Dice dice(seed);
    const model::RoutingModel model = random_model(dice);
    Xoshiro256 random(1);
    LiveState live(model, random, 0);
    World world(model, live, random);
    for (std::uint32_t form = 1; form <= 10; ++form) {
      Sent sent(dice);
      Request& request = sent.transaction.request;
      request.form = form;
      const std::string_view target = request.target;
      Context context{world, sent.session, &sent.transaction, &sent.state, sent.transaction.arena, 0, 0};
      for (std::uint8_t network = 0; network < 3; ++network) {
        sent.transaction.source.family = Address::Family::ipv4;
        sent.transaction.source.bytes = {10, network, 0, 1};
        request.target = target;
        context.begin_first_edition();
        expect_same(model, context, seed);
        request.target = "/aA/b";
        context.begin_edition();
        expect_same(model, context, seed);
      }
    }
  }
}

TEST(Screening, TakesTheAclsThatAreSimpleEnough) {
  Dice dice(1);
  model::RoutingModel model = random_model(dice);
  Xoshiro256 random(1);
  LiveState live(model, random, 0);
  World world(model, live, random);
  ASSERT_FALSE(world.screens.screens.empty());
  EXPECT_FALSE(world.screens.screens[0].sources.empty()) << "no ACL was simple enough for a screen";
}

}  // namespace
}  // namespace hapax::routing
