// TLS: files of certificates, lists of them, crt-store sections, lists of algorithms.
#include <algorithm>
#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <hapax/config/load.hpp>

#include "config/files/pem.hpp"
#include "config/machine.hpp"
#include "config/reading.hpp"
#include "tests/config/loaded_text.hpp"

namespace hapax::config {
namespace {

class NoMachine final : public Machine {
 public:
  bool has_user(const std::string& name) override { return name == "haproxy"; }
  bool has_group(const std::string&) override { return false; }
  bool resolves(const std::string& host) override { return host == "app.example"; }
  unsigned processors() override { return 2; }
  std::optional<std::uint64_t> open_files() override { return 1000; }
  bool privileged() override { return false; }
};

std::string rules(const std::string& text, FileAccess* files = nullptr, Version target = Version::v3_2,
                  Machine* machine = nullptr) {
  SourceSet sources;
  Diagnostics findings;
  const FileId file = sources.add("haproxy.cfg", text);
  LoadOptions options;
  options.target = target;
  options.files = files;
  Config config = load(sources, std::span(&file, 1), options, findings);
  Reading reading(sources, options, findings, config);
  reading.settle();
  if (machine != nullptr) check_machine(reading, *machine);
  return in_short(sources, findings);
}

std::string bind(const std::string& options) { return std::string(kListen) + " bind :443 ssl " + options + "\n"; }

/// Of a host that does not exist.
constexpr const char* kCertificate = R"(-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUcyzwm3/DerCDsNUImOTOkjRanPswCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMdGVzdC5leGFtcGxlMCAXDTI2MTEyNzEzMzYwMloYDzIxMjYx
MTAzMTMzNjAyWjAXMRUwEwYDVQQDDAx0ZXN0LmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQD5eCl96wo5wqeTrKLQvsu/NCj9CKAW+bGEBnVKeoBXPhc
mSegPebjsMVp3foc3Sr3cnpcoIkEx7Zti6PhRmj7o1MwUTAdBgNVHQ4EFgQUbpnC
o8APkzP5rIHyigv++iMUcMYwHwYDVR0jBBgwFoAUbpnCo8APkzP5rIHyigv++iMU
cMYwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBuzV//5hRem8JT
XkFWNCyMYiTG++sSFe1dkFXFufiF9wIhAJ33kmu8+UUDn+lqM7ac4keUtimkJNPV
5sMxM4g/Y2c+
-----END CERTIFICATE-----
)";
constexpr const char* kKey = R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEINV3Z4/3KBevvJX+TMUGB8t7OWV2Hjkm9zWicwGP5deNoAoGCCqGSM49
AwEHoUQDQgAEA+XgpfesKOcKnk6yi0L7LvzQo/QigFvmxhAZ1SnqAVz4XJknoD3m
47DFad36HN0q93J6XKCJBMe2bYuj4UZo+w==
-----END EC PRIVATE KEY-----
)";

TEST(Certificates, MustBeThereAndHoldOne) {
  TextFiles files;
  files.texts["garbage.pem"] = "nothing\n";
  EXPECT_EQ(rules(bind("crt missing.pem"), &files), "missing-file:7");
  EXPECT_EQ(rules(bind("crt garbage.pem"), &files), "certificate-without-certificate:7");
  EXPECT_EQ(rules(bind("crt missing.pem")), "") << "without access to files none is looked at";
}

TEST(Certificates, AreFollowedByTheirChain) {
  TextFiles files;
  const std::string both = std::string(kCertificate) + kKey;
  const std::string cut = std::string(kCertificate).substr(0, 300) + "\n";
  files.texts["good.pem"] = both + kCertificate;
  files.texts["cut.pem"] = both + cut;
  files.texts["broken.pem"] = both + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  EXPECT_EQ(rules(bind("crt good.pem"), &files), "");
  EXPECT_EQ(rules(bind("crt cut.pem"), &files), "certificate-chain-broken:7");
  EXPECT_EQ(rules(bind("crt cut.pem"), &files, Version::v2_6), "");
  EXPECT_EQ(rules(bind("crt broken.pem"), &files, Version::v2_6), "certificate-chain-broken:7");
}

std::string store(const std::string& load, FileAccess& files) {
  return rules("crt-store s\n load crt site.pem " + load + "\n" + bind("crt @s/site.pem"), &files);
}

TEST(Certificates, OfAStoreNeedTheirFiles) {
  TextFiles files;
  files.texts["site.pem"] = kCertificate;
  files.texts["site.key"] = kKey;
  files.texts["good.sctl"] = std::string("\0\4\0\2ab", 6);
  files.texts["bad.sctl"] = std::string("\0\4\0\3ab", 6);
  EXPECT_EQ(store("key site.key", files), "");
  EXPECT_EQ(store("key site.key issuer site.pem sctl good.sctl", files), "");
  EXPECT_EQ(store("key site.pem", files), "certificate-without-key:2");
  EXPECT_EQ(store("key site.key issuer site.key", files), "certificate-without-certificate:2");
  EXPECT_EQ(store("key site.key sctl bad.sctl", files), "malformed-timestamps:2");
  EXPECT_EQ(store("", files), "certificate-without-key:9");
  files.texts["site.pem"] = std::string(kCertificate) + kKey;
  EXPECT_EQ(store("", files), "");
}

TEST(Certificates, OfAListHaveAlgorithmsThatOpenSslKnows) {
  TextFiles files;
  files.texts["site.pem"] = std::string(kCertificate) + kKey;
  files.texts["good"] = "site.pem [ciphers HIGH curves X25519]\n";
  files.texts["ciphers"] = "site.pem [ciphers NOPE]\n";
  files.texts["curves"] = "site.pem [curves NOPE]\n";
  EXPECT_EQ(rules(bind("crt-list good"), &files), "");
  EXPECT_EQ(rules(bind("crt-list ciphers"), &files), "invalid-ciphers:7");
  EXPECT_EQ(rules(bind("crt-list curves"), &files), "invalid-tls-algorithm:7");
}

class FilesOfAFolder final : public FileAccess {
 public:
  std::map<std::string, std::string> texts;  ///< by name in the folder "ca"
  FileState state(const std::string& path) override {
    return path == "ca"                     ? FileState::directory
           : texts.contains(path.substr(3)) ? FileState::regular
                                            : FileState::missing;
  }
  std::optional<std::string> read(const std::string& path, std::size_t) override { return texts.at(path.substr(3)); }
  std::optional<std::vector<std::string>> list(const std::string&) override {
    std::vector<std::string> names;
    for (const auto& [name, text] : texts) names.push_back(name);
    return names;
  }
};

TEST(Authorities, OfADirectoryAreTheFilesThatHoldSome) {
  FilesOfAFolder files;
  const std::string server = std::string(kListen) + " server s 192.0.2.1:443 ssl verify required ca-file ca\n";
  EXPECT_EQ(rules(server, &files), "authorities-left-out:7");
  files.texts["readme.txt"] = "of no interest\n";
  files.texts["a.crt"] = kCertificate;
  EXPECT_EQ(rules(server, &files), "");
  files.texts["b.pem"] = kKey;
  EXPECT_EQ(rules(server, &files), "authorities-left-out:7");
  files.texts.erase("a.crt");
  EXPECT_EQ(rules(server, &files), "authorities-left-out:7 authorities-left-out:7");
  const auto names_no_line = [&files](const std::string& text) {
    const LoadedText loaded(text, Version::v3_2, {}, &files);
    return std::any_of(loaded.findings.list().begin(), loaded.findings.list().end(),
                       [](const Diagnostic& found) { return found.rule == "authorities-left-out" && found.whole; });
  };
  EXPECT_FALSE(names_no_line(server));
  EXPECT_TRUE(names_no_line(std::string(kListen) + " bind :443 ssl strict-sni ca-file ca\n"));
  files.texts["a.crt"] = kCertificate;
  EXPECT_EQ(rules("global\n issuers-chain-path ca\n" + std::string(kListen), &files),
            "authorities-left-out:2 authorities-left-out:2");
}

TEST(Certificates, OfAProxyStandOnceInItsLines) {
  TextFiles files;
  EXPECT_EQ(rules(std::string(kListen) + " ssl-f-use crt a.pem crt b.pem\n"), "set-twice:7");
  EXPECT_EQ(rules(std::string(kListen) + " ssl-f-use crt a.pem ocsp x ocsp y\n"), "set-twice:7");
  EXPECT_EQ(rules(std::string(kListen) + " ssl-f-use crt a.pem key x key y\n"), "");
}

TEST(Authorities, OfTheHttpClientMustBeThereUnlessItDoesNotVerify) {
  TextFiles files;
  files.folders.insert("/etc/ca");
  const auto global = [&](const std::string& lines, Version target = Version::v3_2) {
    return rules("global\n" + lines + kListen, &files, target);
  };
  EXPECT_EQ(global(" httpclient.ssl.ca-file missing.pem\n"), "missing-file:2");
  EXPECT_EQ(global(" httpclient.ssl.ca-file missing.pem\n", Version::v2_6), "missing-file:2");
  EXPECT_EQ(global(" httpclient.ssl.ca-file missing.pem\n httpclient.ssl.verify none\n"), "");
  EXPECT_EQ(global(" httpclient.ssl.ca-file @system-ca\n httpclient.ssl.verify required\n"), "");
  EXPECT_EQ(global(" httpclient.ssl.ca-file /etc/ca\n"), "");
}

TEST(Certificates, AreMalformedWhenTheirTextIsNone) {
  EXPECT_EQ(examine_certificate("x"), PemCertificate::none);
  EXPECT_EQ(examine_certificate("-----BEGIN CERTIFICATE-----\nabcd\n-----END CERTIFICATE-----\n"),
            PemCertificate::malformed);
  EXPECT_FALSE(holds_key("-----BEGIN PRIVATE KEY-----\nabcd\n-----END PRIVATE KEY-----\n"));
  EXPECT_FALSE(holds_authorities(""));
}

TEST(CrtLists, EndWithANewlineAndHoldKnownOptions) {
  TextFiles files;
  files.texts["open.list"] = "a.pem";
  files.texts["twice.list"] = "a.pem [alpn h2] [alpn h3]\n";
  files.texts["option.list"] = "a.pem [no-ssl] x\n";
  files.texts["empty.list"] = "";
  EXPECT_EQ(rules(bind("crt-list open.list"), &files), "malformed-crt-list:7");
  EXPECT_EQ(rules(bind("crt-list twice.list"), &files), "malformed-crt-list:7");
  EXPECT_EQ(rules(bind("crt-list option.list"), &files), "unknown-option:7");
  EXPECT_EQ(rules(bind("crt-list empty.list"), &files), "bind-without-certificate:7");
  files.texts["site.pem"] = std::string(kCertificate) + kKey;
  files.texts["comment.list"] = "site.pem\n# the end";
  files.texts["version.list"] = "site.pem [ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.2]\n";
  EXPECT_EQ(rules(bind("crt-list version.list"), &files), "no-tls-version:7");
  files.texts["key.list"] = "site.pem [key nosuch]\n";
  EXPECT_EQ(rules(bind("crt-list comment.list"), &files), "");
  EXPECT_EQ(rules(bind("crt-list key.list"), &files), "missing-file:7");
  files.texts["cut.pem"] = kCertificate;
  files.texts["cut.key"] = kKey;
  files.texts["apart.list"] = "cut.pem [key cut.key]\n";
  EXPECT_EQ(rules(bind("crt-list apart.list"), &files), "");
  files.texts["keyless.list"] = "cut.pem [key cut.pem]\n";
  EXPECT_EQ(rules(bind("crt-list keyless.list"), &files), "missing-file:7");
  files.texts["issuer.list"] = "site.pem [issuer cut.key]\n";
  EXPECT_EQ(rules(bind("crt-list issuer.list"), &files), "missing-file:7");
  files.texts["times.list"] = "site.pem [sctl cut.key]\n";
  EXPECT_EQ(rules(bind("crt-list times.list"), &files), "missing-file:7");
  files.texts["answer.list"] = "site.pem [ocsp cut.key]\n";
  EXPECT_EQ(rules(bind("crt-list answer.list"), &files), "missing-file:7");
}

TEST(CrtLists, TakeTheTlsVersionsOfTheListenerWhereTheySayNone) {
  TextFiles files;
  files.texts["site.pem"] = std::string(kCertificate) + kKey;
  files.texts["max.list"] = "site.pem [ssl-max-ver TLSv1.2]\n";
  files.texts["old.list"] = "site.pem [ssl-max-ver TLSv1.1] www.example.org\n";
  files.texts["min.list"] = "site.pem [ssl-min-ver TLSv1.3]\n";
  files.texts["none.list"] = "site.pem [ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.2]\n";
  EXPECT_EQ(rules(bind("crt-list max.list"), &files), "");
  EXPECT_EQ(rules(bind("crt-list max.list ssl-min-ver TLSv1.3"), &files), "no-tls-version:7");
  EXPECT_EQ(rules(bind("crt-list max.list no-tlsv12"), &files), "no-tls-version:7");
  EXPECT_EQ(rules(bind("crt-list max.list force-tlsv13"), &files), "no-tls-version:7");
  EXPECT_EQ(rules(bind("crt-list min.list no-tlsv13"), &files), "no-tls-version:7");
  EXPECT_EQ(rules(bind("crt-list min.list"), &files), "");
  EXPECT_EQ(rules(bind("crt-list old.list"), &files), "no-tls-version:7") << "listeners begin at TLS 1.2";
  EXPECT_EQ(rules(bind("crt-list old.list ssl-min-ver TLSv1.0"), &files), "");
  const std::string plain = std::string(kListen) + " bind :443 crt-list none.list\n";
  EXPECT_EQ(rules(plain, &files), "") << "without 'ssl' nobody asks";
}

TEST(Certificates, AreLoadedInOneWay) {
  TextFiles files;
  files.texts["site.pem"] = std::string(kCertificate) + kKey;
  files.texts["plain.list"] = "site.pem\n";
  files.texts["ocsp.list"] = "site.pem [ocsp-update on]\n";
  files.texts["both.list"] = "site.pem [ocsp-update on] a.example\nsite.pem b.example\n";
  files.texts["twice.list"] = "site.pem [issuer site.pem issuer site.pem]\n";
  EXPECT_EQ(rules(bind("crt-list twice.list"), &files), "setting-repeated:7");
  EXPECT_EQ(rules(bind("crt-list twice.list"), &files, Version::v3_0), "");
  files.texts["store.list"] = "@s/site.pem [ocsp-update off]\n";
  EXPECT_EQ(rules(bind("crt-list ocsp.list crt-list ocsp.list"), &files), "");
  EXPECT_EQ(rules(bind("crt site.pem crt-list ocsp.list"), &files), "certificate-loaded-otherwise:7");
  EXPECT_EQ(rules(bind("crt site.pem crt-list ocsp.list"), &files, Version::v2_6), "unknown-option:7");
  EXPECT_EQ(rules(bind("crt-list plain.list crt-list ocsp.list"), &files), "certificate-loaded-otherwise:7");
  EXPECT_EQ(rules(bind("crt-list both.list"), &files), "certificate-loaded-otherwise:7");
  EXPECT_EQ(rules("crt-store s\n load crt site.pem ocsp-update on\n" + bind("crt-list store.list"), &files),
            "certificate-loaded-otherwise:9");
  EXPECT_EQ(rules("crt-store s\n load crt site.pem ocsp-update on\n" + bind("crt @s/site.pem"), &files), "");
}

TEST(CrtStores, DeclareBeforeUse) {
  const std::string store = "crt-store s\n load crt a.pem alias a\n";
  EXPECT_EQ(rules(store + bind("crt @s/a")), "");
  EXPECT_EQ(rules(store + bind("crt @s/b")), "missing-file:9");
  EXPECT_EQ(rules(bind("crt @s/a") + store), "missing-file:7");
  EXPECT_EQ(rules(store + " load crt a.pem alias a\n load key k.pem\n" + bind("crt @s/a")),
            "duplicate-store-entry:3 missing-argument:4");
}

TEST(Algorithms, AreThoseOfOpenSsl) {
  EXPECT_EQ(rules(bind("crt a.pem curves X25519:P-256 ciphers ECDHE+AESGCM")), "");
  EXPECT_EQ(rules(bind("crt a.pem curves X25518")), "invalid-tls-algorithm:7");
  EXPECT_EQ(rules(bind("crt a.pem ciphersuites nonsense")), "invalid-ciphers:7");
  EXPECT_EQ(rules("global\n ssl-default-server-ciphers nonsense\n" + std::string(kListen) +
                  " server s 192.0.2.1:443 ssl verify none\n"),
            "invalid-ciphers:9");
}

TEST(Algorithms, LeaveSomeVersion) {
  EXPECT_EQ(rules(bind("crt a.pem ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.2")), "no-tls-version:7");
  EXPECT_EQ(rules(bind("crt a.pem force-sslv3")), "no-tls-version:7");
  EXPECT_EQ(rules(bind("crt a.pem ssl-min-ver TLSv1.2 ssl-max-ver TLSv1.3")), "");
}

TEST(ThisMachine, HasUsersAndResolvesNamesOnlyWhenAsked) {
  const std::string text = "global\n user haproxy\n group haproxy\n" + std::string(kListen) +
                           " server a app.example:80\n server b gone.example:80\n"
                           " server c gone.example:80 init-addr last,none\n";
  EXPECT_EQ(rules(text), "");
  NoMachine machine;
  EXPECT_EQ(rules(text, nullptr, Version::v3_2, &machine), "needs-superuser:2 unknown-account:3 unresolved-name:11");
}

TEST(ThisMachine, HasProcessorsAndLimits) {
  NoMachine machine;
  EXPECT_EQ(rules("global\n nbthread 3\n maxconn 600\n" + std::string(kListen), nullptr, Version::v3_2, &machine),
            "more-threads-than-processors:2 open-files-limit:3");
  EXPECT_EQ(rules("global\n nbthread 2\n maxconn 400\n" + std::string(kListen), nullptr, Version::v3_2, &machine), "");
}

}  // namespace
}  // namespace hapax::config
