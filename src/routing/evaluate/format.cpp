// Format strings ("log-format"): literal text, expressions and aliases put one after the other.
//
// In a header, what an expression gives is written so that it can stand there: control characters become %XX, and +Q
// puts quotes round the text of aliases only. In a plain text, expressions are quoted too, even those without a sample,
// and end at a zero byte. +E holds for all.

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

}  // namespace

void append_format(model::Index index, Context& context, std::string& out, FormatUse use) {
  const model::RoutingModel& model = context.world.model;
  const model::Range pieces = model.formats[index].pieces;
  if (context.state == nullptr) ++context.world.requests;  // what is made before there is a request counts as one
  for (model::Index i = pieces.first; i < pieces.end(); ++i) {
    const model::FormatPiece& piece = model.format_pieces[i];
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
        const bool plain = use == FormatUse::plain_text;
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
