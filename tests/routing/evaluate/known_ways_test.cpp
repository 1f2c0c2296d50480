// Requests of one form: which ways are learned, and that those who go one unasked arrive where asking would have led.

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include <hapax/base/random.hpp>
#include <hapax/routing/router.hpp>

namespace hapax::routing {
namespace {

using model::ActionId;
using model::FetchId;
using model::Match;
using model::RuleSet;

constexpr model::Index kFrontend = 0;
constexpr model::Index kApi = 1;
constexpr model::Index kRest = 2;

/// A frontend before two backends: paths that begin with /api go to one, all others to the other.
class KnownWaysTest : public testing::Test {
 protected:
  KnownWaysTest() {
    model_.proxies.resize(3);
    model_.proxies[kFrontend].kind = model::Proxy::Kind::frontend;
    model_.proxies[kFrontend].default_backend = kRest;
    for (model::Index i = 0; i < 3; ++i) model_.proxies[i].mode = model::Mode::http;
    for (const model::Index backend : {kApi, kRest}) {
      model_.proxies[backend].kind = model::Proxy::Kind::backend;
      model_.proxies[backend].servers = {static_cast<model::Index>(model_.servers.size()), 1};
      model_.servers.emplace_back().proxy = backend;
    }
    model::BackendRule& rule = model_.backend_rules.emplace_back();
    rule.backend = kApi;
    rule.condition = if_text(FetchId::path, "/api");
    model_.proxies[kFrontend].backend_rules = {0, 1};
  }

  model::Index expression(FetchId fetch) {
    model_.expressions.push_back({fetch, {}, {}, ""});
    return static_cast<model::Index>(model_.expressions.size() - 1);
  }
  model::Index condition(const model::Test& test) {
    model_.tests.push_back(test);
    model_.acls.push_back({"", {static_cast<model::Index>(model_.tests.size() - 1), 1}});
    model_.terms.push_back({static_cast<model::Index>(model_.acls.size() - 1), false});
    model_.conjunctions.push_back({static_cast<model::Index>(model_.terms.size() - 1), 1});
    model::Condition& whole = model_.conditions.emplace_back();
    whole.alternatives = {static_cast<model::Index>(model_.conjunctions.size() - 1), 1};
    return static_cast<model::Index>(model_.conditions.size() - 1);
  }
  /// The text begins with that.
  model::Index if_text(FetchId fetch, const std::string& text) {
    model::PatternSet& set = model_.pattern_sets.emplace_back();
    set.method = Match::beg;
    set.patterns.emplace_back().text = text;
    model::Test test;
    test.expression = expression(fetch);
    test.method = Match::beg;
    test.patterns = static_cast<model::Index>(model_.pattern_sets.size() - 1);
    return condition(test);
  }
  model::Index if_there(FetchId fetch) {
    model::Test test;
    test.expression = expression(fetch);
    test.method = Match::found;
    return condition(test);
  }
  /// An http-request rule of the frontend.
  void rule(ActionId action, std::vector<model::Argument> arguments, model::Index condition = model::kNone) {
    model::Rule& rule = model_.rules.emplace_back();
    rule.action = action;
    rule.condition = condition;
    rule.arguments = {static_cast<model::Index>(model_.arguments.size()), static_cast<model::Index>(arguments.size())};
    model_.arguments.insert(model_.arguments.end(), arguments.begin(), arguments.end());
    model_.proxies[kFrontend].rules[static_cast<std::size_t>(RuleSet::http_request)] = {
        0, static_cast<model::Index>(model_.rules.size())};
  }
  /// A header that is set to one piece of text or one expression.
  void set_header(const std::string& name, model::FormatPiece piece, model::Index condition = model::kNone) {
    model_.format_pieces.push_back(std::move(piece));
    model_.formats.push_back({{static_cast<model::Index>(model_.format_pieces.size() - 1), 1}, ""});
    rule(ActionId::set_header,
         {{model::Argument::Kind::text, model::kNone, 0, name},
          {model::Argument::Kind::format, static_cast<model::Index>(model_.formats.size() - 1), 0, ""}},
         condition);
  }

  Router& router() {
    if (!router_) router_ = std::make_unique<Router>(model_, random_, 0);
    return *router_;
  }
  /// Sends a request for `path` of that form (0: of none) and tells its backend; kNone when it was not forwarded.
  model::Index send(const std::string& path, std::uint32_t form) {
    ClientConnection connection;
    connection.frontend = kFrontend;
    connection.source.family = Address::Family::ipv4;
    const Opened opened = router().open(connection, 0);
    Transaction transaction;
    transaction.connection = &connection;
    transaction.connection_state = opened.state;
    transaction.request.form = form;
    transaction.request.method = "GET";
    // A form that is known needs no text.
    if (!router().knows_way(kFrontend, form)) transaction.request.target = path;
    const Verdict verdict = router().decide(transaction, 0);
    Effects effects;
    if (verdict.forward) router().place(transaction, 0, effects);
    served_ += router().backend(kApi).served + router().backend(kRest).served;
    router().finish(transaction, 0, effects);
    router().close(opened.state, 0);
    return verdict.forward ? verdict.backend : model::kNone;
  }
  /// Is the way of a form known after it was gone a few times?
  bool learns(const std::string& path) {
    for (int i = 0; i < 3; ++i) send(path, 1);
    return router().knows_way(kFrontend, 1);
  }

  model::RoutingModel model_;
  Xoshiro256 random_{1};
  std::unique_ptr<Router> router_;
  std::uint64_t served_ = 0;
};

model::FormatPiece literal(std::string text) {
  model::FormatPiece piece;
  piece.literal = std::move(text);
  return piece;
}
model::FormatPiece of(model::Index expression) {
  model::FormatPiece piece;
  piece.kind = model::FormatPiece::Kind::expression;
  piece.expression = expression;
  return piece;
}

TEST_F(KnownWaysTest, LeadWhereAskingWouldHaveLed) {
  set_header("x-api", literal("1"), if_text(FetchId::path, "/api"));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(send("/api/prices", 1), kApi) << i;
    EXPECT_EQ(send("/shop", 2), kRest) << i;
    EXPECT_EQ(send("/api/prices", 0), kApi) << i;
  }
  EXPECT_TRUE(router().knows_way(kFrontend, 1));
  EXPECT_TRUE(router().knows_way(kFrontend, 2));
  EXPECT_FALSE(router().knows_way(kFrontend, 0)) << "requests without a form have nothing in common";
  EXPECT_FALSE(router().knows_way(kFrontend, 3)) << "nobody has gone it";
  EXPECT_EQ(served_, 12U) << "each request holds one slot";
  EXPECT_EQ(router().backend(kApi).connections, 0U);
}

TEST_F(KnownWaysTest, CountConnectionsThatNobodyOpened) {
  // Refuses requests for /probe while the frontend has more than two connections.
  const model::Index probe = if_text(FetchId::path, "/probe");
  model::PatternSet& many = model_.pattern_sets.emplace_back();
  many.method = Match::integer;
  many.patterns.emplace_back().low = 3;
  model::Test test;
  test.expression = expression(FetchId::fe_conn);
  test.method = Match::integer;
  test.patterns = static_cast<model::Index>(model_.pattern_sets.size() - 1);
  condition(test);
  // Both at once: the two last terms.
  model_.conjunctions.push_back({static_cast<model::Index>(model_.terms.size() - 2), 2});
  model_.conditions[probe].alternatives = {static_cast<model::Index>(model_.conjunctions.size() - 1), 1};
  rule(ActionId::deny, {}, probe);
  ASSERT_TRUE(learns("/shop"));

  ClientConnection connection;
  connection.frontend = kFrontend;
  std::array<Transaction, 2> transactions;
  Effects effects;
  for (Transaction& transaction : transactions) {
    transaction.connection = &connection;
    transaction.request.form = 1;
    EXPECT_EQ(router().decide(transaction, 0).backend, kRest);
    router().place(transaction, 0, effects);
  }
  EXPECT_EQ(send("/probe", 0), model::kNone) << "with its own there are three";
  for (Transaction& transaction : transactions) router().finish(transaction, 0, effects);
  EXPECT_EQ(send("/probe", 0), kRest);
}

TEST_F(KnownWaysTest, AreNotLearnedWhereAConditionLooksAtMoreThanText) {
  set_header("x-from", literal("1"), if_there(FetchId::src));
  EXPECT_FALSE(learns("/shop"));
}

TEST_F(KnownWaysTest, AreNotLearnedWhereARuleDoesMoreThanChangeText) {
  rule(ActionId::set_priority_class, {{model::Argument::Kind::integer, model::kNone, 5, ""}});
  EXPECT_FALSE(learns("/shop"));
}

TEST_F(KnownWaysTest, AreNotLearnedWhereAHeaderTakesARandomNumber) {
  set_header("x-dice", of(expression(FetchId::rand)));
  EXPECT_FALSE(learns("/shop"));
}

TEST_F(KnownWaysTest, AreLearnedWhereAHeaderTakesText) {
  set_header("x-path", of(expression(FetchId::path)));
  EXPECT_TRUE(learns("/shop"));
}

TEST_F(KnownWaysTest, AreNotLearnedWhereRequestsAreTurnedAway) {
  rule(ActionId::deny, {}, if_text(FetchId::path, "/shop"));
  EXPECT_FALSE(learns("/shop"));
  EXPECT_EQ(send("/shop", 1), model::kNone);
}

TEST_F(KnownWaysTest, AreNotLearnedWhereTheAlgorithmLooksAtRequests) {
  model_.proxies[kRest].balance.algorithm = model::BalanceAlgorithm::uri;
  EXPECT_FALSE(learns("/shop"));
  EXPECT_EQ(send("/api", 2), kApi);
}

TEST_F(KnownWaysTest, AreNotLearnedWherePersistenceMaySendRequestsElsewhere) {
  model_.proxies[kRest].cookie.name = "server";
  EXPECT_FALSE(learns("/shop"));
}

}  // namespace
}  // namespace hapax::routing
