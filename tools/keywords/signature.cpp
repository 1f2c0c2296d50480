#include "signature.hpp"

#include <map>
#include <stdexcept>

namespace hapax::tables {
namespace {

// <name:TYPE:...> with TYPE in the README's words, to the enumerators of ParamKind.
const std::map<std::string, std::string, std::less<>>& kinds() {
  static const std::map<std::string, std::string, std::less<>> kMap{
      {"int", "integer"},   {"long", "integer"}, {"atoi", "integer"}, {"atol", "integer"},    {"atou", "integer"}, {"cint", "integer"},
      {"time", "duration"}, {"size", "size"},    {"addr", "address"},    {"name", "name"},    {"ref", "reference"},
      {"str", "text"},      {"regex", "text"},   {"ip", "text"},         {"mask", "text"},    {"type", "text"},
      {"file", "file"},     {"fmt", "format"},   {"expr", "expression"}, {"acl", "acl"},      {"rest", "rest"},
  };
  return kMap;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// "1..65535", "0..", "..9"
void read_range(const std::string& text, Step& step) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) throw std::runtime_error("'" + text + "' is no range such as 1..65535");
  if (dots > 0) step.first = std::stoll(text.substr(0, dots));
  if (dots + 2 < text.size()) step.last = std::stoll(text.substr(dots + 2));
}

Step typed(std::string_view inside) {
  const std::vector<std::string> parts = split(inside, ':');
  if (parts.size() < 2) throw std::runtime_error("'<" + std::string(inside) + ">' lacks a type");
  const auto kind = kinds().find(parts[1]);
  if (kind == kinds().end()) throw std::runtime_error("unknown type '" + parts[1] + "'");
  Step step;
  step.name = parts[0];
  step.kind = kind->second;
  if (kind->second == "text" || kind->second == "integer") step.detail = parts[1];
  for (std::size_t i = 2; i < parts.size(); ++i) {
    if (parts[i].find("..") != std::string::npos) {
      read_range(parts[i], step);
    } else {
      step.detail = parts[i];
    }
  }
  return step;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<Step> read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ') {
        ++at_;
      } else if (c == '[') {
        if (group_ != 0) throw std::runtime_error("'[' inside '['");
        group_ = ++groups_;
        ++at_;
      } else if (c == ']') {
        group_ = 0;
        ++at_;
      } else {
        step(c);
      }
    }
    return steps_;
  }

 private:
  void step(char c) {
    Step made;
    if (c == '<') {
      const std::string_view inside = until('>');
      if (inside == "condition!") {
        made = Step{"condition", "condition", {}, INT64_MIN, INT64_MAX, "required", 0, false, false};
      } else {
        made = inside == "cond" ? Step{"condition", "condition", {}, INT64_MIN, INT64_MAX, "", 0, false, false}
                                : typed(inside);
      }
    } else if (c == '{') {
      std::string_view inside = until('}');
      const std::size_t colon = inside.find(':');
      if (colon != std::string_view::npos) {
        made.name = inside.substr(0, colon);
        inside.remove_prefix(colon + 1);
      }
      made.kind = "choice";
      made.words = split(inside, '|');
    } else {
      made = bare(word());
    }
    if (text_.substr(at_, 3) == "...") {
      made.repeated = true;
      at_ += 3;
    } else if (text_.substr(at_, 1) == "?") {
      made.may_lack = true;
      ++at_;
    }
    made.group = group_;
    steps_.push_back(std::move(made));
  }

  static Step bare(const std::string& word) {
    Step made;
    const std::size_t open = word.find('(');
    if (word == "...") {
      made.kind = "ignored";
    } else if (open != std::string::npos) {
      made.kind = made.name = word.substr(0, open);
      if (made.kind != "params" && made.kind != "action") throw std::runtime_error("unknown step '" + word + "'");
      made.detail = word.substr(open + 1, word.size() - open - 2);
    } else {
      made.kind = "literal";
      made.name = word;
      made.words = {word};
    }
    return made;
  }

  std::string_view until(char close) {
    const std::size_t end = text_.find(close, at_);
    if (end == std::string_view::npos) throw std::runtime_error(std::string("no '") + close + "' follows");
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return inside;
  }

  std::string word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != ' ' && text_[at_] != ']') ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int group_ = 0;
  int groups_ = 0;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> read_signature(std::string_view text) { return Reader(text).read(); }

}  // namespace hapax::tables
