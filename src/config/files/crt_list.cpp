// A line of the list is: FILE, options of bind in brackets, names for which the certificate is meant. '#' begins a
// comment only as the first character of a line.
#include "config/files/crt_list.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "config/files/ciphers.hpp"
#include "config/files/pem.hpp"
#include "config/typing/signature.hpp"

namespace hapax::config {
namespace {

class ListReader {
 public:
  ListReader(Reading& reading, const TlsPaths& paths, std::string_view name, Span span)
      : reading_(reading), paths_(paths), name_(name), span_(span) {}

  std::optional<CertificateList> run(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos && text.starts_with('#')) break;
      if (end == std::string_view::npos) {
        refuse("its last line does not end with a newline");
        return std::nullopt;
      }
      if (!read_line(text.substr(0, end))) return std::nullopt;
      text.remove_prefix(end + 1);
    }
    return std::move(made_);
  }

 private:
  // Always false.
  bool refuse(std::string_view what) {
    reading_.error("malformed-crt-list", span_, fmt::format("line {} of the list {}: {}", line_, quote(name_), what),
                   "a line is 'FILE [OPTIONS] NAMES', and each part but the file may be absent");
    return false;
  }

  bool read_line(std::string_view line) {
    if (line.starts_with('#')) return true;
    file_.clear();
    options_.clear();
    names_.clear();
    key_.clear();
    settings_.clear();
    if (!cut(line)) return false;
    if (file_.empty()) return true;
    if (!check_options()) return false;
    if (reading_.from(Version::v3_2)) check_exclusions();
    const auto made = key_.empty() ? check_certificate(reading_, paths_, reading_.arena().copy(file_), span_, false)
                                   : check_with_key();
    if (!made) return false;
    made_.certificates += *made;
    made_.loaded.push_back({line_, file_, std::move(settings_)});
    return true;
  }

  // The key is that of the file that the line names.
  std::optional<std::size_t> check_with_key() {
    if (reading_.files() == nullptr) return 1;
    const std::string path = under(paths_.crt_base, file_);
    if (!check_pem(reading_, paths_, path, span_, false)) return std::nullopt;
    const auto pem = reading_.files()->read(path, kLongestPem);
    if (!pem || key_fits(*pem, key_)) return 1;
    reading_.error("certificate-key-mismatch", span_,
                   fmt::format("line {} of the list {}: the key is that of another certificate than {}", line_,
                               quote(name_), quote(path)),
                   "name the key that the certificate was made with");
    return std::nullopt;
  }

  // Brackets stand at the edges of words or alone; words are cut at blanks and at them.
  bool cut(std::string_view line) {
    bool inside = false;
    bool closed = false;
    std::string word;
    const auto take = [&] {
      if (word.empty()) return;
      if (inside) {
        options_.push_back({syntax::WordText(reading_.arena().copy(word)), span_});
      } else if (file_.empty()) {
        file_ = word;
      } else {
        names_.push_back(word);
      }
      word.clear();
    };
    for (const char c : line) {
      if (c == '[' || c == ']') {
        take();
        if (file_.empty()) return refuse("it must begin with the file of a certificate");
        if (c == '[' && (inside || closed)) return refuse("there is a second '['");
        if (c == ']' && !inside) return refuse("']' stands without '['");
        inside = c == '[';
        closed = closed || c == ']';
      } else if (c == ' ' || c == '\t' || c == '\r') {
        take();
      } else {
        word += c;
      }
    }
    take();
    return true;
  }

  // '!name' takes a name out of a wildcard of the same line.
  void check_exclusions() {
    bool excluded = false;
    bool wildcard = false;
    for (const std::string& name : names_) {
      if (name == "!*") continue;
      excluded = excluded || name.starts_with('!');
      wildcard = wildcard || name.starts_with('*');
      if (name.starts_with("!*"))
        warn(fmt::format("{} excludes a wildcard, which HAProxy does not support", quote(name)));
    }
    if (excluded && !wildcard) warn("names are excluded, and no wildcard holds them");
  }

  void warn(std::string_view what) {
    reading_.warning("crt-list-exclusion", span_, fmt::format("line {} of the list {}: {}", line_, quote(name_), what),
                     "'*.example.org !www.example.org' takes one name out of the others");
  }

  bool check_options() {
    if (options_.empty()) return true;
    const Place place{"crt-list", span_, nullptr};
    const std::span<const Word> words = reading_.storage().keep(options_);
    const MatchedOptions made = match_options(reading_, place, "crt-list", words);
    if (made.failed) return false;
    settings_ = load_settings(made.options, reading_.target());
    if (reading_.from(Version::v3_2)) check_repeated_files(made.options);
    bool verified = false;
    bool authorities = false;
    std::string_view lowest;
    std::string_view highest;
    for (const Option& o : made.options) {
      if (o.args.empty()) continue;
      const std::string_view value = o.first_word();
      if (o.name() == "ssl-min-ver") lowest = value;
      if (o.name() == "ssl-max-ver") highest = value;
      if (!check_algorithms(o.name(), std::string(value)) || !check_part(o.name(), value)) return false;
      verified = verified || (o.name() == "verify" && value != "none");
      if (o.name() != "ca-file" && o.name() != "crl-file" && o.name() != "ca-verify-file") continue;
      authorities = authorities || o.name() == "ca-file";
      if (!check_authorities(reading_, paths_, value, span_, false)) return false;
    }
    if (!lowest.empty() || !highest.empty()) made_.bounds.push_back({line_, lowest, highest});
    return !verified || authorities || refuse("'verify' needs a 'ca-file'");
  }

  void check_repeated_files(std::span<const Option> options) {
    for (const std::string_view name : {"key", "ocsp", "issuer", "sctl"}) {
      const auto count =
          std::count_if(options.begin(), options.end(), [&](const Option& o) { return o.name() == name; });
      if (count > 1)
        reading_.warning("setting-repeated", span_,
                         fmt::format("line {} of the list {}: {} stands {} times, and the last one counts", line_,
                                     quote(name_), quote(name), count),
                         "keep one of them");
    }
  }

  // Files beside the certificate, named here in place of being found by its name.
  bool check_part(std::string_view option, std::string_view file) {
    if (option != "key" && option != "ocsp" && option != "issuer" && option != "sctl") return true;
    FileAccess* const files = reading_.files();
    const std::string path = under(option == "key" ? paths_.key_base : paths_.crt_base, file);
    if (files == nullptr) return true;
    const auto text = files->state(path) == FileState::regular ? files->read(path, kLongestPem) : std::nullopt;
    if (text && holds_part(option, *text)) {
      if (option == "key") key_ = *text;
      return true;
    }
    reading_.error("missing-file", span_,
                   fmt::format("line {} of the list {}: the file {} {}", line_, quote(name_), quote(path),
                               text ? "does not hold what '" + std::string(option) + "' names" : "cannot be read"));
    return false;
  }

  static bool holds_part(std::string_view option, const std::string& text) {
    if (option == "key") return holds_key(text);
    if (option == "issuer") return holds_certificate(text);
    return option == "sctl" ? is_timestamp_list(text) : is_ocsp_response(text);
  }

  bool check_algorithms(std::string_view option, const std::string& list) {
    for (const AlgorithmOption& known : algorithm_options()) {
      if (known.option != option || known.takes(list)) continue;
      reading_.error(known.rule, span_,
                     fmt::format("line {} of the list {}: OpenSSL does not take the {} {}", line_, quote(name_),
                                 known.what, quote(list)),
                     std::string(known.help));
      return false;
    }
    return true;
  }

  Reading& reading_;
  const TlsPaths& paths_;
  std::string_view name_;
  Span span_;
  std::size_t line_ = 0;
  CertificateList made_;
  std::string file_;
  std::string settings_;
  std::string key_;  ///< what the file of 'key' holds
  std::vector<Word> options_;
  std::vector<std::string> names_;
};

}  // namespace

std::optional<CertificateList> check_certificate_list(Reading& reading, const TlsPaths& paths, std::string_view name,
                                                      Span span) {
  FileAccess* const files = reading.files();
  if (files == nullptr) return CertificateList{1, {}, {}};
  const std::optional<std::string> text = files->read(std::string(name), kLongestPem);
  // HAProxy opens a folder like a file, and finds no line in it.
  if (!text && files->state(std::string(name)) == FileState::directory) return CertificateList();
  if (!text) {
    reading.error("missing-file", span, fmt::format("the certificate list {} cannot be read", quote(name)));
    return std::nullopt;
  }
  return ListReader(reading, paths, name, span).run(*text);
}

}  // namespace hapax::config
