#include "oracle_words.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string_view>

#include "corpus.hpp"

namespace hapax::syntax {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargeRun = 400;
constexpr std::size_t kSmallRun = 40;

std::vector<std::size_t> range(std::size_t first, std::size_t last) {
  std::vector<std::size_t> numbers(last - first);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

constexpr std::string_view kScript = R"(
local words = table.pack(...)
for i = 2, words.n do
  words[i] = words[i]:gsub(".", function(c) return string.format("%02x", c:byte()) end)
end
io.stdout:write("words ", table.concat(words, " "), "\n")
)";

std::string shell_quote(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string find_program() {
  const char* const folder = std::getenv("HAPAX_ORACLE_DIR");  // NOLINT(concurrency-mt-unsafe)
  if (folder == nullptr) return "haproxy";
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with("haproxy")) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found.empty() ? "haproxy" : found.back();
}

std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned char byte = 0;
    std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace

WordOracle::WordOracle(std::vector<std::pair<std::string, std::string>> environment) : program_(find_program()) {
  std::string name = (fs::temp_directory_path() / "hapax-words-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    program_.clear();
    return;
  }
  folder_ = name;
  std::ofstream(folder_ / "w.lua") << kScript;
  for (const auto& [key, value] : environment)
    environment_.append(" ").append(shell_quote(std::string(key).append("=").append(value)));
  const auto answer = words({"a 'b c'"});
  if (answer[0] != std::vector<std::string>{"a", "b c"} || !read_version()) program_.clear();
}

WordOracle::~WordOracle() {
  std::error_code error;
  if (!folder_.empty()) fs::remove_all(folder_, error);
}

// A HAProxy with a wrong line runs the scripts up to there or none at all, by version, and names at most 50 wrong
// lines. So a large run is tried first; where it leaves anything open, small ones, each repeated without the refused
// lines.
std::vector<std::optional<std::vector<std::string>>> WordOracle::words(const std::vector<std::string>& lines) {
  Answers answers(lines.size());
  const auto complete = [&](const std::vector<std::size_t>& indices) {
    return std::all_of(indices.begin(), indices.end(), [&](std::size_t i) { return answers[i].has_value(); });
  };
  for (std::size_t first = 0; first < lines.size(); first += kLargeRun) {
    const std::vector<std::size_t> large = range(first, std::min(first + kLargeRun, lines.size()));
    ask(lines, large, answers);
    if (complete(large)) continue;
    for (std::size_t at = 0; at < large.size(); at += kSmallRun) {
      std::vector<std::size_t> small = range(first + at, std::min(first + at + kSmallRun, first + large.size()));
      for (const std::size_t refused : ask(lines, small, answers)) std::erase(small, refused);
      if (!complete(small)) ask(lines, small, answers);
    }
  }
  return answers;
}

bool WordOracle::read_version() {
  run("-v");
  const std::string text = read_whole(folder_ / "out");
  constexpr std::string_view kIntroduction = "version ";
  const std::size_t found = text.find(kIntroduction);
  if (found == std::string::npos) return false;
  const std::size_t first = found + kIntroduction.size();
  const std::size_t patch = text.find('.', text.find('.', first) + 1);
  const auto version = parse_version(text.substr(first, patch - first));
  if (version) version_ = *version;
  return version.has_value();
}

std::vector<std::size_t> WordOracle::ask(const std::vector<std::string>& lines, const std::vector<std::size_t>& indices,
                                         Answers& answers) {
  std::ofstream configuration(folder_ / "w.cfg", std::ios::binary);
  configuration << "global\n";
  for (const std::size_t i : indices) configuration << "lua-load w.lua " << i << ' ' << lines[i] << '\n';
  configuration.close();
  run("-c -f w.cfg");
  read_words(answers);
  return read_refusals(indices);
}

/// Runs HAProxy in the folder; what it prints goes to the files out and err there.
void WordOracle::run(const std::string& arguments) const {
  const std::string command = "cd " + shell_quote(folder_) + " && timeout 60 env -i PATH=\"$PATH\"" + environment_ +
                              ' ' + shell_quote(program_) + ' ' + arguments + " >out 2>err";
  [[maybe_unused]] const int status = std::system(command.c_str());  // NOLINT(concurrency-mt-unsafe)
}

void WordOracle::read_words(Answers& answers) const {
  std::ifstream out(folder_ / "out", std::ios::binary);
  for (std::string line; std::getline(out, line);) {
    std::istringstream fields(line);
    std::string word;
    std::size_t number = 0;
    if (!(fields >> word) || word != "words" || !(fields >> number) || number >= answers.size()) continue;
    std::vector<std::string> words;
    while (fields >> word) words.push_back(from_hex(word));
    answers[number] = std::move(words);
  }
}

std::vector<std::size_t> WordOracle::read_refusals(const std::vector<std::size_t>& indices) const {
  constexpr std::size_t kFirstLine = 2;
  const std::string errors = read_whole(folder_ / "err");
  constexpr std::string_view kPlace = "[ALERT]";
  std::vector<std::size_t> refused;
  for (std::size_t at = errors.find(kPlace); at != std::string::npos; at = errors.find(kPlace, at + 1)) {
    const std::size_t file = errors.find("[w.cfg:", at);
    if (file == std::string::npos || file > errors.find('\n', at)) continue;
    const std::size_t line = std::strtoul(errors.c_str() + file + std::string_view("[w.cfg:").size(), nullptr, 10);
    if (line >= kFirstLine && line - kFirstLine < indices.size()) refused.push_back(indices[line - kFirstLine]);
  }
  return refused;
}

}  // namespace hapax::syntax
