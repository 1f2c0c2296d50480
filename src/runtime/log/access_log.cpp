#include "runtime/log/access_log.hpp"

#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "runtime/log/aliases.hpp"
#include "runtime/log/syslog.hpp"
#include "runtime/wall_clock.hpp"

namespace hapax::runtime {
namespace {

/// Bytes that a reader of lines could take for something else go out as HAProxy writes them: '#' and two digits.
void append_escaped(std::string_view text, bool quoted, std::string& line) {
  for (const char c : text) {
    const bool awkward = static_cast<unsigned char>(c) < ' ' || c == 0x7f || static_cast<unsigned char>(c) > 0x7f ||
                         (quoted && c == '"');
    if (awkward) {
      line += fmt::format("#{:02X}", static_cast<unsigned char>(c));
    } else {
      line += c;
    }
  }
}

class SyslogAccessLog final : public AccessLog {
 public:
  SyslogAccessLog(const model::RoutingModel& model, const Settings& settings)
      : model_(model), host_(settings.log_host) {
    senders_.resize(model.proxies.size());
    for (std::size_t i = 0; i < model.proxies.size(); ++i) {
      for (const model::LogTarget& target : model.proxies[i].logs) {
        Result<LogSender> sender = LogSender::open(target, settings.log_tag, settings.log_host);
        if (sender) senders_[i].push_back(std::move(*sender));
      }
    }
  }

  void write(const AccessRecord& record) override {
    if (senders_[record.frontend].empty()) return;
    const model::Proxy& frontend = model_.proxies[record.frontend];
    const bool fine = record.cause == '-' && record.status < 500;
    if (frontend.dontlog_normal && fine) return;
    const std::string line = make_line(record, frontend);
    const std::int64_t now = wall_clock_us();
    for (const LogSender& sender : senders_[record.frontend]) sender.send(LogLevel::info, line, now);
  }

  [[nodiscard]] bool wanted() const {
    for (const auto& list : senders_) {
      if (!list.empty()) return true;
    }
    return false;
  }

 private:
  std::string make_line(const AccessRecord& record, const model::Proxy& frontend) const {
    const LogContext context{model_, record, host_};
    std::string line;
    if (frontend.log_format == model::kNone) return plain_line(context);
    const model::Format& format = model_.formats[frontend.log_format];
    for (model::Index i = format.pieces.first; i < format.pieces.end(); ++i) {
      const model::FormatPiece& piece = model_.format_pieces[i];
      if (piece.kind == model::FormatPiece::Kind::literal) {
        // Where a list of captures is empty, the blanks around it become one.
        const bool doubled = line.ends_with(' ') && piece.literal.starts_with(' ');
        line += std::string_view(piece.literal).substr(doubled ? 1 : 0);
        continue;
      }
      if (is_empty_list(piece, record)) continue;
      std::string value;
      const bool known = piece.kind == model::FormatPiece::Kind::alias && append_alias(piece.literal, context, value);
      if (piece.quoted) line += '"';
      append_escaped(known && !value.empty() ? value : "-", piece.quoted, line);
      if (piece.quoted) line += '"';
    }
    return line;
  }

  static bool is_empty_list(const model::FormatPiece& piece, const AccessRecord& record) {
    if (piece.kind != model::FormatPiece::Kind::alias) return false;
    return (piece.literal == "hr" && record.captures.empty()) ||
           (piece.literal == "hs" && record.response_captures.empty());
  }

  /// Without `option httplog`, `tcplog` or a format of its own.
  static std::string plain_line(const LogContext& context) {
    const AccessRecord& record = context.record;
    return fmt::format("Connect from {}:{} to {}:{} ({}/{})", host_text(record.client), record.client.port,
                       host_text(record.destination), record.destination.port, context.frontend().name,
                       context.frontend().mode == model::Mode::http ? "HTTP" : "TCP");
  }

  const model::RoutingModel& model_;
  std::string host_;
  std::vector<std::vector<LogSender>> senders_;  ///< by proxy
};

}  // namespace

std::unique_ptr<AccessLog> make_access_log(const model::RoutingModel& model, const Settings& settings) {
  auto log = std::make_unique<SyslogAccessLog>(model, settings);
  if (!log->wanted()) return nullptr;
  return log;
}

}  // namespace hapax::runtime
