// Why a condition held or not, and what an action did: sentences for people, made only when somebody listens.
#pragma once

#include <string>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// A test, and the ACL that it belongs to.
struct TestAt {
  const model::RoutingModel& model;
  const model::Acl& acl;
  const model::Test& test;
};

/// Adds to `why` what a test looked at and what came of it: "is_admin: path_beg = '/x', not '/admin' (line 50)".
void tell_value(std::string& why, const TestAt& at, const Sample& sample, bool matched, const Patterns::Entry* hit);

/// Adds to `why` that there was nothing to look at.
void tell_absence(std::string& why, const TestAt& at);

/// What an action that was just carried out made of the request or the answer: "x-a: value", "txn.v = 'x'"; empty where
/// that says no more than the rule itself.
std::string effect_of(const model::Rule& rule, Context& context);

}  // namespace hapax::routing
