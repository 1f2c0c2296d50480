// Addresses: section 2.9 of HAProxy's manual (address formats).
//
// Where host and port part cannot be said by a grammar that reads from left to right (behind the last ':' unless a ']'
// comes later), so the parts have rules of their own.
#pragma once

#include <tao/pegtl.hpp>

namespace hapax::grammar::address {

using namespace tao::pegtl;

// --- 2.9.2: socket types
// ---------------------------------------------------------------------------------------------------

struct stream : TAO_PEGTL_STRING("stream+") {};
struct dgram : TAO_PEGTL_STRING("dgram+") {};
struct quic : TAO_PEGTL_STRING("quic+") {};
struct socket_type : sor<stream, dgram, quic> {};

// --- 2.9.1: families
// ---------------------------------------------------------------------------------------------------------

struct ip : TAO_PEGTL_STRING("ip@") {};
struct ipv4 : TAO_PEGTL_STRING("ipv4@") {};
struct ipv6 : TAO_PEGTL_STRING("ipv6@") {};
struct unix_path : TAO_PEGTL_STRING("unix@") {};
struct abns : TAO_PEGTL_STRING("abns@") {};
struct abnsz : TAO_PEGTL_STRING("abnsz@") {};
struct fd : TAO_PEGTL_STRING("fd@") {};
struct sockpair : TAO_PEGTL_STRING("sockpair@") {};
struct rhttp : sor<TAO_PEGTL_STRING("rhttp@"), seq<TAO_PEGTL_STRING("rhttp"), eof>> {};

// --- 2.9.3: protocols
// --------------------------------------------------------------------------------------------------------

struct tcp : TAO_PEGTL_STRING("tcp@") {};
struct tcp4 : TAO_PEGTL_STRING("tcp4@") {};
struct tcp6 : TAO_PEGTL_STRING("tcp6@") {};
struct mptcp : TAO_PEGTL_STRING("mptcp@") {};
struct mptcp4 : TAO_PEGTL_STRING("mptcp4@") {};
struct mptcp6 : TAO_PEGTL_STRING("mptcp6@") {};
struct udp : TAO_PEGTL_STRING("udp@") {};
struct udp4 : TAO_PEGTL_STRING("udp4@") {};
struct udp6 : TAO_PEGTL_STRING("udp6@") {};
struct quic4 : TAO_PEGTL_STRING("quic4@") {};
struct quic6 : TAO_PEGTL_STRING("quic6@") {};
struct uxst : TAO_PEGTL_STRING("uxst@") {};
struct uxdg : TAO_PEGTL_STRING("uxdg@") {};

struct family : sor<ip, ipv4, ipv6, unix_path, abns, abnsz, fd, sockpair, rhttp, tcp, tcp4, tcp6, mptcp, mptcp4, mptcp6,
                    udp, udp4, udp6, quic4, quic6, uxst, uxdg> {};

struct prefix : seq<opt<socket_type>, opt<family>> {};

// --- ports
// -------------------------------------------------------------------------------------------------------------------

struct first_port : plus<digit> {};
struct last_port : star<digit> {};
struct range : seq<one<'-'>, last_port> {};
struct plus_sign : one<'+'> {};
struct minus_sign : one<'-'> {};
struct offset : star<digit> {};
/// As far as it goes; what follows does not belong to a port.
struct port : sor<seq<first_port, opt<range>>, seq<sor<plus_sign, minus_sign>, offset>, success> {};

// --- hosts
// -------------------------------------------------------------------------------------------------------------------

struct name_character : sor<alnum, one<'-', '_', '.'>> {};
struct last_label_of_digits : seq<star<star<not_one<'.'>>, one<'.'>, not_at<eof>>, plus<digit>, opt<one<'.'>>, eof> {};
/// Two dots without a label between them; a dash at the end.
struct broken_label : seq<star<seq<not_at<two<'.'>>, not_at<seq<one<'-'>, eof>>, any>>, sor<two<'.'>, one<'-'>>> {};
/// Something that a resolver may know. A last label of digits only is no host name, since it would be an IPv4 address.
struct host_name : seq<not_at<sor<last_label_of_digits, broken_label, one<'-', '.'>>>, plus<name_character>, eof> {};

// --- variables, which HAProxy replaces here even outside of quotes
// ---------------------------------------------------------

struct variable_name : star<identifier_other> {};
struct variable : seq<one<'$'>, sor<seq<one<'{'>, variable_name, opt<one<'}'>>>, variable_name>> {};
struct text : plus<not_one<'$'>> {};
struct expandable : star<sor<variable, text>> {};

}  // namespace hapax::grammar::address
