// The sources of the page of html_report(), as the build embeds them (tools/cmake/embed.cmake).
#pragma once

#include <string_view>

namespace hapax::simulate::page {

extern const std::string_view html;  ///< page.html: {{name}} marks where the parts go
extern const std::string_view style;
extern const std::string_view script;
extern const std::string_view library;  ///< uPlot
extern const std::string_view library_style;
extern const std::string_view library_licence;

}  // namespace hapax::simulate::page
