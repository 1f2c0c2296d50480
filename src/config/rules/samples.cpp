// Pages of rules, for `hapax rule`: sample expressions, ACLs, log formats.
#include "config/rules/rules.hpp"

namespace hapax::config {
namespace {

constexpr RuleInfo kRules[] = {
    {"unknown-fetch", Origin::haproxy, Severity::error, "a sample fetch that the target version does not have",
     "It may be misspelled or come with a later version.", "acl x pathh /", "acl x path /", std::nullopt},
    {"unknown-converter", Origin::haproxy, Severity::error, "a converter that the target version does not have",
     "It may be misspelled or come with a later version.", "http-request set-var(txn.x) path,lowr",
     "http-request set-var(txn.x) path,lower", std::nullopt},
    {"converter-type", Origin::haproxy, Severity::error, "a converter that cannot take the value before it",
     "HAProxy turns some types into others by itself; this pair is not among them.", "", "", std::nullopt},
    {"call-arguments", Origin::haproxy, Severity::error, "arguments that do not fit a sample fetch or converter",
     "The message says which one is wrong.", "http-request set-var(txn.x) path,field(1)",
     "http-request set-var(txn.x) path,field(1,/)", std::nullopt},
    {"call-argument-unused", Origin::haproxy, Severity::warning, "an argument of a counter that means nothing",
     "HAProxy takes it and warns. Write the name alone.", "http-request set-var(txn.x) fc_lost(us)",
     "http-request set-var(txn.x) fc_lost", std::nullopt},
    {"fetch-not-available", Origin::haproxy, Severity::error, "a sample fetch at a point where its data is not there",
     "A request rule cannot look at the response, a connection rule not at the request.",
     "http-request set-header X %[status]", "http-response set-header X %[status]", std::nullopt},
    {"malformed-expression", Origin::haproxy, Severity::error, "a sample expression that cannot be read",
     "Converters follow a fetch behind commas; parentheses must be closed.", "", "", std::nullopt},
    {"bad-variable-name", Origin::haproxy, Severity::error, "a name that no variable can have",
     "A name begins with its scope: proc, sess, txn, req, res or check.", "http-request set-var(user) src",
     "http-request set-var(txn.user) src", std::nullopt},
    {"unknown-log-variable", Origin::haproxy, Severity::error, "a log format with a variable that does not exist",
     "Write '%%' for a plain '%'.", "log-format %zz", "log-format %ci", std::nullopt},
    {"unknown-acl", Origin::haproxy, Severity::error, "a condition names an ACL that is not declared above",
     "ACLs are known from their line on, in their own section.", "http-request deny if bad",
     "acl bad path /x\nhttp-request deny if bad", std::nullopt},
    {"malformed-acl", Origin::haproxy, Severity::error, "an ACL that cannot be read",
     "An ACL is a sample fetch, flags and patterns.", "", "", std::nullopt},
    {"malformed-condition", Origin::haproxy, Severity::error, "a condition that cannot be read",
     "Braces are words of their own: '{ path /x }'.", "http-request deny if {path /x}",
     "http-request deny if { path /x }", std::nullopt},
    {"condition-expected", Origin::haproxy, Severity::error, "something else than a condition where one must stand",
     "Only 'if' or 'unless' and a condition can stand there.", "", "", std::nullopt},
    {"acl-never-matches", Origin::haproxy, Severity::warning, "an ACL whose data is never available where it is used",
     "It is false always.", "http-request deny if { res.hdr(x) -m found }",
     "http-response deny if { res.hdr(x) -m found }", std::nullopt},
    {"acl-without-pattern", Origin::haproxy, Severity::warning, "an ACL without a pattern",
     "It never matches. '-m found' asks whether the value exists; '--' says that none is meant.", "acl any path_beg",
     "acl any path_beg /", std::nullopt},
    {"match-method-needed", Origin::haproxy, Severity::error, "an ACL on a value of any type without a match method",
     "HAProxy cannot tell how to compare it.", "acl x var(txn.a) b", "acl x var(txn.a) -m str b", std::nullopt},
    {"unknown-match-method", Origin::haproxy, Severity::error, "a word behind -m that is no match method",
     "The message lists them.", "", "", std::nullopt},
    {"match-type", Origin::haproxy, Severity::error, "a match method that cannot look at the value",
     "An address cannot be matched as a boolean, for example.", "", "", std::nullopt},
    {"invalid-pattern", Origin::haproxy, Severity::error, "a pattern that does not fit the match",
     "Integers take numbers and ranges, addresses take networks. In files each line is a pattern, blanks at its end "
     "included; in maps the values of map_ip_int and its like must be numbers, those of map_str_ip addresses.",
     "acl x dst_port http", "acl x dst_port 80", std::nullopt},
    {"acl-without-group", Origin::haproxy, Severity::error, "'http_auth_group' without a group",
     "The fetch asks whether the user is in a group, and the groups stand behind it in the same line.",
     "acl allowed http_auth_group(staff)", "acl allowed http_auth_group(staff) admins", std::nullopt},
    {"pattern-file-kind", Origin::haproxy, Severity::error, "a file that is read as a list of patterns and as a map",
     "HAProxy keeps a file once, by its name, and its lines have one column or two. '-M' before '-f' matches the keys "
     "of a map.",
     "http-request deny if { src -f bad.lst }\n    http-request set-var(txn.why) src,map_ip(bad.lst)",
     "http-request deny if { src -M -f bad.map }\n    http-request set-var(txn.why) src,map_ip(bad.map)", std::nullopt},
    {"malformed-lua", Origin::haproxy, Severity::error, "a Lua script that does not compile",
     "Only its grammar is looked at, by Lua 5.4: what happens while it runs is not.", "", "", std::nullopt},
    {"unknown-lua-name", Origin::haproxy, Severity::error, "a name under 'lua.' that no script registers",
     "Load the script in the global section; it must register the name.", "", "", std::nullopt},
    {"lua-name-repeated", Origin::haproxy, Severity::warning, "a name that Lua scripts register twice",
     "Of several scripts, or of one that is loaded twice, the first counts.", "", "", std::nullopt},
    {"lua-not-here", Origin::haproxy, Severity::error, "a Lua action or service where it cannot stand",
     "core.register_action() names the rules that an action is for, and core.register_service() whether it answers TCP "
     "or HTTP.",
     "", "", std::nullopt},
    {"unknown-reference", Origin::haproxy, Severity::error, "a name in an expression or rule that is declared nowhere",
     "It must be a section with a stick-table, a backend, a frontend or a userlist.", "", "", std::nullopt},
    {"unknown-stick-counter", Origin::haproxy, Severity::error, "a stick counter that does not exist",
     "There are three, 0 to 2; tune.stick-counters changes that.", "", "", std::nullopt},
    {"missing-file", Origin::haproxy, Severity::error, "a file that cannot be read",
     "With --no-files no file is looked at.", "", "", std::nullopt},
};

}  // namespace

std::span<const RuleInfo> samples_rules() { return kRules; }

}  // namespace hapax::config
