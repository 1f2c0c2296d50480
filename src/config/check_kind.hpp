// How the servers of a section are checked.
#pragma once

#include <array>
#include <string_view>

#include <hapax/config/config.hpp>

namespace hapax::config {

/// The options that choose it: the last one holds.
inline constexpr std::array<std::string_view, 10> kCheckOptions{
    "option external-check", "option httpchk", "option ldap-check", "option mysql-check",   "option pgsql-check",
    "option redis-check",    "option smtpchk", "option spop-check", "option ssl-hello-chk", "option tcp-check"};

/// The one that holds for a section, its own or inherited; empty where there is none.
std::string_view check_kind(const Section& section);

/// Whether a line is a step of the check rules that begin with `prefix` ("http-check " or "tcp-check "): a connection,
/// something sent, something expected. Comments and variables are none.
bool is_check_step(const Directive& d, std::string_view prefix);

}  // namespace hapax::config
