#include "model/compile/stick_tables.hpp"

#include "model/compile/passes.hpp"
#include "model/compile/values.hpp"

namespace hapax::compile {
namespace {

using config::Option;
using model::StickTable;

std::string_view value_of(const Option& option) {
  return option.words.size() > 1 ? option.words[1].text : std::string_view();
}

void key_type(StickTable& table, const Option& option) {
  WordCursor words(option.words.subspan(1));
  const std::string_view type = words.next();
  using Key = StickTable::Key;
  table.key = type == "ipv6"      ? Key::ipv6
              : type == "integer" ? Key::integer
              : type == "string"  ? Key::string
              : type == "binary"  ? Key::binary
                                  : Key::ip;
  // Strings have room for 31 characters and binary keys for 32 bytes unless `len` says otherwise.
  table.key_length = table.key == Key::string ? 31 : table.key == Key::binary ? 32 : 0;
  std::string_view length;
  if (words.take_value("len", length) && table.key_length != 0) {
    table.key_length = static_cast<std::uint32_t>(integer_value(length));
  }
}

// "http_req_rate(10s)", "gpc(4)", "gpc_rate(4,10s)", "gpc0".
model::StoredData stored_data(std::string_view text) {
  model::StoredData data;
  const std::size_t open = text.find('(');
  data.name = text.substr(0, open);
  if (open == std::string_view::npos || !text.ends_with(')')) return data;
  std::string_view arguments = text.substr(open + 1, text.size() - open - 2);
  if (data.name == "gpc" || data.name == "gpt" || data.name == "gpc_rate") {
    data.count = static_cast<std::uint32_t>(integer_value(arguments));
    const std::size_t comma = arguments.find(',');
    arguments = comma == std::string_view::npos ? std::string_view() : arguments.substr(comma + 1);
  }
  if (!arguments.empty()) data.period = time_value(arguments).value_or(0);
  return data;
}

void store(StickTable& table, std::string_view list) {
  // Commas within parentheses do not separate.
  std::size_t depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && list[i] == '(') ++depth;
    if (i < list.size() && list[i] == ')' && depth > 0) --depth;
    if (i < list.size() && (list[i] != ',' || depth > 0)) continue;
    if (i > begin) table.data.push_back(stored_data(list.substr(begin, i - begin)));
    begin = i + 1;
  }
}

}  // namespace

model::Index declare_stick_table(Compilation& c, const std::string& name, const config::Directive& line) {
  StickTable table;
  table.name = name;
  table.place = c.place(line.span);
  for (const Option& option : line.options()) {
    if (option.name() == "type") key_type(table, option);
    if (option.name() == "size") table.size = size_value(value_of(option)).value_or(0);
    if (option.name() == "expire") table.expire = time_value(value_of(option)).value_or(model::kUnset);
    if (option.name() == "nopurge") table.nopurge = true;
    if (option.name() == "srvkey") table.server_key_is_address = value_of(option) == "addr";
    if (option.name() == "store") store(table, value_of(option));
    if (option.name() == "write-to" || option.name() == "recv-only") {
      c.not_modelled(model::kNone, option.span(), "stick-table " + std::string(option.name()));
    }
  }
  const model::Index index = Compilation::append_one(c.model.stick_tables, std::move(table));
  c.seen.tables.insert_or_assign(name, index);
  return index;
}

void compile_peers(Compilation& c) {
  for (const config::Section* section : c.config.all(config::SectionKind::peers)) {
    for (const config::Directive* line : section->all("table")) {
      const auto words = line->arguments();
      if (words.empty()) continue;
      const std::string name = std::string(section->name) + "/" + std::string(words[0].text);
      declare_stick_table(c, name, *line);
    }
  }
}

}  // namespace hapax::compile
