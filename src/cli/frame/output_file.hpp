// Files that a command writes: whole or not at all.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include <hapax/base/result.hpp>

namespace hapax::cli {

/// Written beside its place under a temporary name and put there by commit(); destroyed before that, it leaves nothing
/// behind. A path that names a pipe or a device is written directly, and "-" is standard output.
class OutputFile {
 public:
  static Result<OutputFile> open(const std::string& path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  /// Where to write. Errors of writing need no check here; commit() finds them.
  [[nodiscard]] std::FILE* stream() const { return stream_; }
  /// Flushes, closes and puts the file in its place.
  Result<void> commit();

 private:
  OutputFile(std::string path, std::string temporary, std::FILE* stream);

  std::string path_;
  std::string temporary_;  // empty when written directly
  std::FILE* stream_;
};

/// The common case: the whole content at once.
Result<void> write_file(const std::string& path, std::string_view content);

}  // namespace hapax::cli
