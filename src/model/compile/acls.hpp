// ACLs: named, anonymous and predefined.
#pragma once

#include <string_view>

#include <hapax/syntax/condition.hpp>

#include "model/compile/compilation.hpp"

namespace hapax::compile {

/// The ACL of that name in a section: all its `acl` lines, or a predefined one. Compiled when first asked for.
Result<model::Index> named_acl(Compilation& c, const ProxyWork& work, const config::Section* scope,
                               std::string_view name);

/// What stands between braces: criterion, flags, patterns. The definition is what these words were read as, or null.
Result<model::Index> anonymous_acl(Compilation& c, const ProxyWork& work, Words words,
                                   const syntax::AclDefinition* definition);

/// The ACLs that the arguments of the fetch acl() name; each argument gets the index of its ACL.
Result<void> compile_named_acls(Compilation& c, const ProxyWork& work, std::vector<model::Argument>& arguments);

}  // namespace hapax::compile
