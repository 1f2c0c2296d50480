// What single directives need beyond their signature.
//
// One function a directive, in a file by subject, listed in directives.cpp. It runs right after the arguments have
// been read, in the order of the lines, and may change the state of the Reading for the lines below.
#pragma once

#include "config/reading.hpp"

namespace hapax::config {

using DirectiveCheck = void (*)(Reading&, Directive&);

/// Runs the check of the directive, if it has one. `failed`: its arguments were wrong, and a finding says so.
void check_directive(Reading& reading, Directive& directive, bool failed);

/// HAProxy reads the arguments although the directive is of no use where it stands.
bool reads_when_ignored(const Keyword& row);

}  // namespace hapax::config
