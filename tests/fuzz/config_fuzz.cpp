// The whole way of a configuration: read, checked, compiled, its findings printed. The first byte chooses the target;
// what follows a line "%%" is what every file that the configuration names holds.
//
// Beside crashes and sanitizer findings it looks for broken promises: places lie in their file, and compiling for the
// findings alone gives the findings of compiling.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <hapax/config/load.hpp>
#include <hapax/lint/lint.hpp>
#include <hapax/lint/render.hpp>
#include <hapax/model/compile/compile.hpp>

namespace hapax {
namespace {

void require(bool promise) {
  if (!promise) std::abort();
}

// Every path is a regular file of this content; "missing" in its name makes it missing.
class OneFile final : public config::FileAccess {
 public:
  explicit OneFile(std::string_view content) : content_(content) {}
  config::FileState state(const std::string& path) override {
    if (path.find("missing") != std::string::npos) return config::FileState::missing;
    return path.ends_with('/') ? config::FileState::directory : config::FileState::regular;
  }
  std::optional<std::string> read(const std::string& path, std::size_t limit) override {
    if (state(path) != config::FileState::regular) return std::nullopt;
    return std::string(content_.substr(0, limit));
  }
  std::optional<std::vector<std::string>> list(const std::string& path) override {
    if (state(path) != config::FileState::directory) return std::nullopt;
    return std::vector<std::string>{"a.pem", "b.pem"};
  }

 private:
  std::string_view content_;
};

std::vector<std::tuple<std::uint32_t, std::string>> sorted(const Diagnostics& findings) {
  std::vector<std::tuple<std::uint32_t, std::string>> list;
  for (const Diagnostic& d : findings.list()) list.emplace_back(d.span.offset, d.message);
  std::sort(list.begin(), list.end());
  return list;
}

void read_configuration(std::string_view text, std::string_view content, Version target) {
  SourceSet sources;
  const FileId file = sources.add("fuzz.cfg", std::string(text));
  OneFile files(content);
  config::LoadOptions options;
  options.target = target;
  options.files = &files;
  options.environment.set("A", "one");
  options.environment.set("L", " a b  c ");
  Diagnostics findings;
  const config::Config config = config::load(sources, {&file, 1}, options, findings);
  lint::check(config, {{"all"}, {}}, findings);

  Diagnostics of_compile;
  compile::compile(config, &files, of_compile, &options.environment);
  Diagnostics alone;
  compile::find_not_modelled(config, &files, alone, &options.environment);
  require(findings.rejected() || sorted(of_compile) == sorted(alone));

  for (Diagnostic& d : of_compile.list()) findings.add(std::move(d));
  lint::suppress(sources, config, {}, findings);
  lint::sort_by_place(findings.list());
  std::string out;
  for (const Diagnostic& d : findings.list()) {
    require(d.span.file == file && d.span.end() <= text.size());
    lint::render_text(sources, d, {}, out);
  }
}

}  // namespace
}  // namespace hapax

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t mark = input.find("\n%%\n");
  const std::string_view text = input.substr(0, mark == std::string_view::npos ? mark : mark + 1);
  const std::string_view content = mark == std::string_view::npos ? std::string_view() : input.substr(mark + 4);
  hapax::read_configuration(text, content, hapax::kTargets[data[0] % hapax::kTargets.size()]);
  return 0;
}
