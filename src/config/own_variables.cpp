#include "config/own_variables.hpp"

#include <array>

namespace hapax::config {
namespace {

struct Variable {
  std::string_view name;
  Version since;
  std::string_view value;
};

// Formats as the manual's chapter on logs gives them.
constexpr std::array kVariables{
    Variable{"HAPROXY_HTTP_LOG_FMT", Version::v2_8,
             "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs "
             "%{+Q}r"},
    Variable{"HAPROXY_HTTPS_LOG_FMT", Version::v2_8,
             "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs "
             "%{+Q}r %[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed] "
             "%[ssl_fc_sni]/%sslv/%sslc"},
    Variable{"HAPROXY_TCP_LOG_FMT", Version::v2_8,
             "%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq"},
    Variable{"HAPROXY_HTTP_CLF_LOG_FMT", Version::v3_2,
             "%{+Q}o %{-Q}ci - - [%trg] %r %ST %B \"\" \"\" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc "
             "%sc %rc %sq %bq %CC %CS %hrl %hsl"},
    Variable{"HAPROXY_TCP_CLF_LOG_FMT", Version::v3_2,
             "%{+Q}o %{-Q}ci - - [%T] \"TCP \" 000 %B \"\" \"\" %cp %ms %ft %b %s %Th %Tw %Tc %Tt %U %ts-- %ac %fc %bc "
             "%sc %rc %sq %bq \"\" \"\" "},
    Variable{"HAPROXY_KEYLOG_FC_LOG_FMT", Version::v3_4, "CLIENT_RANDOM %[ssl_fc_client_random,hex]"},
    Variable{"HAPROXY_KEYLOG_BC_LOG_FMT", Version::v3_4, "CLIENT_RANDOM %[ssl_bc_client_random,hex]"},
};

}  // namespace

void add_own_variables(Reading& reading, std::span<const FileId> files) {
  syntax::Environment& environment = reading.environment;
  for (const Variable& variable : kVariables)
    if (reading.from(variable.since)) environment.set(variable.name, variable.value);
  const std::string version(to_string(reading.target()));
  environment.set("HAPROXY_STARTUP_VERSION", version + ".0");
  if (reading.from(Version::v3_0)) environment.set("HAPROXY_BRANCH", version);
  if (!environment.get("HAPROXY_LOCALPEER")) environment.set("HAPROXY_LOCALPEER", "localpeer");
  if (!reading.from(Version::v3_2)) return;
  std::string names;
  for (const FileId file : files) names += (names.empty() ? "" : ";") + std::string(reading.sources().name(file));
  environment.set("HAPROXY_CFGFILES", names);
}

}  // namespace hapax::config
