// What compiling for the findings alone says is what compiling says.
#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <hapax/config/load.hpp>
#include <hapax/model/compile/compile.hpp>

namespace hapax::compile {
namespace {

using ::testing::Contains;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> texts(const SourceSet& sources, const Diagnostics& findings) {
  std::vector<std::string> list;
  for (const Diagnostic& d : findings.list()) {
    list.push_back(std::to_string(sources.begin(d.span).line) + ": " + d.message);
  }
  std::sort(list.begin(), list.end());
  return list;
}

struct Findings {
  std::vector<std::string> whole;  ///< of compiling
  std::vector<std::string> alone;  ///< of looking for what is not modelled
};

Findings findings(const char* text) {
  SourceSet sources;
  const FileId file = sources.add("x.cfg", text);
  Diagnostics of_load;
  const config::Config config = config::load(sources, {&file, 1}, {}, of_load);
  Diagnostics whole;
  compile(config, nullptr, whole);
  Diagnostics alone;
  find_not_modelled(config, nullptr, alone);
  return {texts(sources, whole), texts(sources, alone)};
}

// Servers that nothing else names are not kept then.
TEST(FindNotModelled, LooksAtTemplatesWhoseServersAreLeftOut) {
  const Findings found = findings(R"(
backend b
    server-template t 1-3 127.0.0.1:80 id 5 resolve-net 10.0.0.0/8
)");
  EXPECT_THAT(found.alone, ElementsAreArray(found.whole));
}

TEST(FindNotModelled, FindsFiltersButThoseOfCachesAndCompression) {
  const std::string start = R"(
cache c
    total-max-size 4
defaults
    mode http
    timeout client 5s
frontend f
    bind :80
    http-request cache-use c
    http-response cache-store c
)";
  EXPECT_THAT(
      findings((start + "    filter cache c\n    filter compression\n    compression algo gzip\n").c_str()).whole,
      Not(Contains(HasSubstr("filter"))));
  EXPECT_THAT(findings((start + "    filter cache c\n    filter trace\n").c_str()).whole,
              Contains(HasSubstr("filter trace")));
}

TEST(FindNotModelled, FindsWhatCompileFinds) {
  const Findings found = findings(R"(
defaults base
    mode http
    option http-restrict-req-hdr-names delete
    timeout client 5s
frontend f from base
    bind :80
    acl known path_beg /a
    filter spoe engine waf config waf.conf
    http-request set-header x %[bytes_in]
    use_backend b if known
    use_backend %[req.hdr(x)] if { ssl_c_ca_err 3 }
    default_backend b
backend b from base
    stick-table type ip size 1k recv-only
    use-server s if { src_conn_rate(other) gt 3 }
    use-server t1 if { path /t }
    server s 127.0.0.1:80 resolve-net 10.0.0.0/8 track other/o
    server-template t 1-3 127.0.0.1:80
backend other
    stick-table type ip size 1k store conn_rate(10s)
    server o 127.0.0.1:81 check
frontend late from base
    bind :443 ssl crt x.pem ca-file x.pem verify optional
    default_backend b
)");
  ASSERT_THAT(found.whole, Not(IsEmpty()));
  EXPECT_THAT(found.alone, ElementsAreArray(found.whole));
}

// An expression that was compiled for a line is not compiled again for the next; one that was not modelled is, and so
// is one of another proxy, of the answer, or of an ACL.
TEST(FindNotModelled, LooksAtExpressionsThatStandInManyLines) {
  const Findings found = findings(R"(
frontend f
    mode http
    acl a path_beg /a
    http-request set-header X %[req.hdr(x),lower] if { path_beg /x } { acl(a) }
    http-request set-header Y %[req.hdr(x),lower] if { path_beg /y } { acl(a) }
    http-request set-var(txn.x) hdr(x)
    http-response set-var(txn.x) hdr(x)
    http-request set-header X %[req.body_size,wurfl_none]
    http-request set-header X %[fc_rtt]
    http-request set-header X %[fc_rtt]
    http-request set-var(txn.y) fc_rtt(ms),add(1000000000000000000)
    http-request set-var(txn.y) fc_rtt(ms),add(1000000000000000000)
frontend g
    mode http
    http-request set-header X %[req.hdr(x),lower] if { path_beg /x }
    http-request set-header X %[fc_rtt]
)");
  EXPECT_THAT(found.whole, Not(IsEmpty()));
  EXPECT_THAT(found.alone, ElementsAreArray(found.whole));
}

// A rule that is like one before it names an ACL that is not.
TEST(FindNotModelled, LooksAtTheAclsOfRulesThatAreUnderstoodThemselves) {
  const Findings found = findings(R"(
frontend f
    mode http
    filter spoe engine waf config waf.conf
    acl a path_beg /a
    acl b fc_rtt gt 3
    http-request set-header X 1 if a
    http-request set-header X 2 if { path_beg /x }
    http-request set-header X 3 if b
    use_backend b if a
    use_backend b if { path_beg /x }
    use_backend b if b
    use_backend b if b { path_beg /x }
backend b
    server s 127.0.0.1:80
)");
  EXPECT_THAT(found.whole, Contains(HasSubstr("acl 'b'")));
  EXPECT_THAT(found.alone, ElementsAreArray(found.whole));
}

// HAProxy writes the next result over the text that it reads.
TEST(FindNotModelled, FindsConvertersThatReadWhatTheyOverwrite) {
  const auto in = [](const std::string& expression) {
    return findings(("frontend f\n    mode http\n    http-request set-header X %[" + expression + "]\n").c_str()).whole;
  };
  EXPECT_THAT(in("bool(1),rfc7239_np,url_enc"), Contains(HasSubstr("'rfc7239_np': of a number")));
  EXPECT_THAT(in("int(1),rfc7239_nn,url_enc"), Contains(HasSubstr("'rfc7239_nn': of a number")));
  EXPECT_THAT(in("int(1),rfc7239_np,url_enc"), Not(Contains(HasSubstr("rfc7239_np"))));
  EXPECT_THAT(in("bool(1),rfc7239_np"), Not(Contains(HasSubstr("rfc7239_np"))));
}

// An ACL needs buffers, too, and its text may stand in the one that the next converter writes to.
TEST(FindNotModelled, FindsTextsThatAnAclOverwrites) {
  const auto in = [](const std::string& expression) {
    return findings(("frontend f\n    mode http\n    acl named path /a\n    http-request set-header X %[" + expression +
                     "]\n")
                        .c_str())
        .whole;
  };
  const auto told = Contains(HasSubstr("'when': of a text"));
  EXPECT_THAT(in("base,when(acl,named),url_enc"), told);
  EXPECT_THAT(in("var(txn.x),when(!acl,named),url_enc"), told);
  EXPECT_THAT(in("path,lower,when(acl,named),when(!acl,named),hex"), told);
  EXPECT_THAT(in("query(with_qm),when(acl,named),hex"), told);
  EXPECT_THAT(in("query,when(acl,named),hex"), Not(told));
  EXPECT_THAT(in("path,when(acl,named),hex"), Not(told));
  EXPECT_THAT(in("path,length,when(acl,named),add(1)"), Not(told));
  EXPECT_THAT(in("base,when(acl,named)"), Not(told));
  EXPECT_THAT(in("base,when(error),url_enc"), Not(told));
}

// What was compiled is looked up by its text, and that of a page's format is gone by then (the address sanitizer saw).
TEST(FindNotModelled, KeepsTheTextsOfPagesThatItCompiled) {
  const Findings found = findings(R"(
frontend f
    mode http
    http-error status 200 content-type text/plain lf-string "the path is %[path], and a longer text has no room"
    http-error status 404 content-type text/plain lf-string "%[fc_rtt(ms),add(1000000000000000000)]"
    http-request set-header X %[path]
    http-request set-header Y %[fc_rtt(ms),add(1000000000000000000)]
)");
  EXPECT_THAT(found.whole, Not(IsEmpty()));
  EXPECT_THAT(found.alone, ElementsAreArray(found.whole));
}

// What was compiled for one proxy is not looked at in the next, unless it may mean something else there.
TEST(FindNotModelled, LooksAtProxiesThatAreLikeOthers) {
  const std::string known = R"(    mode http
    acl a path_beg /a
    acl b src_conn_rate gt 3
    acl c url_param(x) -m found
    acl e path, lower /a
    http-request set-header X %[path,lower] if a
    http-request set-var(txn.x) req.hdr(x) if { method POST }
    http-request track-sc0 src
    http-response set-header X %[hdr(x)]
)";
  const std::string first = "frontend f\n    bind :80\n    stick-table type ip size 1k store conn_rate(10s)\n" + known +
                            "    http-request deny if b || c\n    http-request set-header X %[src_conn_rate]\nbackend "
                            "known\n    server s 127.0.0.1:80 check\n";
  for (const char* const line : {"",
                                 "acl a fc_rtt(ms),add(1000000000000000000) 3",
                                 "acl d path -f missing.lst",
                                 "acl d req.fhdr(x) -m str a b",
                                 "acl d src_conn_rate(f) gt 5",
                                 "acl d src_conn_rate(nowhere) gt 5",
                                 "acl d acl(b)",
                                 "acl d path, wurfl_none /a",
                                 "acl d path -m reg ^/",
                                 "http-request set-header Y %[src_conn_rate]",
                                 "http-request set-header Y %[path,map(missing.map)]",
                                 "http-request set-header Y %[fc_rtt]",
                                 "http-request set-var(txn.y) hdr(x),wurfl_none",
                                 "http-request set-var(txn.y) path lower",
                                 "http-request cache-use nowhere",
                                 "http-request deny if { wait_end }",
                                 "http-request capture path len 10",
                                 "http-request set-header Y z if { fc_rtt(ms,x) 3 }",
                                 "http-response lua.x",
                                 "http-after-response set-header Y %[req.fhdr(y),when(acl,a)]",
                                 "use_backend known if a",
                                 "use_backend nowhere if a",
                                 "use_backend %[path,nowhere]",
                                 "use_backend known if { req.none }",
                                 "balance hash req.none",
                                 "balance hdr(x)",
                                 "default-server sni req.none",
                                 "default-server resolve-net 10.0.0.0/8",
                                 "server s 127.0.0.1:80 sni req.none",
                                 "server s 127.0.0.1:80 check",
                                 "server-template s 1-100000 127.0.0.1:80",
                                 "bind :81 nice 4",
                                 "bind :81 accept-netscaler-cip 5",
                                 "option forwarded for-expr req.none",
                                 "filter trace",
                                 "errorfile 503 missing.http",
                                 "http-error status 404 x y",
                                 "log-format %[req.none]",
                                 "monitor fail if { req.none }",
                                 "http-check expect nowhere",
                                 "nowhere"}) {
    for (const std::string start : {"listen second\n", "defaults d\n    mode http\n"}) {
      std::string text = first;
      text.append(start).append("    ").append(line).append("\n").append(known);
      text.append("backend third\n    mode http\n    server s 127.0.0.1:80\n    ").append(line).append("\n");
      text.append("frontend fourth\n    mode http\n    http-request set-header Z %[path,lower]\n");
      const Findings found = findings(text.c_str());
      EXPECT_THAT(found.alone, ElementsAreArray(found.whole)) << text;
    }
  }
}

TEST(FindNotModelled, TakesAllPredefinedAcls) {
  for (const char* const name :
       {"FALSE",        "HTTP",         "HTTP_1.0",       "HTTP_1.1",      "HTTP_2.0",  "HTTP_3.0",
        "HTTP_CONTENT", "HTTP_URL_ABS", "HTTP_URL_SLASH", "HTTP_URL_STAR", "LOCALHOST", "METH_CONNECT",
        "METH_DELETE",  "METH_GET",     "METH_HEAD",      "METH_OPTIONS",  "METH_POST", "METH_PUT",
        "METH_TRACE",   "RDP_COOKIE",   "REQ_CONTENT",    "TRUE",          "WAIT_END"}) {
    const std::string text =
        std::string("frontend f\n    mode http\n    http-request set-header X y if ") + name + "\n";
    EXPECT_THAT(findings(text.c_str()).whole, IsEmpty()) << name;
  }
}

}  // namespace
}  // namespace hapax::compile
