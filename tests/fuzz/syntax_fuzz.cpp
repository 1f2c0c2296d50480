// Everything that reads text, on any bytes: the first byte chooses the parser, the rest is its text.
//
// Beside crashes and sanitizer findings it looks for broken promises: a document prints back its text, and every place
// that a parser speaks of lies in what it read.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <hapax/syntax/address.hpp>
#include <hapax/syntax/condition.hpp>
#include <hapax/syntax/document.hpp>
#include <hapax/syntax/expression.hpp>
#include <hapax/syntax/log_format.hpp>
#include <hapax/syntax/predicate.hpp>
#include <hapax/syntax/reply.hpp>
#include <hapax/syntax/resolve.hpp>
#include <hapax/syntax/value.hpp>

namespace hapax::syntax {
namespace {

void require(bool promise) {
  if (!promise) std::abort();
}

void check(const ParseError& error, std::string_view text) { require(error.offset + error.length <= text.size()); }

void check_calls(std::span<const Call> calls, std::span<const Argument> arguments, std::string_view text) {
  for (const Call& call : calls) {
    require(call.offset + call.length <= text.size());
    require(call.first_argument + call.argument_count <= arguments.size());
    require(text.substr(call.offset, call.name.size()) == call.name);
  }
  for (const Argument& argument : arguments) require(argument.offset + argument.length <= text.size());
}

Environment environment() {
  Environment variables;
  variables.set("A", "one");
  variables.set("E", "");
  variables.set("L", " a b  c ");
  return variables;
}

void check_words(const SourceSet& sources, const std::vector<ResolvedWord>& words, const Span& line) {
  for (const ResolvedWord& word : words) {
    require(word.span.offset >= line.offset && word.span.end() <= line.end());
    for (std::size_t at = 0; at <= word.text.size(); ++at) {
      const Span place = locate(word, at, word.text.size() - at);
      require(place.offset >= word.span.offset && place.end() <= word.span.end());
    }
    require(!word.pieces().empty() || word.text.empty() || sources.text(word.span) == word.text);
  }
}

void read_condition(const std::vector<ResolvedWord>& words, Arena& arena) {
  const std::span<const ResolvedWord> all = words;
  const auto check_error = [&](const WordError& error, std::span<const ResolvedWord> of) {
    if (error.word < of.size()) check(error.error, of[error.word].text);
    static_cast<void>(locate(of, error));
  };
  const auto acl = parse_acl(all, arena);
  if (!acl) check_error(acl.error(), all);
  const auto condition = parse_condition(all, arena);
  if (!condition) return check_error(condition.error(), all);
  for (const Term& term : condition->terms) require(term.first_word + term.word_count <= words.size());
  std::size_t terms = 0;
  for (const Alternative& alternative : condition->alternatives) terms += condition->terms_of(alternative).size();
  require(terms == condition->terms.size());
}

void read_document(std::string_view text) {
  SourceSet sources;
  const Document document = parse_document(sources, sources.add("fuzz.cfg", std::string(text)));
  require(print(sources, document) == text);
  const Environment variables = environment();
  Arena arena;
  std::vector<ResolvedWord> words;
  for (const Line& line : document.lines()) {
    const Span place = document.span(line);
    require(document.content_span(line).end() <= place.end() && document.comment_span(line).end() <= place.end());
    require(document.error_span(line).end() <= place.end());
    words.clear();
    resolve(sources, document, line, variables, {"fuzz.cfg", document.number(line), "s"}, arena, words);
    check_words(sources, words, place);
    if (!words.empty()) read_condition(words, arena);
  }
}

void read_values(std::string_view text) {
  if (const auto time = parse_time(text); !time) check(time.error(), text);
  if (const auto time = parse_time(text, TimeUnit::s); time) require(time->value <= kMaxTime);
  if (const auto size = parse_size(text); !size) check(size.error(), text);
  if (const auto integer = parse_integer(text); !integer) check(integer.error(), text);
  if (const auto percentage = parse_percentage(text); !percentage) check(percentage.error(), text);
  require(leading_integer(text).read <= text.size());
}

void read_address(std::string_view text) {
  Arena arena;
  static_cast<void>(expand_address(text, environment(), arena));
  for (const Version version : kTargets) {
    const auto address = parse_address(text, version);
    if (!address) {
      check(address.error(), text);
      continue;
    }
    require(address->host_offset + address->host.size() <= text.size());
    require(address->port_offset + address->port_length <= text.size());
    require(address->port <= address->last_port);
  }
}

void read_expression(std::string_view text) {
  Arena arena;
  if (const auto expression = parse_expression(text, arena)) {
    require(!expression->calls.empty());
    check_calls(expression->calls, expression->arguments, text);
  } else {
    check(expression.error(), text);
  }
  if (const auto prefix = parse_expression_prefix(text, arena)) {
    require(prefix->length <= text.size());
  } else {
    check(prefix.error(), text);
  }
}

void read_log_format(std::string_view text) {
  Arena arena;
  for (const Version version : {Version::v2_6, Version::v3_2}) {
    const auto format = parse_log_format(text, version, arena);
    if (!format) {
      check(format.error(), text);
      continue;
    }
    std::uint32_t end = 0;
    for (const FormatItem& item : format->items) {
      require(item.offset == end);
      end += item.length;
      require(text.substr(item.text_offset, item.text.size()) == item.text);
      static_cast<void>(parse_format_flags(item.flags));
    }
    require(end == text.size());
  }
}

void read_predicate(std::string_view text) {
  Arena arena;
  const auto predicate = parse_predicate(text, arena);
  if (!predicate) return check(predicate.error(), text);
  check_calls(predicate->calls, predicate->arguments, text);
  std::size_t depth = 0;
  for (const PredicateNode& node : predicate->nodes) {
    using Kind = PredicateNode::Kind;
    if (node.kind == Kind::number || node.kind == Kind::predicate) {
      ++depth;
    } else if (node.kind == Kind::negate) {
      require(depth >= 1);
    } else {
      require(depth >= 2);
      --depth;
    }
  }
  require(depth == (predicate->nodes.empty() ? 0 : 1));
}

void read_reply(std::string_view text) {
  constexpr std::size_t kMostFields = 100;
  for (const Version version : {Version::v2_6, Version::v3_2}) {
    const auto reply = parse_reply(text, version, kMostFields);
    if (!reply) {
      require(reply.error().offset <= text.size());
      continue;
    }
    require(reply->fields.size() <= kMostFields);
    require(reply->body.size() < text.size() && text.ends_with(reply->body));
  }
}

}  // namespace
}  // namespace hapax::syntax

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hapax::syntax;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'v':
      read_values(text);
      break;
    case 'a':
      read_address(text);
      break;
    case 'e':
      read_expression(text);
      break;
    case 'l':
      read_log_format(text);
      break;
    case 'p':
      read_predicate(text);
      break;
    case 'r':
      read_reply(text);
      break;
    default:
      read_document(text);
      break;
  }
  return 0;
}
