// Made by suppress.cpp, which knows what each comment hid.
#include <hapax/lint/rule.hpp>

namespace hapax::lint {

extern const Rule suppression_unused_rule{
    {
        .name = "suppression-unused",
        .severity = Severity::warning,
        .summary = "a comment '# hapax: ignore=...' that hides no finding",
        .why =
            "The mistake that it once hid is gone, or the comment stands on the wrong line. If it stays, it will hide "
            "the next mistake of the kind, which nobody has looked at.",
        .example_bad = "frontend www\n"
                       "    bind :80\n"
                       "    # hapax: ignore=unused-acl kept for later\n"
                       "    acl admin path_beg /admin/\n"
                       "    http-request deny if admin\n",
        .example_good = "frontend www\n"
                        "    bind :80\n"
                        "    acl admin path_beg /admin/\n"
                        "    http-request deny if admin\n",
    },
    {},
};

}  // namespace hapax::lint
