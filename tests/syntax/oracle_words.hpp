// What real HAProxy makes of a line: its words, byte for byte.
//
// Each line is put behind `lua-load SCRIPT NUMBER`, and the script prints the arguments that it was given. An oracle is
// a HAProxy from 3.0 on that can run Lua: the newest haproxy* in the folder HAPAX_ORACLE_DIR, else haproxy in PATH.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <hapax/base/version.hpp>

namespace hapax::syntax {

class WordOracle {
 public:
  /// The variables that HAProxy is started with.
  explicit WordOracle(std::vector<std::pair<std::string, std::string>> environment);
  ~WordOracle();
  WordOracle(const WordOracle&) = delete;
  WordOracle& operator=(const WordOracle&) = delete;

  /// False when there is no HAProxy that prints words.
  [[nodiscard]] bool available() const { return !program_.empty(); }

  [[nodiscard]] Version version() const { return version_; }

  /// The words of each line up to the first empty one; nothing for a line that HAProxy refuses. Lines hold no newline.
  std::vector<std::optional<std::vector<std::string>>> words(const std::vector<std::string>& lines);

  /// HAProxy takes 64 words; that many stand in front of the line.
  static constexpr std::size_t kExtraWords = 3;

 private:
  using Answers = std::vector<std::optional<std::vector<std::string>>>;

  /// Runs HAProxy on some of the lines, by index, fills in answers and gives the indices that it refused.
  std::vector<std::size_t> ask(const std::vector<std::string>& lines, const std::vector<std::size_t>& indices,
                               Answers& answers);
  bool read_version();
  void run(const std::string& arguments) const;
  void read_words(Answers& answers) const;
  [[nodiscard]] std::vector<std::size_t> read_refusals(const std::vector<std::size_t>& indices) const;

  std::filesystem::path folder_;
  std::string program_;
  std::string environment_;
  Version version_ = kDefaultTarget;
};

}  // namespace hapax::syntax
