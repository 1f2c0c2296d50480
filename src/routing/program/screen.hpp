// Screens: the simple ACLs of a proxy, all tested in one pass over a request.
//
// Idea. Most ACLs compare the request's own text or source with a few constants: path_beg, hdr(host), method, src. One
// by one, each finds its text anew and walks through the model's tables. A screen holds those of one proxy, sorted by
// what they look at; the first condition that needs one of them tests them all, and the result is kept as bits of one
// number until the request changes. A conjunction of such ACLs is then two masks: bits that must be set and bits that
// must not.
//
// ACLs that read nothing but the request's text but are dearer to test (substrings, expressions, many patterns,
// converters) have their bits too; they are tested one by one when a condition needs them, once.
//
// A text is first compared by its eight first or last bytes, as one number under the literal's mask, so that what does
// not match costs a few instructions; only what passes is compared whole.
//
// Right because such tests read nothing but the request and change nothing, so it does not matter when they are made
// nor whether they were needed. The order in which HAProxy evaluates is kept where it shows: terms with side effects
// are evaluated in their order, and none before a term to their left (QuickConjunction).
//
// Limits: 64 ACLs a proxy, patterns written in the configuration (files can be changed by rules); all others, and
// conditions of answers and of connections, are evaluated one by one, which condition.cpp does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/model/model.hpp>

namespace hapax::routing {

/// The first eight bytes of a text and its last eight, as numbers; a shorter text is filled up with zeros.
struct EdgeWords {
  enum Part : std::uint8_t { kHead, kLoweredHead, kTail, kLoweredTail, kParts };
  explicit EdgeWords(std::string_view text);
  std::uint64_t words[kParts];
};

struct Screen {
  /// A text that the value begins with, ends with, or is.
  struct Literal {
    std::uint64_t word = 0;  ///< of its own edge
    std::uint64_t mask = 0;  ///< the bytes of it that count
    std::uint64_t acl = 0;   ///< the bit that it sets
    EdgeWords::Part part = EdgeWords::kHead;
    bool whole = false;  ///< the value is this text and no longer one
    bool ignore_case = false;
    std::string text;  ///< in lower case when case does not matter
  };
  struct Network {
    std::uint32_t address = 0;
    std::uint32_t mask = 0;
    std::uint64_t acl = 0;
  };
  /// What is looked at: all values of an expression.
  struct Source {
    model::Index expression = model::kNone;
    bool is_text = true;      ///< of the request's text alone: the same for all requests of one form
    std::uint64_t found = 0;  ///< bits set by any value
    std::vector<Literal> literals;
    std::vector<Network> networks;
  };
  std::vector<Source> sources;
  std::uint64_t simple = 0;        ///< the bits of the ACLs that the sources test
  std::uint64_t of_address = 0;    ///< those that something else than the request's text may set
  std::vector<model::Index> acls;  ///< by the number of their bit; those that are not simple are tested when needed
};

/// A conjunction: bits of the screen, then what has to be evaluated one by one.
struct QuickConjunction {
  std::uint64_t needed = 0;
  std::uint64_t forbidden = 0;
  model::Range rest;  ///< into the model's terms: from the first one on that is not in the screen
};

/// A condition of the model by its screen.
struct QuickCondition {
  model::Index screen = model::kNone;
  model::Range alternatives;  ///< into ScreenTable::conjunctions
  bool unless = false;
};

/// The screens of all proxies and the conditions that use them.
struct ScreenTable {
  explicit ScreenTable(const model::RoutingModel& model);
  std::vector<Screen> screens;
  std::vector<QuickConjunction> conjunctions;
  std::vector<QuickCondition> conditions;  ///< parallel to the model's; without a screen: to be evaluated one by one
};

}  // namespace hapax::routing
