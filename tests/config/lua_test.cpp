// What Lua scripts register, read from their text: names, the rules that actions are for, how many words they take, and
// what services answer.
#include <string>

#include <gtest/gtest.h>

#include "config/files/lua_registrations.hpp"
#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

std::string names(const std::string& script) {
  const LuaRegistrations found = find_registrations(script);
  std::string out;
  for (const LuaRegistration& made : found.list) {
    out += (out.empty() ? "" : " ") + made.name;
    if (made.arguments) out += "/" + std::to_string(*made.arguments);
    if (!made.runs_at_load) out += "?";
  }
  return out + (found.opaque ? " ..." : "");
}

// The rule stands in line 8.
std::string rule(const std::string& script, const std::string& line) {
  TextFiles files;
  files.texts["s.lua"] = script;
  return check_text("global\n lua-load s.lua\n" + std::string(kListen) + line, Version::v3_0, {}, &files);
}

TEST(LuaScripts, AreReadWithoutCommentsAndStrings) {
  EXPECT_EQ(names("core.register_action('a', {'http-req'}, f)"), "a/0");
  EXPECT_EQ(names("-- core.register_action('a', {'http-req'}, f)\n"), "");
  EXPECT_EQ(names("--[[ core.register_action('a', {'http-req'}, f)\n ]] x = [=[ core.register_service('b') ]] ]=]"),
            "");
  EXPECT_EQ(names("x = 'core.register_action(\\'a\\')'"), "");
  EXPECT_EQ(names("core.register_fetches(name, f)"), " ...");
  EXPECT_EQ(names("local r = core.register_fetches"), "");
  EXPECT_EQ(names("local r = core.register_fetches r('x', f)"), " ...");
  EXPECT_EQ(names("require 'other'"), " ...");
}

TEST(LuaScripts, SayHowManyWordsAnActionTakes) {
  EXPECT_EQ(names("core.register_action('a', {'http-req'}, f, 2)"), "a/2");
  EXPECT_EQ(names("core.register_action('a', {'http-req'}, f, n)"), "a");
  EXPECT_EQ(names("core.register_action('a', {'http-req'}, function(t, x)\n local y, z = 1, 2\n"
                  " if y then z = 3 else for i = 1, 2 do z = i end end\n repeat y = 2 until true\nend, 1)"),
            "a/1");
}

TEST(LuaScripts, MayRegisterWhileTheyRun) {
  EXPECT_EQ(names("if x then core.register_action('a', {'http-req'}, f) end"), "a/0?");
  EXPECT_EQ(names("function g() core.register_action('a', {'http-req'}, f) end"), "a/0?");
}

TEST(LuaActions, TakeTheWordsThatTheyRegister) {
  const std::string script = "core.register_action('a', {'http-req'}, f, 1)\n";
  EXPECT_EQ(rule(script, " http-request lua.a x if TRUE\n"), "");
  EXPECT_EQ(rule(script, " http-request lua.a if\n"), "");
  EXPECT_EQ(rule(script, " http-request lua.a\n"), "missing-argument:9");
  EXPECT_EQ(rule(script, " http-request lua.a x y\n"), "condition-expected:9");
  EXPECT_EQ(rule("n = 1 core.register_action('a', {'http-req'}, f, n)\n", " http-request lua.a x y\n"), "");
}

TEST(LuaActions, StandInTheRulesThatTheyAreRegisteredFor) {
  const std::string script = "core.register_action('a', {'http-req', 'tcp-res'}, f)\n";
  EXPECT_EQ(rule(script, " http-request lua.a\n tcp-response content lua.a\n"), "");
  EXPECT_EQ(rule(script, " http-response lua.a\n"), "lua-not-here:9");
  EXPECT_EQ(rule("core.register_action('a', sets, f)\n", " http-response lua.a\n"), "");
}

TEST(LuaServices, AnswerTcpOrHttp) {
  const std::string script = "core.register_service('h', 'http', f)\ncore.register_service('t', 'tcp', f)\n";
  EXPECT_EQ(rule(script, " http-request use-service lua.h\n"), "");
  EXPECT_EQ(rule(script, " http-request use-service lua.t\n"), "lua-not-here:9");
  EXPECT_EQ(rule(script, " tcp-request content use-service lua.h\n"), "lua-not-here:9");
  EXPECT_EQ(rule(script, " tcp-request content use-service lua.t\n"), "lua-not-here:9");
  EXPECT_EQ(rule(script, " mode tcp\n tcp-request content use-service lua.t\n"), "");
}

// A hundred thousand calls that are never closed would each be read to the end of the script.
TEST(LuaNames, AreNotSoughtForEverInCallsWithoutEnd) {
  std::string script = "core.register_fetches('x', f)\n";
  for (int i = 0; i < 100'000; ++i) script += "core.register_action('a', ";
  EXPECT_EQ(names(script), "x ...");
}

TEST(LuaNames, AreRegisteredOnce) {
  const std::string fetch = "core.register_fetches('x', f)\n";
  EXPECT_EQ(rule(fetch, ""), "");
  EXPECT_EQ(rule(fetch + fetch, ""), "lua-name-repeated:2");
  EXPECT_EQ(rule(fetch + "if y then " + fetch + " end", ""), "");
  const std::string request = "core.register_action('a', {'http-req'}, f)\n";
  EXPECT_EQ(rule(request + "core.register_action('a', {'http-res'}, f)\n", ""), "");
  EXPECT_EQ(rule(request + request, ""), "lua-name-repeated:2");
  EXPECT_EQ(rule(fetch, "global\n lua-load-per-thread s.lua\n"), "");
  EXPECT_EQ(rule(fetch, "global\n lua-load s.lua\n"), "lua-name-repeated:10");
}

}  // namespace
}  // namespace hapax::config
