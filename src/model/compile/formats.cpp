#include "model/compile/formats.hpp"

#include <optional>

#include <hapax/syntax/log_format.hpp>

#include "model/compile/expressions.hpp"

namespace hapax::compile {
namespace {

using model::Encoding;
using model::FormatPiece;

constexpr Version kEncodingsSince = Version::v3_0;

struct Flags {
  bool quoted = false;
  bool hex = false;
  bool escaped = false;
  bool binary = false;
  Encoding encoding = Encoding::none;
};

Flags with(Flags flags, std::string_view text, Version target) {
  if (text.empty()) return flags;
  for (const syntax::FormatFlag& flag : syntax::parse_format_flags(text)) {
    if (flag.sign == 0) continue;
    const bool on = flag.sign == '+';
    if (flag.name == "Q") flags.quoted = on;
    if (flag.name == "X") flags.hex = on;
    if (flag.name == "E") flags.escaped = on;
    if (target < kEncodingsSince) continue;
    if (flag.name == "bin") flags.binary = on;
    if (flag.name == "json") flags.encoding = on ? Encoding::json : Encoding::none;
    if (flag.name == "cbor") flags.encoding = on ? Encoding::cbor : Encoding::none;
  }
  return flags;
}

FormatPiece::Type type_of(syntax::ItemType type) {
  switch (type) {
    case syntax::ItemType::str:
      return FormatPiece::Type::str;
    case syntax::ItemType::sint:
      return FormatPiece::Type::sint;
    case syntax::ItemType::boolean:
      return FormatPiece::Type::boolean;
    case syntax::ItemType::raw:
      return FormatPiece::Type::raw;
    case syntax::ItemType::none:
      break;
  }
  return FormatPiece::Type::none;
}

enum class Unknown : std::uint8_t { refused, printed_as_dash };

class FormatCompiler {
 public:
  FormatCompiler(Compilation& c, const ProxyWork& work, Unknown unknown) : c_(c), work_(work), unknown_(unknown) {}

  Result<model::Index> compile(std::string_view text) {
    const auto format = syntax::parse_log_format(text, c_.config.target, c_.arena);
    if (!format) return fail("a format that cannot be read");
    return compile(text, *format);
  }

  Result<model::Index> compile(std::string_view text, const syntax::LogFormat& format) {
    for (const syntax::FormatItem& item : format.items) {
      if (auto added = add(item, format); !added) return tl::unexpected(added.error());
    }
    if (c_.findings_only) return 0;
    model::Format made;
    made.text = text;
    made.encoding = whole_.value_or(Encoding::none);
    made.binary = standing_.binary;
    made.pieces = Compilation::append(c_.model.format_pieces, std::move(pieces_));
    return Compilation::append_one(c_.model.formats, std::move(made));
  }

 private:
  Result<void> add(const syntax::FormatItem& item, const syntax::LogFormat& format) {
    using Kind = syntax::FormatItem::Kind;
    if (item.kind == Kind::text) {
      if (!c_.findings_only) literal(item.text);
      return {};
    }
    const Flags flags = with(standing_, item.flags, c_.config.target);
    // %{+Q}o prints nothing: its flags hold from here on. The format is one object if every such item asks for it.
    if (item.kind == Kind::alias && item.text == "o") {
      standing_ = flags;
      if (whole_.value_or(flags.encoding) != flags.encoding) whole_ = Encoding::none;
      if (!whole_) whole_ = flags.encoding;
      return {};
    }
    FormatPiece piece;
    piece.quoted = flags.quoted;
    piece.hex = flags.hex;
    piece.escaped = flags.escaped;
    if (unknown_ == Unknown::refused && flags.encoding == Encoding::cbor) return fail("CBOR in a format");
    piece.encoding = flags.encoding;
    piece.type = type_of(item.type);
    piece.name = item.name;
    if (item.kind == Kind::alias) {
      piece.kind = FormatPiece::Kind::alias;
      piece.literal = item.text;
    } else {
      const auto expression = compile_expression(c_, work_, format.expressions[item.expression], item.text);
      if (!expression && unknown_ == Unknown::refused) return tl::unexpected(expression.error());
      piece.kind = expression ? FormatPiece::Kind::expression : FormatPiece::Kind::alias;
      if (expression) {
        piece.expression = *expression;
      } else {
        piece.literal = "[" + std::string(item.text) + "]";
      }
    }
    if (!c_.findings_only) pieces_.push_back(std::move(piece));
    return {};
  }

  void literal(std::string_view text) {
    if (!pieces_.empty() && pieces_.back().kind == FormatPiece::Kind::literal) {
      pieces_.back().literal += text;
      return;
    }
    FormatPiece piece;
    piece.literal = text;
    pieces_.push_back(std::move(piece));
  }

  Compilation& c_;
  const ProxyWork& work_;
  Unknown unknown_;
  Flags standing_;
  std::optional<Encoding> whole_;
  std::vector<FormatPiece> pieces_;
};

}  // namespace

Result<model::Index> compile_format(Compilation& c, const ProxyWork& work, std::string_view text,
                                    const syntax::LogFormat* known) {
  if (c.findings_only && text.find('%') == std::string_view::npos) return 0;  // any text can be printed
  FormatCompiler compiler(c, work, Unknown::refused);
  return known != nullptr ? compiler.compile(text, *known) : compiler.compile(text);
}

Result<model::Index> compile_log_format(Compilation& c, const ProxyWork& work, std::string_view text) {
  return FormatCompiler(c, work, Unknown::printed_as_dash).compile(text);
}

model::Index literal_format(Compilation& c, std::string_view text) {
  if (c.findings_only) return 0;
  model::Format format;
  format.text = text;
  if (!text.empty()) {
    FormatPiece piece;
    piece.literal = text;
    format.pieces = Compilation::append(c.model.format_pieces, {std::move(piece)});
  }
  return Compilation::append_one(c.model.formats, std::move(format));
}

}  // namespace hapax::compile
