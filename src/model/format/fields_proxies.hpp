// The members of proxies, servers and the model itself; see fields_rules.hpp.
#pragma once

#include "model/format/fields_rules.hpp"

namespace hapax::model {

HAPAX_FIELDS(StoredData) {
  v.value("name", &StoredData::name);
  v.value("period", &StoredData::period);
  v.value("count", &StoredData::count);
}

HAPAX_FIELDS(StickTable) {
  v.value("name", &StickTable::name);
  v.value("key", &StickTable::key);
  v.value("key_length", &StickTable::key_length);
  v.value("size", &StickTable::size);
  v.value("expire", &StickTable::expire);
  v.value("nopurge", &StickTable::nopurge);
  v.value("server_key_is_address", &StickTable::server_key_is_address);
  v.value("data", &StickTable::data);
  v.value("place", &StickTable::place);
}

HAPAX_FIELDS(Endpoint) {
  v.value("family", &Endpoint::family);
  v.value("host", &Endpoint::host);
  v.value("port", &Endpoint::port);
  v.value("last_port", &Endpoint::last_port);
  v.value("port_relative", &Endpoint::port_relative);
  v.value("port_offset", &Endpoint::port_offset);
}

HAPAX_FIELDS(Balance) {
  v.value("algorithm", &Balance::algorithm);
  v.value("draws", &Balance::draws);
  v.value("argument", &Balance::argument);
  v.value("use_domain_only", &Balance::use_domain_only);
  v.value("uri_whole", &Balance::uri_whole);
  v.value("uri_path_only", &Balance::uri_path_only);
  v.value("uri_length", &Balance::uri_length);
  v.value("uri_depth", &Balance::uri_depth);
  v.index("expression", &Balance::expression, Table::expressions);
  v.value("hash_method", &Balance::hash_method);
  v.value("hash_function", &Balance::hash_function);
  v.value("avalanche", &Balance::avalanche);
  v.value("balance_factor", &Balance::balance_factor);
  v.value("affinity", &Balance::affinity);
  v.value("place", &Balance::place);
}

HAPAX_FIELDS(HealthCheck) {
  v.value("kind", &HealthCheck::kind);
  v.value("inter", &HealthCheck::inter);
  v.value("fastinter", &HealthCheck::fastinter);
  v.value("downinter", &HealthCheck::downinter);
  v.value("rise", &HealthCheck::rise);
  v.value("fall", &HealthCheck::fall);
  v.value("address", &HealthCheck::address);
  v.value("tls", &HealthCheck::tls);
  v.value("send_proxy", &HealthCheck::send_proxy);
  v.value("method", &HealthCheck::method);
  v.value("uri", &HealthCheck::uri);
  v.value("host", &HealthCheck::host);
  v.value("agent", &HealthCheck::agent);
  v.value("agent_port", &HealthCheck::agent_port);
  v.value("agent_inter", &HealthCheck::agent_inter);
  v.value("initial_state", &HealthCheck::initial_state);
}

HAPAX_FIELDS(Server) {
  v.value("name", &Server::name);
  v.index("proxy", &Server::proxy, Table::proxies);
  v.value("id", &Server::id);
  v.value("address", &Server::address);
  v.value("weight", &Server::weight);
  v.value("maxconn", &Server::maxconn);
  v.value("minconn", &Server::minconn);
  v.value("maxqueue", &Server::maxqueue);
  v.value("slowstart", &Server::slowstart);
  v.value("cookie", &Server::cookie);
  v.value("guid", &Server::guid);
  v.value("hash_key", &Server::hash_key);
  v.value("backup", &Server::backup);
  v.value("disabled", &Server::disabled);
  v.value("non_stick", &Server::non_stick);
  v.value("tls", &Server::tls);
  v.value("send_proxy", &Server::send_proxy);
  v.value("send_proxy_v2", &Server::send_proxy_v2);
  v.value("shutdown_on_marked_down", &Server::shutdown_on_marked_down);
  v.value("shutdown_backups_on_marked_up", &Server::shutdown_backups_on_marked_up);
  v.value("observe", &Server::observe);
  v.value("on_error", &Server::on_error);
  v.value("error_limit", &Server::error_limit);
  v.index("track", &Server::track, Table::servers);
  v.value("check", &Server::check);
  v.value("redirect_prefix", &Server::redirect_prefix);
  v.value("tls_verify", &Server::tls_verify);
  v.value("tls_verify_host", &Server::tls_verify_host);
  v.value("tls_ca_file", &Server::tls_ca_file);
  v.value("tls_certificate", &Server::tls_certificate);
  v.index("tls_sni", &Server::tls_sni, Table::expressions);
  v.value("place", &Server::place);
}

HAPAX_FIELDS(Bind) {
  v.value("address", &Bind::address);
  v.value("name", &Bind::name);
  v.value("id", &Bind::id);
  v.value("tls", &Bind::tls);
  v.value("accept_proxy", &Bind::accept_proxy);
  v.value("quic", &Bind::quic);
  v.value("v6only", &Bind::v6only);
  v.value("maxconn", &Bind::maxconn);
  v.value("certificates", &Bind::certificates);
  v.value("alpn", &Bind::alpn);
  v.value("verify", &Bind::verify);
  v.value("ca_file", &Bind::ca_file);
  v.value("strict_sni", &Bind::strict_sni);
  v.value("place", &Bind::place);
  v.value("text", &Bind::text);
}

HAPAX_FIELDS(CookiePersistence) {
  v.value("mode", &CookiePersistence::mode);
  v.value("name", &CookiePersistence::name);
  v.value("indirect", &CookiePersistence::indirect);
  v.value("nocache", &CookiePersistence::nocache);
  v.value("postonly", &CookiePersistence::postonly);
  v.value("preserve", &CookiePersistence::preserve);
  v.value("dynamic", &CookiePersistence::dynamic);
  v.value("httponly", &CookiePersistence::httponly);
  v.value("secure", &CookiePersistence::secure);
  v.value("dynamic_key", &CookiePersistence::dynamic_key);
  v.value("domain", &CookiePersistence::domain);
  v.value("attributes", &CookiePersistence::attributes);
  v.value("maxidle", &CookiePersistence::maxidle);
  v.value("maxlife", &CookiePersistence::maxlife);
}

HAPAX_FIELDS(Timeouts) {
  v.value("client", &Timeouts::client);
  v.value("server", &Timeouts::server);
  v.value("connect", &Timeouts::connect);
  v.value("queue", &Timeouts::queue);
  v.value("check", &Timeouts::check);
  v.value("tarpit", &Timeouts::tarpit);
  v.value("http_request", &Timeouts::http_request);
  v.value("http_keep_alive", &Timeouts::http_keep_alive);
  v.value("tunnel", &Timeouts::tunnel);
  v.value("client_fin", &Timeouts::client_fin);
  v.value("server_fin", &Timeouts::server_fin);
}

HAPAX_FIELDS(PageHeader) {
  v.value("name", &PageHeader::name);
  v.index("value", &PageHeader::value, Table::formats);
}

HAPAX_FIELDS(ErrorPage) {
  v.value("status", &ErrorPage::status);
  v.value("content", &ErrorPage::content);
  v.value("composed", &ErrorPage::composed);
  v.value("content_type", &ErrorPage::content_type);
  v.index("body", &ErrorPage::body, Table::formats);
  v.value("headers", &ErrorPage::headers);
}

HAPAX_FIELDS(Capture) {
  v.value("name", &Capture::name);
  v.value("length", &Capture::length);
}

HAPAX_FIELDS(LogTarget) {
  v.value("address", &LogTarget::address);
  v.value("format", &LogTarget::format);
  v.value("facility", &LogTarget::facility);
  v.value("level", &LogTarget::level);
  v.value("minimum", &LogTarget::minimum);
  v.value("max_length", &LogTarget::max_length);
  v.value("place", &LogTarget::place);
}

HAPAX_FIELDS(CheckStep) {
  v.value("kind", &CheckStep::kind);
  v.value("negated", &CheckStep::negated);
  v.value("text", &CheckStep::text);
  v.value("method", &CheckStep::method);
  v.value("uri", &CheckStep::uri);
  v.value("version", &CheckStep::version);
  v.value("headers", &CheckStep::headers);
  v.value("port", &CheckStep::port);
  v.value("tls", &CheckStep::tls);
  v.value("place", &CheckStep::place);
}

HAPAX_FIELDS(Compression) {
  v.value("algorithms", &Compression::algorithms);
  v.value("types", &Compression::types);
  v.value("minimum", &Compression::minimum);
  v.value("only_requests", &Compression::only_requests);
  v.value("offload", &Compression::offload);
}

HAPAX_FIELDS(Proxy) {
  v.value("name", &Proxy::name);
  v.value("kind", &Proxy::kind);
  v.value("mode", &Proxy::mode);
  v.value("id", &Proxy::id);
  v.value("disabled", &Proxy::disabled);
  v.value("place", &Proxy::place);
  v.range("binds", &Proxy::binds, Table::binds);
  v.rule_sets("rules", &Proxy::rules);
  v.range("backend_rules", &Proxy::backend_rules, Table::backend_rules);
  v.index("default_backend", &Proxy::default_backend, Table::proxies);
  v.indices("force_switch", &Proxy::force_switch, Table::conditions);
  v.value("maxconn", &Proxy::maxconn);
  v.value("rate_limit_sessions", &Proxy::rate_limit_sessions);
  v.value("inspect_delay", &Proxy::inspect_delay);
  v.value("response_inspect_delay", &Proxy::response_inspect_delay);
  v.value("monitor_uri", &Proxy::monitor_uri);
  v.indices("monitor_fail", &Proxy::monitor_fail, Table::conditions);
  v.value("stats_uri", &Proxy::stats_uri);
  v.value("stats_users", &Proxy::stats_users);
  v.value("stats_realm", &Proxy::stats_realm);
  v.value("stats_refresh", &Proxy::stats_refresh);
  v.index("log_format", &Proxy::log_format, Table::formats);
  v.value("logs", &Proxy::logs);
  v.value("dontlognull", &Proxy::dontlognull);
  v.value("dontlog_normal", &Proxy::dontlog_normal);
  v.value("log_as_soon_as_possible", &Proxy::log_as_soon_as_possible);
  v.value("captures", &Proxy::captures);
  v.value("response_captures", &Proxy::response_captures);
  v.value("cookie_capture", &Proxy::cookie_capture);
  v.index("unique_id_format", &Proxy::unique_id_format, Table::formats);
  v.value("unique_id_header", &Proxy::unique_id_header);
  v.value("forward_for", &Proxy::forward_for);
  v.value("forward_for_header", &Proxy::forward_for_header);
  v.value("forward_for_if_none", &Proxy::forward_for_if_none);
  v.value("forward_for_except", &Proxy::forward_for_except);
  v.value("original_to", &Proxy::original_to);
  v.value("original_to_header", &Proxy::original_to_header);
  v.value("original_to_if_none", &Proxy::original_to_if_none);
  v.value("original_to_except", &Proxy::original_to_except);
  v.value("http_server_close", &Proxy::http_server_close);
  v.value("http_close", &Proxy::http_close);
  v.value("buffer_request", &Proxy::buffer_request);
  v.value("proxy_header", &Proxy::proxy_header);
  v.value("lenient_requests", &Proxy::lenient_requests);
  v.value("odd_names", &Proxy::odd_names);
  v.value("forwarded", &Proxy::forwarded);
  v.indices("forwarded_expressions", &Proxy::forwarded_expressions, Table::expressions);
  v.value("compression", &Proxy::compression);
  v.range("servers", &Proxy::servers, Table::servers);
  v.value("balance", &Proxy::balance);
  v.value("allbackups", &Proxy::allbackups);
  v.value("persist", &Proxy::persist);
  v.value("redispatch", &Proxy::redispatch);
  v.value("redispatch_interval", &Proxy::redispatch_interval);
  v.value("abort_on_close", &Proxy::abort_on_close);
  v.value("prefer_last_server", &Proxy::prefer_last_server);
  v.value("retries", &Proxy::retries);
  v.bits("retry_on", &Proxy::retry_on, kRetryOnNames);
  v.value("fullconn", &Proxy::fullconn);
  v.value("cookie", &Proxy::cookie);
  v.value("rdp_cookie_persist", &Proxy::rdp_cookie_persist);
  v.range("persist_rules", &Proxy::persist_rules, Table::persist_rules);
  v.range("server_rules", &Proxy::server_rules, Table::server_rules);
  v.range("stick_rules", &Proxy::stick_rules, Table::stick_rules);
  v.index("stick_table", &Proxy::stick_table, Table::stick_tables);
  v.value("reuse", &Proxy::reuse);
  v.value("send_name_header", &Proxy::send_name_header);
  v.range("check_steps", &Proxy::check_steps, Table::check_steps);
  v.value("check_disable_on_404", &Proxy::check_disable_on_404);
  v.value("timeouts", &Proxy::timeouts);
  v.value("error_pages", &Proxy::error_pages);
}

HAPAX_FIELDS(User) {
  v.value("name", &User::name);
  v.value("password", &User::password);
  v.value("hashed", &User::hashed);
  v.value("groups", &User::groups);
}

HAPAX_FIELDS(Userlist) {
  v.value("name", &Userlist::name);
  v.value("users", &Userlist::users);
}

HAPAX_FIELDS(Cache) {
  v.value("name", &Cache::name);
  v.value("size", &Cache::size);
  v.value("object_size", &Cache::object_size);
  v.value("max_age", &Cache::max_age);
  v.value("process_vary", &Cache::process_vary);
  v.value("most_variants", &Cache::most_variants);
}

HAPAX_FIELDS(NotModelled) {
  v.value("place", &NotModelled::place);
  v.index("proxy", &NotModelled::proxy, Table::proxies);
  v.value("text", &NotModelled::text);
}

HAPAX_FIELDS(RoutingModel) {
  v.value("target", &RoutingModel::target);
  v.value("files", &RoutingModel::files);
  v.value("maxconn", &RoutingModel::maxconn);
  v.value("threads", &RoutingModel::threads);
  v.value("connection_rate", &RoutingModel::connection_rate);
  v.value("session_rate", &RoutingModel::session_rate);
  v.value("buffer_size", &RoutingModel::buffer_size);
  v.value("rewrite_reserve", &RoutingModel::rewrite_reserve);
  v.value("max_headers", &RoutingModel::max_headers);
  v.value("request_line_size", &RoutingModel::request_line_size);
  v.value("spread_checks", &RoutingModel::spread_checks);
  v.range("start_rules", &RoutingModel::start_rules, Table::rules);
  v.value("proxies", &RoutingModel::proxies);
  v.value("servers", &RoutingModel::servers);
  v.value("binds", &RoutingModel::binds);
  v.value("rules", &RoutingModel::rules);
  v.value("backend_rules", &RoutingModel::backend_rules);
  v.value("server_rules", &RoutingModel::server_rules);
  v.value("persist_rules", &RoutingModel::persist_rules);
  v.value("stick_rules", &RoutingModel::stick_rules);
  v.value("stick_tables", &RoutingModel::stick_tables);
  v.value("check_steps", &RoutingModel::check_steps);
  v.value("userlists", &RoutingModel::userlists);
  v.value("caches", &RoutingModel::caches);
  v.value("expressions", &RoutingModel::expressions);
  v.value("converters", &RoutingModel::converters);
  v.value("arguments", &RoutingModel::arguments);
  v.value("variables", &RoutingModel::variables);
  v.value("regexes", &RoutingModel::regexes);
  v.value("pattern_sets", &RoutingModel::pattern_sets);
  v.value("tests", &RoutingModel::tests);
  v.value("acls", &RoutingModel::acls);
  v.value("terms", &RoutingModel::terms);
  v.ranges("conjunctions", &RoutingModel::conjunctions, Table::terms);
  v.value("conditions", &RoutingModel::conditions);
  v.value("formats", &RoutingModel::formats);
  v.value("format_pieces", &RoutingModel::format_pieces);
  v.value("not_modelled", &RoutingModel::not_modelled);
}

#undef HAPAX_FIELDS

}  // namespace hapax::model
