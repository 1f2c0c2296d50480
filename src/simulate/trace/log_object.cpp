#include <simulate/trace/log_object.hpp>

#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hapax::simulate {
namespace {

std::optional<unsigned> hex_number(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// A list of captured headers as `%hr` writes it: {a|b}. What was not there, "-", is empty then.
class ListText {
 public:
  explicit ListText(std::string& made) : made_(made), first_(made.size()) {}
  void add(std::string_view text) {
    made_ += made_.size() == first_ ? '{' : '|';
    if (text != "-") made_ += text;
  }
  std::string_view end() {
    made_ += made_.size() == first_ ? "{}" : "}";
    return std::string_view(made_).substr(first_);
  }

 private:
  std::string& made_;
  std::size_t first_;
};

// A flat object, read by hand because parsers of JSON refuse what is no UTF-8.
class JsonScanner {
 public:
  JsonScanner(std::string_view line, std::string& made) : line_(line), made_(made) {}

  bool read(std::vector<LogMember>& members) {
    if (!take('{')) return false;
    if (take('}')) return at_the_end();
    do {
      LogMember member;
      if (!text(member.name) || !take(':') || !value(member.value)) return false;
      members.push_back(member);
    } while (take(','));
    return take('}') && at_the_end();
  }

 private:
  void skip_blanks() { at_ = std::min(line_.find_first_not_of(" \t\r", at_), line_.size()); }

  bool take(char c) {
    skip_blanks();
    if (at_ >= line_.size() || line_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool at_the_end() {
    skip_blanks();
    return at_ == line_.size();
  }

  bool value(std::string_view& into) {
    skip_blanks();
    if (at_ < line_.size() && line_[at_] == '"') return text(into);
    if (at_ < line_.size() && line_[at_] == '[') return list(into);
    const std::size_t end = std::min(line_.find_first_of(",} \t\r", at_), line_.size());
    into = line_.substr(at_, end - at_);
    at_ = end;
    if (into == "null") {
      into = {};
      return true;
    }
    return into == "true" || into == "false" || (!into.empty() && into.find_first_not_of("-0123456789") == into.npos);
  }

  bool list(std::string_view& into) {
    std::vector<std::string_view> texts;
    take('[');
    do {
      if (!text(texts.emplace_back())) return false;
    } while (take(','));
    ListText joined(made_);
    for (const std::string_view text : texts) joined.add(text);
    into = joined.end();
    return take(']');
  }

  bool text(std::string_view& into) {
    if (!take('"')) return false;
    const std::size_t begin = at_;
    const std::size_t end = line_.find_first_of("\"\\", at_);
    if (end == std::string_view::npos) return false;
    at_ = end;
    if (line_[end] == '"') {
      into = line_.substr(begin, end - begin);
      ++at_;
      return true;
    }
    const std::size_t first = made_.size();
    made_.append(line_.substr(begin, end - begin));
    while (at_ < line_.size() && line_[at_] != '"') {
      if (line_[at_] != '\\') {
        made_ += line_[at_++];
      } else if (!escape()) {
        return false;
      }
    }
    into = std::string_view(made_).substr(first);
    return take('"');
  }

  // HAProxy writes every byte beyond ASCII as an escape of its own: \u00C3 is a byte, not a letter.
  bool escape() {
    constexpr std::string_view kLetters = "bfnrt";
    constexpr std::string_view kMeanings = "\b\f\n\r\t";
    if (at_ + 1 >= line_.size()) return false;
    const char kind = line_[at_ + 1];
    if (kind == 'u') {
      const auto code = at_ + 6 <= line_.size() ? hex_number(line_.substr(at_ + 2, 4)) : std::nullopt;
      if (!code) return false;
      made_ += *code < 0x100 ? static_cast<char>(*code) : '?';
      at_ += 6;
      return true;
    }
    const std::size_t letter = kLetters.find(kind);
    made_ += letter == std::string_view::npos ? kind : kMeanings[letter];
    at_ += 2;
    return true;
  }

  std::string_view line_;
  std::string& made_;
  std::size_t at_ = 0;
};

// Takes members from the events of the CBOR parser, which ends at the first answer of false: what is nested is refused
// before it can go deep.
class CborMembers : public nlohmann::json_sax<nlohmann::json> {
 public:
  CborMembers(std::string& made, std::vector<LogMember>& members) : made_(made), members_(members) {}

  bool null() override { return value(""); }
  bool boolean(bool truth) override { return value(truth ? "true" : "false"); }
  bool number_integer(number_integer_t number) override { return value(fmt::format("{}", number)); }
  bool number_unsigned(number_unsigned_t number) override { return value(fmt::format("{}", number)); }
  bool number_float(number_float_t /*number*/, const string_t& /*text*/) override { return false; }
  bool string(string_t& text) override { return value(text); }
  bool binary(binary_t& bytes) override { return value({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); }
  bool start_object(std::size_t /*count*/) override { return ++depth_ == 1; }
  bool end_object() override { return true; }
  bool start_array(std::size_t /*count*/) override {
    if (members_.empty() || list_) return false;
    list_.emplace(made_);
    return true;
  }
  bool end_array() override {
    members_.back().value = list_->end();
    list_.reset();
    return true;
  }
  bool key(string_t& name) override {
    members_.push_back({keep(name), {}});
    return true;
  }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*e*/) override {
    return false;
  }

 private:
  std::string_view keep(std::string_view text) {
    const std::size_t first = made_.size();
    made_ += text;
    return std::string_view(made_).substr(first);
  }

  bool value(std::string_view text) {
    if (members_.empty()) return false;
    if (list_) {
      list_->add(text);
    } else {
      members_.back().value = keep(text);
    }
    return true;
  }

  std::string& made_;
  std::vector<LogMember>& members_;
  std::optional<ListText> list_;
  int depth_ = 0;
};

}  // namespace

bool read_json_members(std::string_view line, std::string& made, std::vector<LogMember>& members) {
  return JsonScanner(line, made).read(members);
}

bool read_cbor_members(std::string_view line, std::string& made, std::vector<LogMember>& members) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(line.size() / 2);
  for (; line.size() >= 2; line.remove_prefix(2)) {
    const auto byte = hex_number(line.substr(0, 2));
    if (!byte) return false;
    bytes.push_back(static_cast<std::uint8_t>(*byte));
  }
  CborMembers events(made, members);
  return line.empty() && nlohmann::json::sax_parse(bytes, &events, nlohmann::json::input_format_t::cbor);
}

}  // namespace hapax::simulate
