// Arguments of fetches, converters and actions, by the kinds that the model's vocabulary lists for them.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include <hapax/syntax/expression.hpp>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// Who takes the arguments.
struct Taker {
  std::string_view name;   ///< as written: "sc0_http_req_rate", "map_beg"
  std::string_view kinds;  ///< "integer table?", see fetches.inc
};

/// The arguments of a call. `texts` are those written. What the kinds ask for and the line leaves out is absent, but
/// for proxies and tables, which are then those of the proxy at work.
Result<std::vector<model::Argument>> compile_arguments(Compilation& c, const ProxyWork& work, const Taker& taker,
                                                       std::span<const syntax::Argument> texts);

/// A variable's name with its scope, "txn.user". Nothing when the scope is unknown.
Result<model::Index> variable(Compilation& c, std::string_view name);

model::Index regex(Compilation& c, std::string_view pattern, bool ignore_case);

model::Argument integer_argument(std::int64_t number);
model::Argument text_argument(std::string_view text);
model::Argument index_argument(model::Argument::Kind kind, model::Index index);

}  // namespace hapax::compile
