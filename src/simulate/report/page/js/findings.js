// What lint says of the configuration.

function showFindings({findings}) {
  const place = byId("findings");
  if (findings.list.length === 0) {
    place.append(element("p", {class: "empty"}, "Lint has nothing to say about this configuration."));
    return;
  }
  const mood = {error: "bad", warning: "uneasy", info: ""};
  place.append(element("ul", {class: "findings"}, findings.list.map((finding) => element("li", {class: mood[finding.severity]},
    element("p", {class: "where"}, element("span", {class: "severity"}, finding.severity), " ",
      `${finding.file}:${finding.line}`, " ", element("span", {class: "rule"}, finding.rule)),
    element("p", {}, finding.message),
    finding.help.map((line) => element("p", {class: "help"}, line))))));
  if (findings.left_out > 0) {
    place.append(element("p", {class: "hint"}, `${number(findings.left_out)} more: `, element("code", {}, "hapax lint"),
      " names them all."));
  }
}
