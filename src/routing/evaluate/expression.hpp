// Values of expressions, conditions and format strings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "routing/evaluate/world.hpp"

namespace hapax::routing {

/// The value of an expression (an index into the model's), converted to `type`; false: no sample.
bool evaluate(model::Index expression, Context& context, SampleType type, Sample& out);

/// The next value of a fetch that has several, after its converters. False: there is none; one that a converter fails
/// on is the end of them. iteration.more tells whether asking again makes sense.
bool evaluate_next(model::Index expression, Context& context, Iteration& iteration, Sample& out);

/// Applies the converters of an expression.
bool convert(const CompiledExpression& expression, Context& context, Sample& sample);

/// Looks whether a condition holds.
bool look_whether_holds(model::Index condition, Context& context, std::string* why);
/// Does the condition hold (kNone: always)? A test whose sample cannot be had does not match. When `why` is not null it
/// receives the values that decided.
inline bool holds(model::Index condition, Context& context, std::string* why = nullptr) {
  if (condition == model::kNone) return true;
  if (context.settled != nullptr && why == nullptr) {
    const Settled settled = context.settled[condition];
    if (settled <= Settled::yes) return settled == Settled::yes;
  }
  return look_whether_holds(condition, context, why);
}
/// The same for one ACL.
bool acl_matches(model::Index acl, Context& context, std::string* why = nullptr);

/// The value of a variable (an index into the model's); null when it is not set, or its scope does not exist here.
const Sample* read_variable(model::Index variable, Context& context);
/// The same as a text; nothing when it is not set.
std::optional<std::string_view> read_variable_text(model::Index variable, Context& context);
/// Does the variable's scope exist here? One of the request does not in the answer's rules.
bool is_in_scope(model::Index variable, Context& context);
/// Is it there, with a value or without?
bool variable_exists(model::Index variable, Context& context);
void create_variable(model::Index variable, Context& context);
void write_variable(model::Index variable, Context& context, const Sample& value);
void forget_variable(model::Index variable, Context& context);

/// What a format string is put together for: HAProxy writes what expressions give in two ways.
enum class FormatUse : std::uint8_t { header, plain_text };

/// Appends the text of a format string.
void append_format(model::Index format, Context& context, std::string& out, FormatUse use = FormatUse::header);
/// The text of a format string, in the context's arena.
std::string_view format_text(model::Index format, Context& context, FormatUse use = FormatUse::header);

}  // namespace hapax::routing
