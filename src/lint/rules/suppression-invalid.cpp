// Made by suppress.cpp, which reads the comments.
#include <hapax/lint/rule.hpp>

namespace hapax::lint {

extern const Rule suppression_invalid_rule{
    {
        .name = "suppression-invalid",
        .severity = Severity::warning,
        .summary =
            "a comment '# hapax: ...' that gives no order which hapax knows, or names a rule that does not exist",
        .why = "It hides nothing, although whoever wrote it thinks that it does.",
        .example_bad = "frontend www\n"
                       "    bind :80\n"
                       "    acl admin path_beg /admin/   # hapax: ignore=unused-alc kept for later\n",
        .example_good = "frontend www\n"
                        "    bind :80\n"
                        "    acl admin path_beg /admin/   # hapax: ignore=unused-acl kept for later\n",
    },
    {},
};

}  // namespace hapax::lint
