// Sample expressions: `hdr(host),lower,field(1,:)`.
#pragma once

#include <string_view>

#include <hapax/syntax/expression.hpp>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// The expression at the cursor, which is moved behind it: the first word, and those after it that begin with the name
/// of a converter. `known` is what the first word was read as before, null when that is not known. The Error says what
/// is not modelled.
Result<model::Index> compile_expression(Compilation& c, const ProxyWork& work, WordCursor& words,
                                        const syntax::Expression* known = nullptr);

/// One that is parsed already; `text` is how it is written.
Result<model::Index> compile_expression(Compilation& c, const ProxyWork& work, const syntax::Expression& expression,
                                        std::string_view text);

/// What an expression gives after all its converters.
model::SampleType type_of(const model::RoutingModel& model, const model::Expression& expression);

}  // namespace hapax::compile
