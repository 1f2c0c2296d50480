// Config -> RoutingModel: the only stage that sees both.
//
// What a configuration says is folded, line by line, into the model: first the lines of the defaults section that a
// proxy inherits from, then its own, so that "the last one counts" needs no further rule. Names become indices, times
// nanoseconds, map and pattern files tables, version-dependent defaults values.
//
// A line whose meaning the model cannot express is neither guessed at nor forgotten: it goes to
// RoutingModel::not_modelled and becomes a finding `not-modelled` of severity info. Lines that bear on nothing that is
// decided here (`user`, `log`, `tune.*` ...) are listed in src/model/compile/without_bearing.inc and pass in silence.
//
// A configuration with errors compiles as well, as far as it goes; who must not go on looks at Diagnostics::rejected().
#pragma once

#include <span>

#include <hapax/base/diagnostic.hpp>
#include <hapax/base/rule_info.hpp>
#include <hapax/config/config.hpp>
#include <hapax/config/load.hpp>
#include <hapax/model/model.hpp>
#include <hapax/syntax/environment.hpp>

namespace hapax::compile {

/// `files` is how maps, pattern files and error pages are read; null reads none, and what needs one is not modelled.
/// `environment` is what the fetch env() sees; null: no variable is set.
model::RoutingModel compile(const config::Config& config, config::FileAccess* files, Diagnostics& diagnostics,
                            const syntax::Environment* environment = nullptr);

/// The findings of compile() alone, in less time and in a fraction of its memory: the parts of the model live only as
/// long as their proxy is looked at. Of a configuration that HAProxy refuses some may be missing, in lines that could
/// not be read.
void find_not_modelled(const config::Config& config, config::FileAccess* files, Diagnostics& diagnostics,
                       const syntax::Environment* environment = nullptr);

/// The rules of this stage, for `hapax rule`.
std::span<const RuleInfo> rules();

}  // namespace hapax::compile
