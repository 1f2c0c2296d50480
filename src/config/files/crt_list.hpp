// Lists of certificates: what `crt-list FILE` names.
#pragma once

#include <optional>

#include "config/files/certificates.hpp"

namespace hapax::config {

/// How many certificates the list brings; nothing when it was refused. Whatever is wrong in the file is reported on
/// `span`, the words that name it, as HAProxy does. Without access to files a list is taken to bring one.
std::optional<std::size_t> check_certificate_list(Reading& reading, const TlsPaths& paths, std::string_view name,
                                                  Span span);

}  // namespace hapax::config
