// The model made ready to run: names looked up once, functions in place of identifiers, constants as samples, regular
// expressions compiled. Immutable; what changes while traffic flows is in World.
//
// Its vectors run parallel to the model's: the same index means the same thing.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <hapax/model/model.hpp>

#include "routing/http/headers.hpp"
#include "routing/pattern/regex.hpp"
#include "routing/sample/sample.hpp"

namespace hapax::routing {

struct Context;
struct Ruling;
class Args;
using ActionFunction = Ruling (*)(const Args& args, Context& context);

/// An argument at run time. For constants (str, int, ipv4, ...) `index` is into Program::constants.
struct Arg {
  using Kind = model::Argument::Kind;
  Kind kind = Kind::absent;
  model::Index index = model::kNone;
  std::int64_t number = 0;
  std::string_view text;

  [[nodiscard]] bool given() const { return kind != Kind::absent; }
};

/// The arguments of one call. Those left out at the end read as absent.
class Args {
 public:
  Args() = default;
  explicit Args(std::span<const Arg> args) : args_(args) {}
  [[nodiscard]] std::size_t size() const { return args_.size(); }
  const Arg& operator[](std::size_t i) const { return i < args_.size() ? args_[i] : kAbsent; }
  [[nodiscard]] std::span<const Arg> from(std::size_t i) const {
    return i < args_.size() ? args_.subspan(i) : std::span<const Arg>{};
  }

 private:
  static const Arg kAbsent;
  std::span<const Arg> args_;
};

/// Several values of one fetch, one after the other: an ACL looks at all of them.
struct Iteration {
  bool wanted = false;  ///< false: the one value that an expression stands for
  bool more = false;    ///< set by the fetch: call again, there may be another one
  HeaderCursor cursor;  ///< where the fetch goes on
};

using FetchFunction = bool (*)(const Args& args, Context& context, Iteration& iteration, Sample& out);
using ConvertFunction = bool (*)(const Args& args, Context& context, Sample& sample);

struct CompiledConverter {
  ConvertFunction function = nullptr;
  SampleType input = SampleType::any;
  Args args;
};

struct CompiledExpression {
  FetchFunction fetch = nullptr;
  Args args;
  std::span<const CompiledConverter> converters;
};

struct Program {
  explicit Program(const model::RoutingModel& routing_model);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  [[nodiscard]] Args args(model::Range range) const {
    return Args(std::span<const Arg>(arguments).subspan(range.first, range.count));
  }

  const model::RoutingModel& model;
  std::vector<Arg> arguments;
  std::vector<Regex> regexes;
  std::vector<CompiledConverter> converters;
  std::vector<CompiledExpression> expressions;
  std::vector<ActionFunction> actions;  ///< of each rule
  std::vector<Sample> constants;
  std::deque<std::string> texts;  ///< that constants point to

  std::vector<std::uint32_t> variable_slots;  ///< for each variable of the model: its place within its scope's store
  std::uint32_t slots_per_scope[6] = {};
  std::unordered_map<std::string_view, model::Index> backends;
  std::uint32_t stick_counters = 0;  ///< how many a connection or request can track: as many as rules use

  /// Proxies and servers by name, for names made at run time.
  [[nodiscard]] model::Index find_backend(std::string_view name) const;
  [[nodiscard]] model::Index find_server(model::Index backend, std::string_view name) const;
  /// The filled-in `acl` by name, among those of the model; kNone when there is none.
  [[nodiscard]] model::Index find_acl(std::string_view name) const;

 private:
  void compile_arguments();
  void compile_expressions();
  void number_variables();
  void make_constant(const model::Expression& expression);
};

}  // namespace hapax::routing
