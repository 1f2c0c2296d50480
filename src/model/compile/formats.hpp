// Log-format strings.
#pragma once

#include <string_view>

#include <hapax/syntax/log_format.hpp>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// Of a rule: what it cannot express makes the whole format, and so the rule, not modelled. `known` is what the text
/// was read as before, null when that is not known.
Result<model::Index> compile_format(Compilation& c, const ProxyWork& work, std::string_view text,
                                    const syntax::LogFormat* known = nullptr);

/// Of a log: an expression that the model does not know is left as an alias that nobody knows, which prints "-".
Result<model::Index> compile_log_format(Compilation& c, const ProxyWork& work, std::string_view text);

/// One literal, whatever stands in it.
model::Index literal_format(Compilation& c, std::string_view text);

}  // namespace hapax::compile
