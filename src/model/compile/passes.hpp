// What compile.cpp calls once the lines of a proxy are applied, and once the names of all proxies are known.
#pragma once

#include "model/compile/compilation.hpp"

namespace hapax::compile {

// Before the lines of a proxy.
void default_balance(Compilation& c, ProxyWork& work);  // balance.cpp

// Sections.
void compile_global(Compilation& c);       // global.cpp
void compile_userlists(Compilation& c);    // userlists.cpp
void compile_caches(Compilation& c);       // caches.cpp
void compile_http_errors(Compilation& c);  // error_pages.cpp
void compile_peers(Compilation& c);        // stick_tables.cpp

// One proxy, all of whose lines are applied.
void assign_server_ids(Compilation& c, ProxyWork& work);  // servers.cpp
void finish_checks(Compilation& c, ProxyWork& work);      // checks.cpp

// One proxy, with all names known.
void compile_balance(Compilation& c, ProxyWork& work);       // balance.cpp
void compile_logs(Compilation& c, ProxyWork& work);          // logs.cpp
void compile_rules(Compilation& c, ProxyWork& work);         // rules.cpp
void compile_switching(Compilation& c, ProxyWork& work);     // switching.cpp
void compile_stick_rules(Compilation& c, ProxyWork& work);   // persistence.cpp
void compile_monitor(Compilation& c, ProxyWork& work);       // switching.cpp
void compile_server_names(Compilation& c, ProxyWork& work);  // servers.cpp: track, sni

// All proxies.
void assign_proxy_ids(Compilation& c);  // proxies.cpp
void default_fullconn(Compilation& c);  // proxies.cpp

}  // namespace hapax::compile
