// Format strings ("log-format"): literal text, expressions and aliases put one after the other.
//
// In a header, what an expression gives is written so that it can stand there: control characters become %XX, and +Q
// puts quotes round the text of aliases only. In a plain text, expressions are quoted too, even those without a sample,
// and end at a zero byte. +E holds for all. +json holds in plain texts only: there an item is a value of JSON, or the
// whole format is one object.

#include <span>
#include <utility>
#include <vector>

#include "routing/evaluate/aliases.hpp"
#include "routing/evaluate/expression.hpp"
#include "routing/sample/text.hpp"

namespace hapax::routing {
namespace {

void append_percent(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kHexDigits[byte >> 4];
  out += kHexDigits[byte & 15];
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 32 && c != '\t') || byte == 127;
}

void append_piece(const model::FormatPiece& piece, const AliasText& piece_text, bool encode, std::string& out) {
  const bool quoted = piece.quoted && piece_text.quotable;
  if (quoted) out += '"';
  for (const char c : piece_text.text) {
    if (encode && is_control(c)) {
      append_percent(out, c);
    } else {
      append_escaped(out, c, piece.escaped && !piece_text.escaped);
    }
  }
  if (quoted) out += '"';
}

void append_json_text(std::string& out, std::string_view text) {
  constexpr std::string_view kControls = "\b\f\n\r\t";
  constexpr std::string_view kLetters = "bfnrt";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (const std::size_t control = kControls.find(c); control != std::string_view::npos) {
      out += '\\';
      out += kLetters[control];
    } else if (byte < 32 || byte > 126) {
      out += "\\u00";
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json_list(std::string& out, const std::vector<std::string_view>& texts) {
  if (texts.empty()) {
    out += "null";
    return;
  }
  std::string_view before = "[";
  for (const std::string_view text : texts) {
    out += std::exchange(before, ", ");
    append_json_text(out, text);
  }
  out += ']';
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("-+0123456789") == std::string_view::npos && text.back() != '-';
}

void append_json_alias(const model::FormatPiece& piece, Context& context, std::string& out) {
  using Type = model::FormatPiece::Type;
  if (piece.literal == "hrl" || piece.literal == "hsl") {
    append_json_list(out, captured_texts(piece, context));
    return;
  }
  const AliasText made = alias_text(piece, context);
  if (made.text.empty() && (piece.literal == "hr" || piece.literal == "hs")) {
    out += "null";
  } else if (made.quotable || piece.hex || piece.type == Type::str || !is_number(made.text)) {
    append_json_text(out, made.text);
  } else if (piece.type == Type::boolean) {
    out += made.text == "0" ? "false" : "true";
  } else {
    out += made.text;
  }
}

SampleType sample_type(model::FormatPiece::Type type) {
  using Type = model::FormatPiece::Type;
  switch (type) {
    case Type::str:
      return SampleType::string;
    case Type::sint:
      return SampleType::integer;
    case Type::boolean:
      return SampleType::boolean;
    case Type::raw:
      return SampleType::binary;
    case Type::none:
      break;
  }
  return SampleType::any;
}

void append_json_expression(const model::FormatPiece& piece, Context& context, std::string& out) {
  using Type = model::FormatPiece::Type;
  Sample sample;
  const bool found = evaluate(piece.expression, context, sample_type(piece.type), sample);
  const auto is = [&](Type asked, SampleType made) {
    return piece.type == asked || (piece.type == Type::none && sample.type == made);
  };
  if (!found) {
    out += "\"\"";
  } else if (piece.type == Type::raw) {
    out += sample.text;
  } else if (is(Type::boolean, SampleType::boolean)) {
    out += sample.number != 0 ? "true" : "false";
  } else if (is(Type::sint, SampleType::integer)) {
    out += decimal(sample.number, context.arena);
  } else {
    append_json_text(out, cast(sample, SampleType::string, context.arena) ? sample.text : std::string_view{});
  }
}

void append_json(const model::FormatPiece& piece, Context& context, std::string& out) {
  if (piece.kind == model::FormatPiece::Kind::alias) {
    append_json_alias(piece, context, out);
  } else {
    append_json_expression(piece, context, out);
  }
}

void append_object(std::span<const model::FormatPiece> pieces, Context& context, std::string& out) {
  out += '{';
  const std::size_t first = out.size();
  for (const model::FormatPiece& piece : pieces) {
    if (piece.name.empty()) continue;
    if (out.size() > first) out += ", ";
    append_json_text(out, piece.name);
    out += ": ";
    append_json(piece, context, out);
  }
  out += '}';
}

}  // namespace

void append_format(model::Index index, Context& context, std::string& out, FormatUse use) {
  const model::RoutingModel& model = context.world.model;
  const model::Range range = model.formats[index].pieces;
  const std::span pieces(model.format_pieces.data() + range.first, range.count);
  const bool plain = use == FormatUse::plain_text;
  if (context.state == nullptr) ++context.world.requests;  // what is made before there is a request counts as one
  if (plain && model.formats[index].encoding != model::Encoding::none) {
    append_object(pieces, context, out);
    return;
  }
  for (const model::FormatPiece& piece : pieces) {
    if (plain && piece.encoding != model::Encoding::none) {
      append_json(piece, context, out);
      continue;
    }
    switch (piece.kind) {
      case model::FormatPiece::Kind::literal:
        out += piece.literal;
        break;
      case model::FormatPiece::Kind::alias:
        append_piece(piece, alias_text(piece, context), true, out);
        break;
      case model::FormatPiece::Kind::expression: {
        Sample sample;
        const bool found = evaluate(piece.expression, context, SampleType::string, sample);
        std::string_view text = found ? sample.text : std::string_view{};
        if (plain) text = text.substr(0, text.find('\0'));
        append_piece(piece, {.text = text, .quotable = plain}, !plain, out);
        break;
      }
    }
  }
}

std::string_view format_text(model::Index index, Context& context, FormatUse use) {
  const model::RoutingModel& model = context.world.model;
  const model::Range pieces = model.formats[index].pieces;
  if (pieces.empty()) return {};
  if (pieces.count == 1 && model.format_pieces[pieces.first].kind == model::FormatPiece::Kind::literal) {
    return model.format_pieces[pieces.first].literal;
  }
  // A format may be reached while another one is put together (through a variable's converter): each has its own end.
  std::string& scratch = context.world.scratch;
  const std::size_t begin = scratch.size();
  append_format(index, context, scratch, use);
  const std::string_view text =
      context.arena.copy(std::string_view(scratch).substr(begin, context.world.model.buffer_size));
  scratch.resize(begin);
  return text;
}

}  // namespace hapax::routing
