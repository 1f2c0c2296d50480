// Fills in the template of the page. What comes from outside is in two places only: the title, escaped, and the data,
// in which there is no `<`. The page's policy allows the scripts and styles that are embedded here, by their hash, and
// nothing else: even markup that slipped in could neither run nor load anything.

#include <hapax/base/markup.hpp>
#include <hapax/simulate/page.hpp>

#include <openssl/evp.h>

#include <array>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include <simulate/report/page_data.hpp>
#include <simulate/report/page_parts.hpp>

namespace hapax::simulate {
namespace {

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (const std::string_view entity = markup_entity(c); !entity.empty()) {
      out += entity;
    } else {
      out += c;
    }
  }
  return out;
}

/// 'sha256-...' as Content Security Policy wants it.
std::string hash_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::array<unsigned char, std::size_t{2} * EVP_MAX_MD_SIZE> encoded{};
  EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
  return fmt::format("'sha256-{}'", reinterpret_cast<const char*>(encoded.data()));
}

std::string fill(std::string_view text, const std::map<std::string_view, std::string_view>& parts) {
  std::string out;
  for (;;) {
    const std::size_t begin = text.find("{{");
    out += text.substr(0, begin);
    if (begin == std::string_view::npos) return out;
    const std::size_t end = text.find("}}", begin);
    out += parts.at(text.substr(begin + 2, end - begin - 2));
    text.remove_prefix(end + 2);
  }
}

}  // namespace

std::string html_report(const SimulationResult& result, const ReportContext& context, const PageExtras& extras) {
  const std::string style = fmt::format("{}{}", page::library_style, page::style);
  const std::string library = fmt::format("/*\n{}*/\n{}", page::library_licence, page::library);
  const std::string policy = fmt::format(
      "default-src 'none'; script-src {} {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
      hash_of(library), hash_of(page::script), hash_of(style));
  const std::string title = escape(fmt::format("Simulation of {}", context.configuration));
  const std::string data = page::data(result, context, extras);
  constexpr std::string_view kNoPicture = "<p class=\"empty\">There is no picture of the topology.</p>";
  return fill(page::html, {{"policy", policy},
                           {"title", title},
                           {"style", style},
                           {"topology", extras.topology.empty() ? kNoPicture : std::string_view(extras.topology)},
                           {"data", data},
                           {"library", library},
                           {"script", page::script}});
}

}  // namespace hapax::simulate
