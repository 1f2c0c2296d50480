// Log formats, `%ci:%cp [%tr] %{+Q}[path,lower] %(name:str)ST`: section 8.2.6 of the manual. They are read wherever
// HAProxy takes a "log-format" or "<fmt>": log-format, unique-id-format, http-request set-header, lf-string, ...
//
// What HAProxy does, measured on 2.6 to 3.2: behind '%' stand, in this order, an optional name with an optional type
// `(NAME:TYPE)` (since 3.0), optional flags `{...}` and then either an alias, made of letters and digits, or
// `[EXPRESSION]`.
// `%%` is a '%'. A '%' before any other character than a letter, digit or blank is dropped, as is a name before such a
// character. Without flags an alias begins with a letter. Which aliases there are is not known here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <hapax/base/arena.hpp>
#include <hapax/base/version.hpp>
#include <hapax/syntax/expression.hpp>
#include <hapax/syntax/parse_error.hpp>

namespace hapax::syntax {

/// The type that a name asks for: `%(name:sint)ST`.
enum class ItemType : std::uint8_t { none, str, sint, boolean, raw };

struct FormatItem {
  enum class Kind : std::uint8_t { text, alias, expression };
  Kind kind = Kind::text;
  ItemType type = ItemType::none;
  std::uint32_t offset = 0;  ///< from the '%' on
  std::uint32_t length = 0;
  std::uint32_t text_offset = 0;   ///< where `text` stands
  std::uint32_t flags_offset = 0;  ///< where `flags` stands; 0 when there are none
  std::uint32_t expression = 0;    ///< index in LogFormat::expressions
  std::string_view text;           ///< of a text what is printed; else the alias or the expression as written
  std::string_view name;           ///< (NAME), else empty
  std::string_view flags;          ///< what stands in { }, for parse_format_flags()
};

/// The lists live as long as the arena.
struct LogFormat {
  std::span<const FormatItem> items;
  std::span<const Expression> expressions;  ///< their offsets count from FormatItem::text_offset
};

/// A whole format. An empty text is a format without items. Problems: missing_item (the '%' or what stands behind it so
/// far); missing_brace (the '{'); missing_bracket (the byte that should be ']', or the '[' when the text ends before
/// it); bad_item_name, bad_item_type; in an expression those of parse_expression_prefix(). With `recent`, expressions
/// are looked up there.
[[nodiscard]] Parsed<LogFormat> parse_log_format(std::string_view text, Version version, Arena& arena,
                                                 RecentExpressions* recent = nullptr);

/// One of the flags in { }: `+Q`, `-E`, `+json`.
struct FormatFlag {
  char sign = 0;  ///< '+', '-', or 0: written without a sign, which HAProxy ignores
  std::string_view name;
};

/// The flags between braces. Names that HAProxy does not know are ignored there, without a word; of several signs
/// without a comma between them (`+Q+X`) only the last counts. The names are Q (quote), X (hexadecimal), E (escape)
/// and, since 3.0, bin, json, cbor.
[[nodiscard]] std::vector<FormatFlag> parse_format_flags(std::string_view flags);

}  // namespace hapax::syntax
