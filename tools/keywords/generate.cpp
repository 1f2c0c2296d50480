// Turns grammar/keywords/*.tsv into constant rows: one C++ source that src/config compiles.
//
// usage: hapax_keyword_tables FOLDER OUTPUT.cpp
//
// Each file is one class of words (kFiles). Its first line names the columns; a line that starts with '#' is a
// comment. A mistake in a table stops the build with the file and the line.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "signature.hpp"

namespace {

using hapax::tables::Step;
using Row = std::map<std::string, std::string>;

// Files of one class are joined; the class is an enumerator of hapax::config::KeywordClass.
const std::vector<std::pair<std::string, std::vector<std::string>>> kFiles{
    {"directive", {"global", "proxy", "options", "timeouts", "sections"}},
    {"bind_option", {"bind"}},
    {"server_option", {"server"}},
    {"action", {"actions"}},
    {"fetch", {"fetches"}},
    {"converter", {"converters"}},
    {"acl", {"acls"}},
    {"filter", {"filters"}},
    {"service", {"services"}},
    {"log_alias", {"log-aliases"}},
    {"predicate", {"predicates"}},
    {"parameter", {"parameters"}},
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string number(std::int64_t n) {
  if (n == INT64_MIN) return "INT64_MIN";
  return n == INT64_MAX ? "INT64_MAX" : std::to_string(n) + "LL";
}

std::string enumerator(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == ' '; }, '_');
  return name;
}

std::string version(const std::string& text) {
  std::string out = "Version::v" + text;
  std::replace(out.begin(), out.end(), '.', '_');
  return out;
}

struct Variant {
  std::string since, signature;
};

// "<n:atoi> @3.0 <n:int>": what holds from the start, then from 3.0 on.
std::vector<Variant> read_variants(const std::string& text) {
  std::vector<Variant> list{{"2.6", ""}};
  for (const std::string& word : split(text, ' ')) {
    if (word.size() > 1 && word[0] == '@') {
      list.push_back({word.substr(1), ""});
    } else {
      list.back().signature += (list.back().signature.empty() ? "" : " ") + word;
    }
  }
  return list;
}

std::string optional_version(const std::string& text) { return text.empty() ? "std::nullopt" : version(text); }

std::string bits(const std::string& type, const std::string& list) {
  std::string out = "0";
  for (const std::string& word : split(list, ',')) out += " | bit(" + type + "::" + enumerator(word) + ")";
  return out;
}

class Generator {
 public:
  explicit Generator(std::ostream& out) : out_(out) {}

  void table(const std::string& kind, std::vector<Row> rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.at("name") < b.at("name"); });
    std::string lines;
    for (Row& row : rows) lines += "    " + line(kind, row) + ",\n";
    out_ << "constexpr Keyword k_" << kind << "[] = {\n" << lines << "};\n\n";
    kinds_.push_back(kind);
  }

  void index() {
    out_ << "}  // namespace\n\nstd::span<const Keyword> keywords(KeywordClass kind) {\n  switch (kind) {\n";
    for (const std::string& kind : kinds_)
      out_ << "    case KeywordClass::" << kind << ":\n      return k_" << kind << ";\n";
    out_ << "  }\n  return {};\n}\n\n}  // namespace hapax::config\n";
  }

 private:
  std::string line(const std::string& kind, Row& row) {
    std::string allowed, ignored, refused;
    for (const std::string& word : split(row["sections"], ',')) {
      std::string& list = word[0] == '~' ? ignored : word[0] == '!' ? refused : allowed;
      list += (list.empty() ? "" : ",") + (&list == &allowed ? word : word.substr(1));
    }
    const std::vector<std::string> flags = split(row["flags"], ',');
    auto flag = [&](const char* name) {
      return std::find(flags.begin(), flags.end(), name) != flags.end() ? std::string("true") : std::string("false");
    };
    std::string feature = "none";
    for (const std::string& f : flags)
      if (f.rfind("feature=", 0) == 0) feature = f.substr(8);
    std::string points = "0";
    for (std::size_t i = 0; i < row["points"].size(); ++i)
      if (row["points"][i] == 'Y') points += " | (1U << " + std::to_string(i) + ")";
    // What stands behind a certificate in a list is a table of its own, made of some options of bind.
    if (flag("crt-list") == "true") row["table"] = "crt-list";
    const std::string since = row["since"].empty() ? "2.6" : row["since"];
    return "{" + quoted(row["name"]) + ", KeywordClass::" + kind + ", SectionSet(" + bits("SectionKind", allowed) +
           "), SectionSet(" + bits("SectionKind", ignored) + "), SectionSet(" + bits("SectionKind", refused) + "), " +
           quoted(row["signature"]) + ", " + variants(row["signature"]) + ", " + version(since) + ", " +
           optional_version(row["deprecated"]) + ", " + optional_version(row["removed"]) + ", " +
           quoted(row["instead"]) + ", " + quoted(row["table"]) + ", " + flag("named") + ", " + flag("http") + ", " +
           flag("experimental") + ", " + flag("no") + ", " + flag("prefix") + ", Feature::" + feature + ", " +
           bits("RuleSet", row["rule_sets"]) + ", " + points +
           ", SampleType::" + (row["in"].empty() ? "any" : row["in"]) +
           ", SampleType::" + (row["out"].empty() ? "any" : row["out"]) + "}";
  }

  // Signatures that are written alike share one array.
  std::string variants(const std::string& signature) {
    const auto known = variants_.find(signature);
    if (known != variants_.end()) return known->second;
    const std::string name = "v" + std::to_string(variants_.size());
    std::string list;
    for (const Variant& v : read_variants(signature))
      list += "{" + version(v.since) + ", " + params(v.signature) + "}, ";
    out_ << "constexpr Variant " << name << "[] = {" << list << "};\n";
    return variants_[signature] = name;
  }

  std::string params(const std::string& signature) {
    const std::vector<Step> list = hapax::tables::read_signature(signature);
    if (list.empty()) return "{}";
    const auto known = params_.find(signature);
    if (known != params_.end()) return known->second;
    const std::string name = "p" + std::to_string(params_.size());
    std::string steps;
    for (const Step& s : list) {
      steps += "{ParamKind::" + s.kind + ", " + quoted(s.name) + ", " + words(s.words) + ", " + number(s.first) + ", " +
               number(s.last) + ", " + quoted(s.detail) + ", " + std::to_string(s.group) + ", " +
               (s.repeated ? "true" : "false") + ", " + (s.may_lack ? "true" : "false") + "}, ";
    }
    out_ << "constexpr Param " << name << "[] = {" << steps << "};\n";
    return params_[signature] = name;
  }

  std::string words(const std::vector<std::string>& list) {
    if (list.empty()) return "{}";
    const std::string name = "w" + std::to_string(words_++);
    out_ << "constexpr std::string_view " << name << "[] = {";
    for (const std::string& word : list) out_ << quoted(word) << ", ";
    out_ << "};\n";
    return name;
  }

  std::ostream& out_;
  std::map<std::string, std::string> params_, variants_;
  int words_ = 0;
  std::vector<std::string> kinds_;
};

std::vector<Row> read_table(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(path + ": cannot read");
  std::vector<Row> rows;
  std::vector<std::string> columns;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> cells = split(line, '\t');
    if (columns.empty()) {
      columns = cells;
      continue;
    }
    const std::string place = path + ":" + std::to_string(number) + ": ";
    if (cells.size() > columns.size()) throw std::runtime_error(place + "more cells than columns");
    Row row;
    for (std::size_t i = 0; i < cells.size(); ++i) row[columns[i]] = cells[i] == "-" && i > 0 ? "" : cells[i];
    try {
      for (const Variant& v : read_variants(row["signature"])) hapax::tables::read_signature(v.signature);
    } catch (const std::exception& error) {
      throw std::runtime_error(place + error.what());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: hapax_keyword_tables FOLDER OUTPUT.cpp\n";
    return 2;
  }
  try {
    std::ostringstream text;
    text << "// Made from grammar/keywords by tools/keywords.\n#include <hapax/config/keyword.hpp>\n\n"
         << "namespace hapax::config {\nnamespace {\n\ntemplate <class T>\nconstexpr std::uint32_t bit(T value) {\n"
         << "  return 1U << static_cast<unsigned>(value);\n}\n\n";
    Generator generator(text);
    for (const auto& [kind, files] : kFiles) {
      std::vector<Row> rows;
      for (const std::string& file : files) {
        std::vector<Row> more = read_table(std::string(argv[1]) + "/" + file + ".tsv");
        rows.insert(rows.end(), more.begin(), more.end());
      }
      generator.table(kind, std::move(rows));
    }
    generator.index();
    std::ofstream(argv[2]) << text.str();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
