// Pages of rules, for `hapax rule`: TLS and QUIC, certificates and their stores.
#include "config/rules/rules.hpp"

namespace hapax::config {
namespace {

constexpr RuleInfo kRules[] = {
    {"invalid-ciphers", Origin::haproxy, Severity::error, "a list of ciphers that OpenSSL does not take",
     "Names are joined by ':'.", "", "", std::nullopt},
    {"duplicate-store-entry", Origin::haproxy, Severity::error,
     "a crt-store entry names a certificate that is loaded already",
     "Put the crt-store section before the lines that use it.", "", "", std::nullopt},
    {"bind-without-certificate", Origin::haproxy, Severity::error, "a TLS listener without a certificate",
     "Add 'crt FILE'.", "bind :443 ssl", "bind :443 ssl crt site.pem", std::nullopt},
    {"verify-without-authority", Origin::haproxy, Severity::error, "client certificates are verified against nothing",
     "Add 'ca-file FILE'.", "bind :443 ssl crt s.pem verify required",
     "bind :443 ssl crt s.pem verify required ca-file ca.pem", std::nullopt},
    {"tls-versions-unclear", Origin::haproxy, Severity::warning,
     "TLS versions that are said in two ways, or with a hole",
     "'ssl-min-ver' and 'ssl-max-ver' say it clearly; 'no-tlsv11' and its like have no effect beside them.",
     "server s 192.0.2.1:443 ssl no-tlsv11", "server s 192.0.2.1:443 ssl ssl-min-ver TLSv1.2", std::nullopt},
    {"server-verify-without-authority", Origin::haproxy, Severity::error,
     "a server's certificate is verified against nothing", "Add 'ca-file FILE' or 'verify none'.",
     "server s 192.0.2.1:443 ssl", "server s 192.0.2.1:443 ssl verify required ca-file @system-ca", std::nullopt},
    {"certificate-without-certificate", Origin::haproxy, Severity::error, "a certificate file without a certificate",
     "The file must be in PEM form.", "", "", std::nullopt},
    {"weak-dh-parameter", Origin::haproxy, Severity::warning, "1024 bits for Diffie-Hellman",
     "OpenSSL refuses so short parameters, and the ciphers that need them are off. Write 2048, or leave the line out.",
     "", "", std::nullopt},
    {"certificate-key-mismatch", Origin::haproxy, Severity::error, "a private key that belongs to another certificate",
     "Put the key with which the certificate was made beside it.", "", "", std::nullopt},
    {"certificate-too-weak", Origin::haproxy, Severity::error, "a certificate that OpenSSL finds too weak",
     "RSA keys need 2048 bits or more; old signatures such as SHA-1 are refused, too.", "", "", std::nullopt},
    {"certificate-chain-broken", Origin::haproxy, Severity::error, "a certificate whose chain cannot be read",
     "What stands behind the certificate in its file is sent to clients with "
     "it; a part that was cut off or changed makes HAProxy refuse the file.",
     "", "", std::nullopt},
    {"malformed-timestamps", Origin::haproxy, Severity::error, "a file that is no list of certificate timestamps",
     "The file that 'sctl' names is binary, as RFC 6962 describes it, and what the certificate's log servers gave.", "",
     "", std::nullopt},
    {"authorities-left-out", Origin::haproxy, Severity::warning,
     "files in a directory of certificate authorities that HAProxy leaves out",
     "It reads the files that end with .pem, .crt, .cer or .crl, and goes on without those that hold nothing of use. "
     "Where nothing is left, no client or server can be verified.",
     "", "", std::nullopt},
    {"malformed-crt-list", Origin::haproxy, Severity::error, "a list of certificates that cannot be read",
     "A line is 'FILE [OPTIONS] NAMES', '#' begins a comment only in the first column, and the last line ends with a "
     "newline.",
     "", "", std::nullopt},
    {"invalid-tls-algorithm", Origin::haproxy, Severity::error,
     "a curve or signature algorithm that OpenSSL does not know", "Names are joined by ':'.",
     "bind :443 ssl crt s.pem curves X25518", "bind :443 ssl crt s.pem curves X25519", std::nullopt},
    {"certificate-loaded-otherwise", Origin::haproxy, Severity::error,
     "a certificate that is named twice, with other settings",
     "Since 3.0 a certificate is loaded once, with the key, issuer, OCSP answer and 'ocsp-update' of the first line.",
     "", "", std::nullopt},
    {"no-tls-version", Origin::haproxy, Severity::error, "a line that leaves no TLS version to speak",
     "Versions switched off, or ssl-min-ver above ssl-max-ver, leave nothing.",
     "bind :443 ssl crt s.pem ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.2",
     "bind :443 ssl crt s.pem ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.3", std::nullopt},
    {"certificate-without-key", Origin::haproxy, Severity::error, "a certificate file without its key",
     "Put the key into the file, or beside it as FILE.key.", "", "", std::nullopt},
    {"quic-without-ssl", Origin::haproxy, Severity::warning, "a QUIC listener that does not say 'ssl'",
     "QUIC is always encrypted.", "bind quic4@:443 crt site.pem", "bind quic4@:443 ssl crt site.pem", std::nullopt},
    {"bbr-without-pacing", Origin::haproxy, Severity::warning, "BBR on a QUIC listener, and no pacing",
     "BBR measures how fast packets arrive that it sends at a steady pace. Sent in bursts, they tell it little.",
     "global\n    tune.quic.disable-tx-pacing\nfrontend web\n    bind quic4@:443 ssl crt site.pem quic-cc-algo bbr",
     "frontend web\n    bind quic4@:443 ssl crt site.pem quic-cc-algo bbr", std::nullopt},
    {"crt-list-exclusion", Origin::haproxy, Severity::warning, "an exclusion without effect in a list of certificates",
     "'!NAME' takes a name out of a wildcard of the same line; without one there is nothing to take it out of.", "", "",
     std::nullopt},
};

}  // namespace

std::span<const RuleInfo> tls_rules() { return kRules; }

}  // namespace hapax::config
