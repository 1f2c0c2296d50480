// The sources of the page of html_report(), as the build embeds them (tools/cmake/embed.cmake).
#pragma once

#include <string_view>

namespace hapax::simulate::page {

extern const std::string_view kTemplate;  ///< page.html: {{name}} marks where the parts go
extern const std::string_view kStyle;
extern const std::string_view kScript;
extern const std::string_view kLibrary;  ///< uPlot
extern const std::string_view kLibraryStyle;
extern const std::string_view kLibraryLicence;

}  // namespace hapax::simulate::page
